import type { KeyValue } from '../base/env.js';

/**
 * Creates the storage of the origin (`localStorage`) or of this tab (`sessionStorage`). It is not touched before the first use,
 * because the first access makes the browser read the whole area.
 */
export const createStorage = (name: 'localStorage' | 'sessionStorage' = 'localStorage'): KeyValue => {
  const attempt = <T>(task: (area: Storage) => T, otherwise?: T): T => {
    try {
      // Blocked storage throws when the property is read.
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
        // Read the value back: Safari 26 silently stores nothing for scripts that it knows (2026-11).
        return storage.getItem(key) === value;
      }, false),
    remove: (key) => attempt((storage) => storage.removeItem(key)),
  };
};
