const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 300_000;
/** Failures in a row, with never a success, after which an ad blocker is assumed. */
export const HOPELESS_AFTER = 6;

/** Nothing is wrong with what was sent: the same may pass later. */
export const isTemporary = (status: number): boolean => !status || status > 499 || [408, 425, 429].includes(status);

/** Longer with every failure; at least half is kept, so that the visitors of a shop do not come back all at once. */
export const backoff = (failures: number, chance: number): number =>
  Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures) * (0.5 + chance / 2);
