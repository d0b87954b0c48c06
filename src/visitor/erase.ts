import type { KeyValue } from '../base/env.js';
import type { Jar } from './jar.js';

/** Removes all stored data of the visitor: the cookies, and in each storage area the keys that begin with `prefix`. */
export const erase = (jar: Jar | undefined, areas: KeyValue[], prefix: string): void => {
  for (const name of ['session', 'visit', 'utm', 'user']) jar?.remove(name);
  for (const area of areas) {
    for (const key of area.keys()) if (key.startsWith(prefix)) area.remove(key);
  }
};
