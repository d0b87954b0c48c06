import { defaultPlugins } from '../default-plugins.js';
import { createVitrina } from '../tracker/tracker.js';
import { createHellotext } from './drop-in/drop-in.js';

/**
 * The tracking part of Hellotext.js for the page. It does nothing until `initialize` is called.
 * @example
 * ```ts
 * import Hellotext from 'vitrina/hellotext';
 *
 * void Hellotext.initialize('xy76ks');
 * void Hellotext.track('product.viewed', { object: 'jarra-costa' });
 * ```
 */
const Hellotext = /* @__PURE__ */ createHellotext(/* @__PURE__ */ createVitrina(defaultPlugins));

export default Hellotext;
export { hellotext } from './hellotext.js';
export type { Destination, DestinationContext } from '../tracker/destination.js';
export type { Hellotext, HellotextConfig } from './drop-in/drop-in.js';
export type { HellotextOptions } from './hellotext.js';
export type { HellotextResponse } from './drop-in/response.js';
export type * from '../types/tracker.js';
