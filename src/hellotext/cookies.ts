import { domainCandidates } from '../visitor/cookie-domain.js';
import type { Jar } from '../visitor/jar.js';
import { join, MARKS, partsOf, shorten, split } from './cookie-formats.js';

/**
 * Wraps a cookie jar so that it uses the names and formats of Hellotext.js. Visitors that Hellotext.js has recognised keep their
 * session. Hellotext.js wrote values unencoded, this package encodes them; both are read.
 */
export const hellotextCookies = (jar: Jar): Jar => {
  // Storage is always read: only it knows which events were sent before and must not be sent again.
  jar.useStorage();
  const platform = domainCandidates(location.hostname)[0]?.replace(/^[^.]+\./, '');
  /** Hellotext.js set cookies on the platform's domain. They are older than ours, so browsers would return them instead. */
  const clearShared = (part: string) => platform?.includes('.') && jar.clear(part, [platform]);
  const read = (part: string) => {
    const value = jar.read(part);
    return value !== undefined && value === MARKS[part] ? jar.readFallback(part) : value;
  };
  const put = (name: string, value: string, task: (name: string, value: string, short?: string) => unknown) =>
    split(name, value).every(([part, text]) => {
      clearShared(part);
      if (text !== undefined) return task(part, text, shorten(part, text)) !== false;
      if (jar.read(part) !== undefined || jar.readFallback(part) !== undefined) jar.remove(part);
      return true;
    });
  return {
    ...jar,
    read: (name) => join(name, read),
    readFallback: (name) => join(name, jar.readFallback),
    setCookie: (name, value) => put(name, value, jar.setCookie),
    set: (name, value) => void put(name, value, jar.set),
    remove(name) {
      for (const part of new Set(partsOf(name))) {
        clearShared(part);
        jar.remove(part);
      }
    },
  };
};
