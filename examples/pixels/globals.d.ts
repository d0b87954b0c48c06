/** What Shopify's custom pixels find, and what the script adds. */
type Api = import('../../src/sandbox/pixel/index.ts').PixelApi;

declare const analytics: Api['analytics'];
declare const browser: Api['browser'];
declare const init: Api['init'];
declare const api: Pick<Api, 'customerPrivacy'>;
/** Settings are those of the pixel, in which plain JavaScript takes `'checkout'` for any text. */
declare const vitrinaPixel: (
  api: Api,
  settings: { businessId: string; endpoint: string; scope?: string; early?: unknown[] },
) => unknown;
