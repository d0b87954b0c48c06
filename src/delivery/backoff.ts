import type { Answer, Env } from '../base/env.js';
import type { RetryWait } from './retry-wait.js';

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

/**
 * Counts a failure and begins a wait: `retryAfter` ms, or if that is 0, one that grows with each failure.
 * @returns `true` if an ad blocker must be assumed, because no request has ever had an answer
 */
export const recordFailure = (env: Env, retryWait: RetryWait, status: number, retryAfter: number): boolean => {
  const { failures, proven: hasSucceeded } = retryWait.read();
  // Any answer proves that no ad blocker blocks the requests.
  const fields = { failures: failures + 1, proven: hasSucceeded || status > 0 };
  retryWait.set(retryAfter, fields, retryAfter || backoff(failures, env.random()));
  return failures + 1 >= BLOCKED_AFTER_FAILURES && !hasSucceeded && !status && env.online();
};
