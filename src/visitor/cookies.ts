import Cookies from 'js-cookie';
import { PREFIX } from './session.js';
import { domainCandidates } from './cookie-domain.js';
import type { KeyValue } from '../base/env.js';
import type { CookieOptions } from '../types/tracker.js';

/** The few values that make a visitor known, as cookies; in `storage` where the browser refuses a cookie. */
export const createJar = ({ prefix = PREFIX, domain, days = 400 }: CookieOptions = {}, storage: KeyValue) => {
  const { hostname, protocol } = location;
  /** Where cookies are tried, widest first; one only, once it is known. */
  let domains = domain ? [domain] : [...domainCandidates(hostname), ''];

  const jar = {
    prefix,
    read(name: string): string | undefined {
      try {
        return Cookies.get(prefix + name);
      } catch {
        // A sandboxed frame throws at the mere look.
        return undefined;
      }
    },
    /** What was kept in place of a cookie. */
    readKept: (name: string) => storage.get(prefix + name) ?? undefined,
    /** `false` where no cookie is possible. */
    write(name: string, value: string): boolean {
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
        if (jar.read(name) === value) {
          domains = [at];
          return true;
        }
      }
      return false;
    },
    /** Writes a cookie, or what takes its place. */
    keep(name: string, value: string) {
      if (jar.write(name, value)) storage.remove(prefix + name);
      else storage.set(prefix + name, value);
    },
    remove(name: string) {
      storage.remove(prefix + name);
      try {
        for (const at of domains) Cookies.remove(prefix + name, { domain: at || undefined, path: '/' });
      } catch {
        // No cookies here, so none to remove.
      }
    },
    /** The domain in use; empty for this host alone. */
    domain: () => domains[0],
    /** Uses a domain that was found before. */
    useDomain(known = '') {
      if (!domain) domains = [known];
    },
  };
  return jar;
};

export type Jar = ReturnType<typeof createJar>;
