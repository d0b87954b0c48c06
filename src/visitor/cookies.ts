import Cookies from 'js-cookie';
import type { KeyValue } from '../base/env.js';
import type { CookieOptions } from '../types/tracker.js';
import { domainCandidates } from './cookie-domain.js';
import type { Jar } from './jar.js';
import { PREFIX } from './session.js';
import { readVisit } from './visit.js';

/** The few values that make a visitor known, as cookies; in `storage` where the browser refuses a cookie. */
export const createJar = ({ prefix = PREFIX, domain, days = 400 }: CookieOptions = {}, storage: KeyValue): Jar => {
  const { hostname, protocol } = location;
  /** Where cookies are tried, widest first; one only, once it is known. */
  let domains = domain ? [domain] : [...domainCandidates(hostname), ''];

  /** A cookie was read back. What this page writes later is not looked at again: each look waits for another process. */
  let isTaken = false;
  let isStorageIdle: boolean | undefined;

  const jar: Jar = {
    prefix,
    read(name) {
      try {
        return Cookies.get(prefix + name);
      } catch {
        // A sandboxed frame throws at the mere look.
        return undefined;
      }
    },
    readFallback: (name) => (jar.isStorageIdle() ? undefined : (storage.get(prefix + name) ?? undefined)),
    isStorageIdle() {
      return (isStorageIdle ??= readVisit(jar.read('visit'))?.stored === false);
    },
    useStorage() {
      isStorageIdle = false;
    },
    setCookie(name, value) {
      const secure = protocol === 'https:';
      for (const at of domains) {
        try {
          Cookies.set(prefix + name, value, {
            domain: at || undefined,
            path: '/',
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
        for (const at of domains) Cookies.remove(prefix + name, { domain: at || undefined, path: '/' });
      } catch {
        // No cookies here, so none to remove.
      }
    },
    domain: () => domains[0],
    useDomain(known = '') {
      if (!domain) domains = [known];
    },
  };
  return jar;
};
