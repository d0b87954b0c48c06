import type { KeyValue } from '../base/env.js';
import type { CookieOptions } from '../types/tracker.js';
import { domainCandidates } from './cookie-domain.js';
import type { Jar } from './jar.js';
import { PREFIX } from './session.js';
import { readVisit } from './visit.js';

/** Creates the jar of the page. It writes cookies, and writes to `storage` if the browser refuses a cookie. */
export const createJar = (
  { prefix = PREFIX, domain, days = 400 }: CookieOptions = {},
  storage: KeyValue,
  businessId?: string,
): Jar => {
  const { hostname, protocol } = location;
  /** Domains on which this page can reach a cookie, widest first. */
  const reachable = [...domainCandidates(hostname), ''];
  /** Domains on which to try a cookie; a single one once the right one is known. */
  let domains = domain ? [domain] : reachable;

  const secure = protocol === 'https:' ? '; secure' : '';
  const begin = (name: string) => `${encodeURIComponent(prefix + name)}=`;
  /** Writes a cookie, with percent-encoding only for what a cookie cannot hold. */
  const write = (name: string, value: string, at = '', age = days) => {
    const text = value.replace(/[^!-~]+|["%,;\\]/g, encodeURIComponent);
    document.cookie = `${begin(name)}${text}; path=/${at && `; domain=${at}`}; max-age=${Math.ceil(age * 86_400)}; samesite=lax${secure}`;
  };

  /** `true` once a cookie could be read back. Later visits are not checked, because each read waits for another process. */
  let isTaken = false;
  /** Cookies of which this page sees several copies, each with the value that counts. */
  const doubled = new Map<string, string>();
  let isStorageIdle: boolean | undefined;

  const jar: Jar = {
    prefix,
    read(name) {
      try {
        const start = begin(name);
        const copies = document.cookie.split('; ').filter((pair) => pair.startsWith(start));
        // Browsers list the oldest first, to all pages and tabs of a host. Servers may put a value in quotes.
        const text = copies[0]?.slice(start.length).replace(/^"(.*)"$/, '$1');
        const value = text?.replace(/(%[\da-f]{2})+/gi, decodeURIComponent);
        if (copies[1]) doubled.set(name, value as string);
        return value;
      } catch {
        // The value is encoded wrongly, or this is a sandboxed frame, in which reading cookies throws.
        return undefined;
      }
    },
    readFallback: (name) => (jar.isStorageIdle() ? undefined : (storage.get(prefix + name) ?? undefined)),
    isStorageIdle() {
      return (isStorageIdle ??= !!businessId && readVisit(jar.read('visit'), 0)?.idle === businessId);
    },
    useStorage() {
      isStorageIdle = false;
    },
    setCookie(name, value) {
      for (const [copied, first] of doubled) {
        doubled.delete(copied);
        jar.clear(copied);
        if (copied !== name) jar.setCookie(copied, first);
      }
      const isWritten = (at: string) => {
        write(name, value, at);
        return (isTaken && name === 'visit') || jar.read(name) === value;
      };
      try {
        for (const at of domains) {
          if (!isWritten(at)) {
            // An older copy on another domain may hide the new one.
            if (!doubled.delete(name)) continue;
            jar.clear(name);
            if (!isWritten(at)) continue;
          }
          isTaken = true;
          domains = [at];
          return true;
        }
      } catch {
        // In a sandboxed frame writing cookies throws.
      }
      return false;
    },
    set(name, value, short = value) {
      const isWritten = jar.setCookie(name, short);
      if (isWritten && short === value) storage.remove(prefix + name);
      else {
        storage.set(prefix + name, value);
        isStorageIdle = false;
      }
      // An older value must not win over the newer one in storage.
      if (!isWritten) jar.clear(name);
    },
    remove(name) {
      storage.remove(prefix + name);
      jar.clear(name);
    },
    clear(name, from = [domain, ...reachable]) {
      try {
        for (const at of from) write(name, '', at, -1);
      } catch {
        // The frame has no cookies, so there are none to remove.
      }
    },
    domain: () => domains[0],
    useDomain(known) {
      // The others stay, in case the browser refuses it.
      if (!domain && !isTaken && reachable.includes(known)) domains = [known, ...reachable];
    },
  };
  return jar;
};
