import { attempt } from '../base/attempt.js';
import type { Transport } from '../base/env.js';
import { createRequests } from './requests.js';

/** Creates a transport whose requests need no preflight: they send plain text and no custom headers. */
export const createTransport = (endpoint: string, credentials: boolean): Transport => {
  const request = createRequests();
  return {
    // `fetch` and beacons send a string as text/plain;charset=UTF-8.
    send: (body, keepalive) => request(endpoint, { body, credentials: credentials ? 'include' : 'omit' }, keepalive),
    // Some web views have no `sendBeacon`.
    beacon: (body) => !!attempt(() => navigator.sendBeacon(endpoint, body)),
  };
};
