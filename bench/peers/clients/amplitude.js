import { API, json, metadataOf } from './client.js';

/** @import { Client } from './client.js' */

/** @type {Client} */
export const amplitude = {
  name: 'Amplitude',
  package: '@amplitude/analytics-browser',
  code: `import * as amplitude from '@amplitude/analytics-browser';
${API}
amplitude.init('peersapikey', { serverUrl: api + '/2/httpapi', remoteConfig: { serverUrl: api + '/config' } });
addEventListener('pagehide', () => {
  amplitude.setTransport('beacon');
  amplitude.flush();
});
window.peer = amplitude;`,
  configured:
    'As in its README, with the lines that its documentation has for the end of a page (`pagehide`, `setTransport`, `flush`). Its ' +
    'remote config says nothing but that diagnostics are off. A refusal with 400 names the bad event, as its HTTP API does.',
  track: (properties) => `peer.track('Product Added', ${properties})`,
  decode({ method, url, body }) {
    if (method !== 'POST' || url.pathname !== '/2/httpapi') return undefined;
    return JSON.parse(body.toString()).events.map((/** @type {Record<string, any>} */ event) => ({
      id: event.insert_id,
      name: event.event_type,
      metadata: metadataOf(event.event_properties),
    }));
  },
  accept: ({ body }, events) =>
    json({ code: 200, events_ingested: events, payload_size_bytes: body.length, server_upload_time: Date.now() }),
  refuse: (_request, poisoned) =>
    json({
      code: 400,
      error: 'Invalid field values on some events',
      events_with_invalid_fields: { event_properties: poisoned },
      events_with_missing_fields: {},
      silenced_events: [],
    }),
  settings: ({ url }) =>
    url.pathname.startsWith('/config')
      ? json({
          configs: {
            analyticsSDK: { browserSDK: {} },
            diagnostics: { browserSDK: { enabled: false, sampleRate: 0 } },
          },
        })
      : undefined,
};
