import type { KeyValue } from '../base/env.js';
import type { Jar } from './cookies.js';
import { createStorage } from '../browser/storage.js';

/** Removes all that is kept of the visitor and of what was done: cookies, and keys that begin with the prefix. */
export const erase = (jar: Jar | undefined, storage: KeyValue, prefix: string): void => {
  for (const name of ['session', 'visit', 'utm', 'user']) jar?.remove(name);
  for (const area of [storage, createStorage('sessionStorage')]) {
    for (const key of area.keys()) if (key.startsWith(prefix)) area.remove(key);
  }
};
