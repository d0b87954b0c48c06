import Cookies from 'js-cookie';
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
  /** Domains on which to try a cookie, widest first; a single one once the right one is known. */
  let domains = domain ? [domain] : [...domainCandidates(hostname), ''];

  const everywhere: Record<string, string> = {};
  // js-cookie would also write what the page has added to all objects.
  for (const added in everywhere) everywhere[added] = '';
  everywhere.path = '/';

  /** `true` once a cookie could be read back. Later cookies are not checked, because each read waits for another process. */
  let isTaken = false;
  let isStorageIdle: boolean | undefined;

  const jar: Jar = {
    prefix,
    read(name) {
      try {
        return Cookies.get(prefix + name);
      } catch {
        // In a sandboxed frame reading cookies throws.
        return undefined;
      }
    },
    readFallback: (name) => (jar.isStorageIdle() ? undefined : (storage.get(prefix + name) ?? undefined)),
    isStorageIdle() {
      return (isStorageIdle ??= !!businessId && readVisit(jar.read('visit'))?.idle === businessId);
    },
    useStorage() {
      isStorageIdle = false;
    },
    setCookie(name, value) {
      const secure = protocol === 'https:';
      for (const at of domains) {
        try {
          Cookies.set(prefix + name, value, {
            ...everywhere,
            domain: at,
            expires: days,
            sameSite: 'lax',
            secure,
          });
        } catch {
          break;
        }
        if (isTaken || jar.read(name) === value) {
          isTaken = true;
          domains = [at];
          return true;
        }
      }
      return false;
    },
    set(name, value) {
      if (jar.setCookie(name, value)) storage.remove(prefix + name);
      else storage.set(prefix + name, value);
    },
    remove(name) {
      storage.remove(prefix + name);
      try {
        for (const at of domains) Cookies.set(prefix + name, '', { ...everywhere, domain: at, expires: -1 });
      } catch {
        // The frame has no cookies, so there are none to remove.
      }
    },
    domain: () => domains[0],
    useDomain(known = '') {
      if (!domain) domains = [known];
    },
  };
  return jar;
};
