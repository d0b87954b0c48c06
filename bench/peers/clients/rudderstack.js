import { API, json, toSegmentEvent } from './client.js';

/** @import { Client } from './client.js' */

/** @type {Client} */
export const rudderstack = {
  name: 'RudderStack',
  package: '@rudderstack/analytics-js',
  code: `import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';
${API}
window.peer = new RudderAnalytics();
peer.load('peersWriteKey', api, { configUrl: api });
peer.page();`,
  configured:
    'As in its README, from the export that has its plugins inside, since the other loads them from its own hosts. The source config ' +
    'names no destination and collects no errors and metrics.',
  track: (properties) => `peer.track('Product Added', ${properties})`,
  decode({ method, url, body }) {
    if (method !== 'POST' || !/^(\/beacon)?\/v1\/(track|page|identify|batch)$/.test(url.pathname)) return undefined;
    const said = JSON.parse(body.toString());
    return (said.batch ?? [said]).map(toSegmentEvent);
  },
  accept: () => ({ type: 'text/plain', body: 'OK' }),
  settings: ({ url }) =>
    /^\/sourceConfig\/?$/.test(url.pathname)
      ? json({
          source: {
            id: 'peers',
            name: 'The shop',
            writeKey: 'peersWriteKey',
            enabled: true,
            workspaceId: 'peers',
            config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
            connections: [],
            destinations: [],
          },
          updatedAt: '2026-11-01T00:00:00.000Z',
          consentManagementMetadata: { providers: [] },
        })
      : undefined,
};
