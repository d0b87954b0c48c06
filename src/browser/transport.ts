import type { Transport } from '../base/env.js';
import { createRequests } from './requests.js';

/** Requests without a preflight: plain text, no headers of our own. */
export const createTransport = (endpoint: string, credentials: boolean): Transport => {
  const request = createRequests();
  return {
    // Text goes out as text/plain;charset=UTF-8, from a beacon too.
    send: (body, options) =>
      request(endpoint, { body, credentials: credentials ? 'include' : 'omit' }, options?.keepalive),
    beacon(body) {
      try {
        return navigator.sendBeacon(endpoint, body);
      } catch {
        // Absent in some web views.
        return false;
      }
    },
  };
};
