import type { Env } from '../base/env.js';
import { parseObject } from '../base/json.js';

/** No wait is longer than that of a business that is switched off, in ms. */
const LONGEST = 86_400_000;

/** What keeps the endpoint from being asked. */
export interface Wait {
  /** Unix ms. */
  since: number;
  until: number;
  /** The server said so, or would say the same again: nothing ends it early. */
  server?: boolean;
  /** Failures in a row. */
  failures: number;
  /** When the endpoint has switched this business off, in Unix ms. */
  off?: number;
  /** A request has succeeded at some time. */
  proven?: boolean;
}

/** The wait that all tabs and pages of an origin share. Losing it does no harm. */
export const createWaits = ({ storage, now }: Env, key: string) => {
  /** What was set here last. */
  let memory: Wait | undefined;
  /** What storage held then: the same, unless it refuses. */
  let seen: string | null | undefined;
  const read = (): Wait => {
    const text = storage.get(key);
    // Another tab may have set one since; its times say nothing about which is newer, for clocks jump.
    if (memory && (text === null || text === seen)) return memory;
    const wait = parseObject(text) as Wait | undefined;
    // Storage may hold anything.
    return { ...wait, failures: Math.max(0, wait?.failures ?? 0) || 0 } as Wait;
  };
  /**
   * Milliseconds left, 0 for none, so also where the clock was set back behind the beginning.
   * @param isUrgent only a server's wait counts
   */
  const left = (isUrgent?: boolean): number => {
    const { since, until, server } = read();
    return now() < until && now() >= since && (server || !isUrgent) ? Math.min(until - now(), LONGEST) : 0;
  };
  return {
    read,
    left,
    /** @param wish of the server, in ms; where it has none, this client waits for `ms` */
    set(wish: number, fields: Partial<Wait>, ms = wish) {
      const before = read();
      const held = left(true);
      // Requests that were on their way already may be answered after the server has set a wait.
      const kept = held > ms && { server: true, off: before.off };
      memory = { ...before, server: wish > 0, ...fields, ...kept, since: now(), until: now() + Math.max(ms, held) };
      storage.set(key, JSON.stringify(memory));
      seen = storage.get(key);
    },
  };
};

export type Waits = ReturnType<typeof createWaits>;
