import Cookies from 'js-cookie';
import type { KeyValue } from '../core/env';
import { domainCandidates } from '../core/domain';
import type { CookieOptions } from '../types';

/** The few values that make a visitor known, as cookies; in `storage` where the browser refuses a cookie. */
export const createJar = (options: CookieOptions, storage: KeyValue) => {
  const { prefix = 'vitrina_', days = 400 } = options;
  const { hostname, protocol } = location;
  let domain = options.domain;
  let searched = domain !== undefined;

  const read = (name: string): string | undefined => {
    try {
      return Cookies.get(prefix + name);
    } catch {
      // A sandboxed frame throws at the mere look.
      return undefined;
    }
  };

  const attempt = (name: string, value: string, at: string | undefined): boolean => {
    try {
      Cookies.set(prefix + name, value, {
        domain: at,
        path: '/',
        expires: days,
        sameSite: 'lax',
        secure: protocol === 'https:',
      });
    } catch {
      return false;
    }
    return read(name) === value;
  };

  return {
    /** The cookie, or what was kept in its place. */
    read,
    readKept: (name: string) => storage.get(prefix + name) ?? undefined,
    /** Writes on the widest domain that takes it; `false` where no cookie is possible. */
    write(name: string, value: string): boolean {
      if (searched) {
        if (attempt(name, value, domain)) return true;
      } else {
        searched = true;
        for (domain of [...domainCandidates(hostname), undefined]) if (attempt(name, value, domain)) return true;
      }
      return false;
    },
    keep: (name: string, value: string) => void storage.set(prefix + name, value),
    remove(name: string) {
      try {
        for (const at of [domain, undefined]) Cookies.remove(prefix + name, { domain: at, path: '/' });
      } catch {
        // No cookies here, so none to remove.
      }
      storage.remove(prefix + name);
    },
    /** Labels of the domain in use; 0 for this host alone. */
    labels: () => (domain ? domain.split('.').length : 0),
    /** Uses a domain that was found before, without looking for it. */
    useLabels(count: number) {
      if (searched) return;
      searched = true;
      domain = count ? hostname.split('.').slice(-count).join('.') : undefined;
    },
  };
};

export type Jar = ReturnType<typeof createJar>;
