import { API, json, metadataOf } from './client.js';

/** @import { Client } from './client.js' */

/** A form whose `data` is JSON, or JSON in base64. @param {string} data */
const read = (data) => JSON.parse(/^[[{]/.test(data) ? data : Buffer.from(data, 'base64').toString());

/** @type {Client} */
export const mixpanel = {
  name: 'Mixpanel',
  package: 'mixpanel-browser',
  code: `import mixpanel from 'mixpanel-browser/src/loaders/loader-module-core';
${API}
mixpanel.init('peers', {
  autocapture: true,
  persistence: 'localStorage',
  api_host: api,
  api_payload_format: 'json',
});
window.peer = mixpanel;`,
  configured:
    'As in its README, from the module without session replay, which is its smallest. `api_payload_format` is what it uses with its ' +
    'own hosts.',
  track: (properties) => `peer.track('Product Added', ${properties})`,
  decode({ method, url, body }) {
    if (method !== 'POST' || url.pathname !== '/track/') return undefined;
    const said = read(new URLSearchParams(body.toString()).get('data') ?? '');
    return (Array.isArray(said) ? said : [said]).map(({ event, properties }) => ({
      id: properties.$insert_id,
      name: event,
      metadata: metadataOf(properties),
    }));
  },
  accept: () => json({ status: 1, error: null }),
  refuse: () => json({ status: 0, error: 'some data points in the request failed validation' }),
  settings: ({ url }) => (/^\/(engage|groups)\//.test(url.pathname) ? json({ status: 1, error: null }) : undefined),
};
