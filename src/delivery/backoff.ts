import type { Answer } from '../base/env.js';

const FIRST_WAIT_MS = 2_000;
const MAX_WAIT_MS = 300_000;
const MAX_RETRY_AFTER_MS = 3_600_000;
/** The wait if the address or the business id is wrong. */
export const WRONG_ADDRESS_WAIT_MS = 300_000;
/** An ad blocker is assumed after this many failures in a row without any success before. */
export const BLOCKED_AFTER_FAILURES = 6;

/** `true` if the same request may succeed later: no answer (0), 5xx, or a status that asks to retry. */
export const isTemporary = (status: number): boolean => !status || status > 499 || [408, 425, 429].includes(status);

/**
 * The wait after `failures` earlier failures in a row, in ms. It doubles with each failure, up to five minutes.
 * @param chance from 0 to 1; shortens the wait by up to half, so that the visitors of a shop do not all retry at once
 */
export const backoff = (failures: number, chance: number): number =>
  Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + chance / 2);

/**
 * The wait that the server asks for, in ms, at most an hour; 0 if it asks for none.
 * @param seconds `retry_after` of the answer's body; counts only if there is no header, and if it is a number
 */
export const askedWait = ({ retryAfter }: Answer, seconds: unknown): number => {
  const asked = retryAfter || (typeof seconds === 'number' ? seconds * 1000 : 0);
  return Math.max(0, Math.min(asked, MAX_RETRY_AFTER_MS));
};
