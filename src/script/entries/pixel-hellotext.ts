import { hellotext } from '../../hellotext/sandbox/hellotext.js';
import { startPixel } from '../../sandbox/pixel/pixel.js';

/** The pixel that sends to Hellotext. Its settings are those of the pixel, without an endpoint, and `apiRoot` and `resend`. */
(globalThis as { vitrinaPixel?: typeof startPixel }).vitrinaPixel = (api, options, ...rest) =>
  startPixel(api, { destination: hellotext, ...options }, ...rest);
