import type { Destination } from '../tracker/destination.js';
import { hellotextCookies } from './cookies.js';
import { createHellotextDelivery } from './delivery.js';

export interface HellotextOptions {
  /** Where the API is. Default `https://api.hellotext.com/v1`. */
  apiRoot?: string;
  /**
   * Send an event again of which nobody knows whether it has arrived. The API has no ids of events, so it may count some twice;
   * without this some may be lost. Orders and identifications are sent again in any case, since the API stores them once.
   * Default `false`.
   */
  resend?: boolean;
}

/**
 * Sends each event to Hellotext's public API, in place of batches to an endpoint.
 * @throws TypeError in a sentence that names the option and says what is allowed
 */
export const hellotext = ({ apiRoot, resend = false }: HellotextOptions = {}): Destination => {
  const root = apiRoot ?? 'https://api.hellotext.com/v1';
  if (typeof root !== 'string' || !/^https?:\/\/[^/]/.test(root)) {
    throw new TypeError(`apiRoot must be an http address; got ${JSON.stringify(apiRoot)}`);
  }
  if (typeof resend !== 'boolean') throw new TypeError(`resend must be true or false; got ${JSON.stringify(resend)}`);
  return {
    name: 'hellotext',
    prefix: 'hello_',
    cookies: hellotextCookies,
    createDelivery: (context) => createHellotextDelivery(root.replace(/\/+$/, ''), resend, context),
  };
};
