import type { KeyValue } from './env';
import { isPlainObject } from './copy';

/** What keeps the endpoint from being asked. `server`: it said so, or would say the same again, so nothing ends it early. */
export interface Wait {
  until: number;
  server?: boolean;
  /** Failures in a row. */
  failures: number;
  /** The endpoint has switched this business off before. */
  off?: boolean;
  /** A request has succeeded at some time. */
  proven?: boolean;
}

const LONGEST = 86_400_000;

/** The waiting time that all tabs and pages of an origin share. Losing it does no harm. */
export const createWaits = (storage: KeyValue, key: string, now: () => number) => {
  const read = (): Wait => {
    try {
      const wait: unknown = JSON.parse(storage.get(key) ?? '');
      if (isPlainObject(wait) && typeof wait.until === 'number' && typeof wait.failures === 'number') {
        return wait as unknown as Wait;
      }
    } catch {
      // Nothing there, or garbage.
    }
    return { until: 0, failures: 0 };
  };
  return {
    read,
    /** Milliseconds left; a time farther off than any wait can be comes from a clock that was wrong. */
    left(wait: Wait = read()) {
      const left = wait.until - now();
      return left > LONGEST || left < 0 ? 0 : left;
    },
    start(ms: number, more: Omit<Wait, 'until'>) {
      storage.set(key, JSON.stringify({ ...more, until: now() + ms }));
    },
    /** Ends a wait after a success. */
    end() {
      const { until, failures, proven } = read();
      if (until || failures || !proven) storage.set(key, JSON.stringify({ until: 0, failures: 0, proven: true }));
    },
  };
};

export type Waits = ReturnType<typeof createWaits>;
