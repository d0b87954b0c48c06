import { PLAUSIBLE_ALONE } from '../../plausible-alone.js';

/** @import { Client } from './client.js' */

/** @type {Client} */
export const plausible = {
  name: 'Plausible',
  package: 'plausible-tracker',
  code: PLAUSIBLE_ALONE,
  configured: 'As in its README. It keeps nothing and tries nothing again, on purpose: it is made for counting visits.',
  track: (properties) => `tracker.trackEvent('Product Added', { props: ${properties} })`,
  decode({ method, url, body }) {
    if (method !== 'POST' || url.pathname !== '/api/event') return undefined;
    const { n, p } = JSON.parse(body.toString());
    return [{ name: n, metadata: p ? JSON.parse(p).metadata : undefined }];
  },
  accept: () => ({ status: 202, type: 'text/plain', body: 'ok' }),
};
