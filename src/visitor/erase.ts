import type { KeyValue } from '../base/env.js';
import type { Jar } from './jar.js';

/** Removes all that is kept of the visitor and of what was done: cookies, and of each area the keys that begin with the prefix. */
export const erase = (jar: Jar | undefined, areas: KeyValue[], prefix: string): void => {
  for (const name of ['session', 'visit', 'utm', 'user']) jar?.remove(name);
  for (const area of areas) {
    for (const key of area.keys()) if (key.startsWith(prefix)) area.remove(key);
  }
};
