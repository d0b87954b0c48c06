/** For Shopify's web pixels: `register((api) => startPixel(api))`. */
export { startPixel } from './pixel.js';
export type { PixelOptions } from './pixel.js';
export type { PixelApi } from './api.js';
