import type { KeyValue } from '../base/env.js';

/** Of the origin, or of this tab. Not touched before the first use, since the first access makes the browser read the whole area. */
export const createStorage = (name: 'localStorage' | 'sessionStorage' = 'localStorage'): KeyValue => {
  const attempt = <T>(task: (area: Storage) => T, otherwise?: T): T => {
    try {
      // Blocked storage throws at the mere access.
      return task(window[name]);
    } catch {
      return otherwise as T;
    }
  };

  return {
    keys: () => attempt(Object.keys, []),
    get: (key) => attempt((storage) => storage.getItem(key), null),
    set: (key, value) =>
      attempt((storage) => {
        storage.setItem(key, value);
        // Safari 26 lets scripts that it knows write without storing anything (2026-11), so what was written is looked for.
        return storage.getItem(key) === value;
      }, false),
    remove: (key) => attempt((storage) => storage.removeItem(key)),
  };
};
