/** What Shopify's custom pixels find, and what the script adds. */
type Pixel = typeof import('../../src/pixel/index.ts');
type Api = import('../../src/pixel/index.ts').PixelApi;

declare const analytics: Api['analytics'];
declare const browser: Api['browser'];
declare const init: Api['init'];
declare const api: Pick<Api, 'customerPrivacy'>;
declare const vitrinaPixel: Pixel['startPixel'];
