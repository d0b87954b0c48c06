import { startPixel } from '../../sandbox/pixel/pixel.js';

/** Makes `startPixel` a global, for custom pixels, and for app pixels that are built without a bundler. */
(globalThis as { vitrinaPixel?: typeof startPixel }).vitrinaPixel = startPixel;
