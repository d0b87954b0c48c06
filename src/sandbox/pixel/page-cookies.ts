import { attempt } from '../../base/attempt.js';
import { toCampaignTexts } from '../../visitor/campaign.js';
import { domainCandidates } from '../../visitor/cookie-domain.js';
import type { VisitorStore } from '../visitor.js';
import type { PixelApi } from './api.js';

const COOKIE_MAX_AGE_S = 400 * 86_400;

/** Like the page's own script, leaves the characters of JSON as they are where cookies allow it. */
const encode = (value: string): string => value.replace(/["%,;\\\s]|[^ -~]+/g, encodeURIComponent);

/** The cookies of the page around a pixel, on the widest domain that the browser accepts, like those of the page's own script. */
export const pageCookies = (
  { cookie, localStorage }: PixelApi['browser'],
  { hostname, protocol }: { hostname: string; protocol: string },
): VisitorStore => {
  const get = async (name: string) => {
    const value = (await cookie.get(name)) || '';
    return attempt(() => decodeURIComponent(value)) ?? value;
  };
  return {
    isShared: true,
    get,
    toTexts: toCampaignTexts,
    getLong: (name) => localStorage.getItem(name),
    async set(name, value = '', short = value) {
      const secure = protocol === 'https:' ? ';secure' : '';
      const domains = [...domainCandidates(hostname).map((domain) => `;domain=${domain}`), ''];
      const write = (text: string, domain: string) =>
        cookie.set(
          `${name}=${encode(text)};path=/;max-age=${text ? COOKIE_MAX_AGE_S : 0};samesite=lax${secure}${domain}`,
        );
      if (short !== value) await localStorage.setItem(name, value);
      for (const domain of value ? domains : []) {
        await write(short, domain);
        if ((await get(name)) === short) return;
      }
      // There is no new value, or the browser refuses it; then an older one must not stay.
      for (const domain of domains) await write('', domain);
      if (!value) await localStorage.removeItem(name);
    },
  };
};
