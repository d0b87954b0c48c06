import type { Destination } from '../tracker/destination.js';
import { hellotextCookies } from './cookies.js';
import { createHellotextDelivery } from './delivery.js';
import { checkHellotextOptions } from './options.js';
import type { HellotextOptions } from './options.js';

export type { HellotextOptions } from './options.js';

/**
 * Creates the destination that sends each event to Hellotext's public API instead of batches to an endpoint.
 * @throws TypeError if an option is wrong; the message names the option and the allowed values
 * @example
 * ```ts
 * import vitrina from 'vitrina';
 * import { hellotext } from 'vitrina/hellotext';
 *
 * void vitrina.initialize('xy76ks', { destination: hellotext() });
 * ```
 */
export const hellotext = (options: HellotextOptions = {}): Destination => {
  const checked = checkHellotextOptions(options);
  return {
    name: 'hellotext',
    prefix: 'hello_',
    cookies: hellotextCookies,
    createDelivery: (context) => createHellotextDelivery(checked, context),
  };
};
