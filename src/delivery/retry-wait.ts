import type { Env } from '../base/env.js';
import { parseObject, stringify } from '../base/json.js';
import { backoff, BLOCKED_AFTER_FAILURES } from './backoff.js';

/** The longest wait: that of a business that is switched off. */
const MAX_WAIT_MS = 86_400_000;

/** The stored record: until when, and why, no request is sent. */
export interface StoredWait {
  /** When the wait began, in Unix ms. */
  since: number;
  /** When the wait ends, in Unix ms. */
  until: number;
  /** When the part ends that the server asked for, or before which it would answer the same, in Unix ms. A flush does not end this part. */
  asked: number;
  /** Failures in a row. */
  failures: number;
  /** When the endpoint last switched this business off, in Unix ms; 0 or absent if it did not. */
  off?: number;
  /** A request has succeeded at some time. Code calls it `hasSucceeded`; the stored name must not change. */
  proven?: boolean;
}

/** The wait that all tabs and pages of an origin share. If it is lost, only a request is repeated too early. */
export const createRetryWait = ({ storage, now, random, online }: Env, key: string, onChange?: () => void) => {
  /** The record that this page has set last. */
  let memory: StoredWait | undefined;
  /** The text in storage after that; differs from `memory` if storage refused it. */
  let stored: string | null | undefined;
  let isBlocked = false;
  const read = (): StoredWait => {
    const text = storage.get(key);
    // A text that this page did not write is another tab's and newer. Times cannot tell which is newer, since clocks jump.
    if (memory && (text === null || text === stored)) return memory;
    const wait = parseObject(text) ?? {};
    // Storage may hold anything.
    const toCount = (value: unknown) => (Number.isFinite(value) ? Math.max(0, value as number) : 0);
    const since = toCount(wait.since);
    return {
      ...wait,
      since,
      until: Math.min(toCount(wait.until), since + MAX_WAIT_MS),
      asked: Math.min(toCount(wait.asked), since + MAX_WAIT_MS),
      failures: toCount(wait.failures),
      off: toCount(wait.off),
    };
  };
  /**
   * Milliseconds until the wait ends; 0 if there is none, or if the clock was set back to before it began.
   * @param isServerOnly ignores a wait that the client has chosen itself
   */
  const remaining = (isServerOnly?: boolean): number => {
    const { since, until, asked } = read();
    const left = (isServerOnly ? asked : until) - now();
    return left > 0 && now() >= since ? left : 0;
  };
  /**
   * Begins a wait. One that the server has asked for is never shortened.
   * @param retryAfter what the server asks for, in ms; 0 if it asks for nothing
   * @param ms how long to wait
   */
  const set = (retryAfter: number, fields: Partial<StoredWait>, ms = retryAfter) => {
    const before = read();
    const held = remaining(true);
    memory = {
      ...before,
      ...fields,
      // A request that was sent before the server set its wait, or switched the business off, may be answered after that.
      ...(held > ms && now() - (before.off as number) < MAX_WAIT_MS && { off: before.off }),
      since: now(),
      until: now() + Math.max(ms, held),
      asked: now() + Math.max(retryAfter, held),
    };
    storage.set(key, stringify(memory));
    stored = storage.get(key);
    onChange?.();
  };
  return {
    read,
    remaining,
    set,
    /** An ad blocker is assumed: this page stops sending, unless another tab succeeds. */
    isBlocked: () => (isBlocked &&= !read().proven),
    /** A request has succeeded, and the server may ask to wait `retryAfter` ms before the next. */
    succeed(retryAfter = 0) {
      const { failures, proven: hasSucceeded, off } = read();
      if (retryAfter || failures || !hasSucceeded || off) set(retryAfter, { failures: 0, proven: true, off: 0 });
    },
    /** Counts a failure and begins a wait: `retryAfter` ms, or if that is 0, one that grows with each failure. */
    fail(status: number, retryAfter: number) {
      const { failures, proven: hasSucceeded } = read();
      // Any answer proves that no ad blocker blocks the requests.
      const proven = hasSucceeded || status > 0;
      set(retryAfter, { failures: failures + 1, proven }, retryAfter || backoff(failures, random()));
      isBlocked ||= failures + 1 >= BLOCKED_AFTER_FAILURES && !proven && online();
    },
  };
};

export type RetryWait = ReturnType<typeof createRetryWait>;
