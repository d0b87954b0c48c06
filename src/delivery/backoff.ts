const FIRST_WAIT_MS = 2_000;
const MAX_WAIT_MS = 300_000;
/** Failures in a row, with never a success, after which an ad blocker is assumed. */
export const BLOCKED_AFTER_FAILURES = 6;

/** Nothing is wrong with what was sent: the same may pass later. */
export const isTemporary = (status: number): boolean => !status || status > 499 || [408, 425, 429].includes(status);

/** Longer with every failure; at least half is kept, so that the visitors of a shop do not come back all at once. */
export const backoff = (failures: number, chance: number): number =>
  Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + chance / 2);
