import { attempt } from '../base/attempt.js';
import type { KeyValue } from '../base/env.js';

/**
 * Creates the storage of the origin (`localStorage`) or of this tab (`sessionStorage`). It is not touched before the first use,
 * because the first access makes the browser read the whole area.
 */
export const createStorage = (name: 'localStorage' | 'sessionStorage' = 'localStorage'): KeyValue => ({
  // Blocked storage throws when the property of `window` is read.
  keys: () => attempt(() => Object.keys(window[name])) ?? [],
  get: (key) => attempt(() => window[name].getItem(key)) ?? null,
  set: (key, value) =>
    !!attempt(() => {
      window[name].setItem(key, value);
      // Read the value back: Safari 26 silently stores nothing for scripts that it knows (2026-11).
      return window[name].getItem(key) === value;
    }),
  remove: (key) => attempt(() => window[name].removeItem(key)),
});
