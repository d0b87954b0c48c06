import type { KeyValue } from '../core/env';

const PROBE = 'vitrina:~';

/**
 * localStorage, or memory where it is refused. Nothing is touched before the first use, since the first access makes the
 * browser read the whole area.
 */
export const createStorage = (): KeyValue => {
  const memory = new Map<string, string>();
  let area: Storage | null | undefined;

  const open = (): Storage | null => {
    if (area !== undefined) return area;
    area = null;
    try {
      // Blocked storage throws at the mere access. Safari 26 lets known scripts write without storing anything, so what
      // was written is read back. https://github.com/rudderlabs/rudder-sdk-js/pull/2502 (2025-09)
      const candidate = window.localStorage;
      candidate.setItem(PROBE, PROBE);
      if (candidate.getItem(PROBE) === PROBE) area = candidate;
      candidate.removeItem(PROBE);
    } catch {
      // Refused, or full; a full one can still be read and emptied.
      try {
        if (window.localStorage.length) area = window.localStorage;
      } catch {
        // Refused.
      }
    }
    return area;
  };

  const attempt = <T>(task: (area: Storage) => T): T | undefined => {
    const storage = open();
    try {
      return storage ? task(storage) : undefined;
    } catch {
      return undefined;
    }
  };

  return {
    keys: () => [...memory.keys(), ...(attempt((storage) => Object.keys(storage)) ?? [])],
    get: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    set: (key, value) => {
      const stored = attempt((storage) => (storage.setItem(key, value), true)) ?? false;
      if (stored) memory.delete(key);
      else memory.set(key, value);
      return stored;
    },
    remove: (key) => {
      memory.delete(key);
      attempt((storage) => storage.removeItem(key));
    },
  };
};
