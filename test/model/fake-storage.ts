import type { KeyValue } from '../../src/base/env.ts';
import { PREFIX } from './client.ts';

export type Operation = keyof KeyValue;

/** The id of the event that is stored under a key. */
export const toId = (key: string) => key.replace(PREFIX, '');

/**
 * The storage of one origin, shared by all of its pages. It fails as the contract of `KeyValue` says: a value is not stored, not
 * found or not removed, and nothing is thrown.
 */
export const createStorage = (onFault: (page: string, operation: Operation, key: string) => void) => {
  const area = new Map<string, string>();
  let healthyCalls = Infinity;
  let failingCalls = 0;
  let room = Infinity;

  const fails = (page: string, operation: Operation, key: string): boolean => {
    if (healthyCalls-- > 0) return false;
    if (failingCalls-- <= 0) {
      healthyCalls = Infinity;
      return false;
    }
    onFault(page, operation, key);
    return true;
  };

  const size = () => [...area].reduce((sum, [key, value]) => sum + key.length + value.length, 0);

  return {
    area,
    holds: (id: string) => area.has(PREFIX + id),
    /** The stored events as JSON, by id. */
    texts: () =>
      new Map([...area].filter(([key]) => !key.startsWith(`${PREFIX}~`)).map(([key, text]) => [toId(key), text])),
    /** Lets `healthy` calls succeed and the next `failing` calls fail. */
    failAfter(healthy: number, failing: number) {
      healthyCalls = healthy;
      failingCalls = failing;
    },
    /** Leaves room for only so many more characters. */
    fillUp: (left: number) => void (room = size() + left),
    isHealthy: () => healthyCalls === Infinity && room === Infinity,
    heal() {
      healthyCalls = room = Infinity;
    },
    /** The storage as one page sees it. `touch` is called before each access and returns `false` once the page has crashed. */
    view: (page: string, touch: () => boolean): KeyValue => ({
      keys: () => (!touch() || fails(page, 'keys', '') ? [] : [...area.keys()]),
      get: (key) => (!touch() || fails(page, 'get', key) ? null : (area.get(key) ?? null)),
      set(key, value) {
        if (!touch() || fails(page, 'set', key)) return false;
        const more = value.length - (area.get(key)?.length ?? -key.length);
        if (room < Infinity && more > 0 && size() + more > room) {
          onFault(page, 'set', key);
          return false;
        }
        area.set(key, value);
        return true;
      },
      remove(key) {
        if (touch() && !fails(page, 'remove', key)) area.delete(key);
      },
    }),
  };
};

export type FakeStorage = ReturnType<typeof createStorage>;
