import type { ExtensionApi } from '@shopify/web-pixels-extension';
import { startPixel } from '../../../../src/sandbox/pixel/pixel.ts';
import type { PixelOptions } from '../../../../src/sandbox/pixel/pixel.ts';
import { ENDPOINT, fakeArea, fakeNetwork } from '../../support/sandbox.ts';
import { CART_ID, context, SECRETS } from './samples.ts';

/** Public suffixes refuse cookies, and so does a foreign domain. */
const isRefused = (domain: string, host: string) =>
  !!domain && (!host.endsWith(domain) || ['myshopify.com', 'example', 'com'].includes(domain));

/** The cookies of a shop's page, as its browser would keep them; `written` are the texts. */
export const fakeCookies = (host = 'shop.example', kept = new Map<string, string>()) => {
  const written: string[] = [];
  return {
    kept,
    written,
    get: async (name?: string) => kept.get(name ?? '') ?? '',
    async set(text: string) {
      written.push(text);
      const [pair = '', ...attributes] = text.split(';');
      const [name = '', value = ''] = pair.split('=');
      const domain = attributes.find((one) => one.startsWith('domain='))?.slice(7) ?? '';
      if (isRefused(domain, host)) return '';
      if (attributes.includes('max-age=0')) kept.delete(name);
      else kept.set(name, value);
      return '';
    },
  };
};

interface Over {
  settings?: object;
  options?: Partial<PixelOptions>;
  area?: ReturnType<typeof fakeArea>;
  cookies?: ReturnType<typeof fakeCookies>;
  isAllowed?: boolean;
  path?: string;
}

/** Shopify's sandbox around a pixel, typed as Shopify types it. */
export const openShopify = ({
  settings = { businessId: 'xy76ks', endpoint: ENDPOINT },
  options,
  area = fakeArea(),
  cookies = fakeCookies(),
  isAllowed = true,
  path = '/products/mate',
}: Over = {}) => {
  const network = fakeNetwork();
  type Listener = (event: never) => void;
  const listeners = new Set<[name: string, callback: Listener]>();
  const answers = new Set<Listener>();
  const add = <T>(all: Set<T>, one: T) => {
    all.add(one);
    return () => all.delete(one);
  };
  const api = {
    settings,
    analytics: { subscribe: (name: string, callback: Listener) => add(listeners, [name, callback]) },
    browser: { cookie: cookies, localStorage: area, sendBeacon: async () => true },
    init: {
      context: context(path),
      data: {
        cart: { id: CART_ID },
        customer: { email: SECRETS[0], id: '77', firstName: 'Ana' },
        shop: { name: 'Shop' },
        purchasingCompany: null,
      },
      customerPrivacy: { analyticsProcessingAllowed: isAllowed },
    },
    customerPrivacy: { subscribe: (_: string, callback: Listener) => add(answers, callback) },
  } as unknown as ExtensionApi;
  const stop = startPixel(api, options, network.env);
  return {
    ...network,
    network,
    area,
    cookies,
    stop,
    subscribed: () => [...listeners].map(([name]) => name),
    isAsking: () => answers.size > 0,
    publish(event: { name: string }, as = event.name) {
      for (const [name, callback] of listeners) if (name === as) callback(event as never);
    },
    answer(isAllowedNow: unknown) {
      for (const callback of answers)
        callback({ customerPrivacy: { analyticsProcessingAllowed: isAllowedNow } } as never);
    },
  };
};
