import { json } from './client.js';

/** @import { Client } from './client.js' */

const BUSINESS = 'xy76ks';

/** @type {Client} */
export const vitrina = {
  name: 'Vitrina',
  configured: 'The script tag as printed in the README. The endpoint answers as [the protocol](protocol.md) asks.',
  query: (api) => `id=${BUSINESS}&endpoint=${encodeURIComponent(`${api}/v1/events`)}`,
  track: (properties) => `vitrina.track('cart.added', ${properties})`,
  decode({ method, url, body }) {
    if (method !== 'POST' || url.pathname !== '/v1/events') return undefined;
    const { context, events } = JSON.parse(body.toString());
    return events.map((/** @type {Record<string, any>} */ event) => {
      const { id, action, metadata } = { ...context, ...event };
      return { id, name: action, metadata };
    });
  },
  accept: () => json({}),
};
