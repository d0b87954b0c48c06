import { startPixel } from '../../sandbox/pixel/pixel.js';

/** For custom pixels, and for app pixels without a bundler. */
(globalThis as { vitrinaPixel?: typeof startPixel }).vitrinaPixel = startPixel;
