import type { Env } from '../base/env.js';
import { parseObject } from '../base/json.js';

/** No wait is longer than that of a business that is switched off, in ms. */
const MAX_WAIT_MS = 86_400_000;

/** What keeps the endpoint from being asked. */
export interface StoredWait {
  /** Unix ms. */
  since: number;
  until: number;
  /** The server said so, or would say the same again: nothing ends it early. */
  server?: boolean;
  /** Failures in a row. */
  failures: number;
  /** When the endpoint has switched this business off, in Unix ms. */
  off?: number;
  /** A request has succeeded at some time. `hasSucceeded` in code; the stored record keeps its short name. */
  proven?: boolean;
}

/** The wait that all tabs and pages of an origin share. Losing it does no harm. */
export const createRetryWait = ({ storage, now }: Env, key: string) => {
  /** What was set here last. */
  let memory: StoredWait | undefined;
  /** What storage held then: the same, unless it refuses. */
  let stored: string | null | undefined;
  const read = (): StoredWait => {
    const text = storage.get(key);
    // Another tab may have set one since; its times say nothing about which is newer, for clocks jump.
    if (memory && (text === null || text === stored)) return memory;
    const wait = parseObject(text) as StoredWait | undefined;
    // Storage may hold anything.
    return { ...wait, failures: Math.max(0, wait?.failures ?? 0) || 0 } as StoredWait;
  };
  /**
   * Milliseconds left, 0 for none, so also where the clock was set back behind the beginning.
   * @param isServerOnly only a wait that the server has set counts
   */
  const remaining = (isServerOnly?: boolean): number => {
    const { since, until, server } = read();
    return now() < until && now() >= since && (server || !isServerOnly) ? Math.min(until - now(), MAX_WAIT_MS) : 0;
  };
  return {
    read,
    remaining,
    /** @param retryAfter of the server, in ms; where it asks for none (0), this client waits for `ms` */
    set(retryAfter: number, fields: Partial<StoredWait>, ms = retryAfter) {
      const before = read();
      const held = remaining(true);
      // Requests that were on their way already may be answered after the server has set a wait.
      const kept = held > ms && { server: true, off: before.off };
      memory = {
        ...before,
        server: retryAfter > 0,
        ...fields,
        ...kept,
        since: now(),
        until: now() + Math.max(ms, held),
      };
      storage.set(key, JSON.stringify(memory));
      stored = storage.get(key);
    },
  };
};

export type RetryWait = ReturnType<typeof createRetryWait>;
