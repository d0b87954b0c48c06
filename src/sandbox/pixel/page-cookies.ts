import { domainCandidates } from '../../visitor/cookie-domain.js';
import type { VisitorStore } from '../visitor.js';
import type { PixelApi } from './api.js';

const COOKIE_MAX_AGE_S = 400 * 86_400;

const decode = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

/** The cookies of the page around a pixel, on the widest domain that the browser accepts, like those of the page's own script. */
export const pageCookies = (
  { cookie }: PixelApi['browser'],
  { hostname, protocol }: { hostname: string; protocol: string },
): VisitorStore => {
  const get = async (name: string) => decode((await cookie.get(name)) || '');
  return {
    isShared: true,
    get,
    async set(name, value = '') {
      const secure = protocol === 'https:' ? ';secure' : '';
      const domains = [...domainCandidates(hostname).map((domain) => `;domain=${domain}`), ''];
      for (const domain of domains) {
        const age = value ? COOKIE_MAX_AGE_S : 0;
        await cookie.set(`${name}=${encodeURIComponent(value)};path=/;max-age=${age};samesite=lax${secure}${domain}`);
        // A cookie to remove may be on any domain, so all domains are tried.
        if (value && (await get(name)) === value) return;
      }
    },
  };
};
