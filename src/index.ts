import { debug } from './debug/debug.js';
import { defaultPlugins } from './default-plugins.js';
import { clicks } from './plugins/clicks.js';
import { pages } from './plugins/pages.js';
import { createVitrina } from './tracker/tracker.js';
import type { Vitrina } from './types/tracker.js';

/**
 * The tracker of the page. Does nothing until `initialize`.
 * @example
 * ```ts
 * import vitrina from 'vitrina';
 *
 * void vitrina.initialize('xy76ks', { endpoint: 'https://events.example.com/v1/events' });
 * void vitrina.track('cart.viewed', { object: 'cart-1', amount: 2190, currency: 'UYU' });
 * ```
 */
const vitrina: Vitrina = /* @__PURE__ */ createVitrina(defaultPlugins);

export default vitrina;
export { createTracker } from './tracker/create-tracker.js';
export { clicks, debug, pages };
export type * from './types/index.js';
