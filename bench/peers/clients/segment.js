import { API, json, toSegmentEvent } from './client.js';

/** @import { Client } from './client.js' */

const KEY = 'peersWriteKey';

/** @type {Client} */
export const segment = {
  name: 'Segment',
  package: '@segment/analytics-next',
  code: `import { AnalyticsBrowser } from '@segment/analytics-next';
${API}
window.peer = AnalyticsBrowser.load({ writeKey: '${KEY}', cdnURL: api });
peer.page();`,
  configured:
    'As in its README. The settings of the source, which every page asks for, name the local endpoint and no destination; ' +
    'they take no samples of its own metrics.',
  track: (properties) => `peer.track('Product Added', ${properties})`,
  decode({ method, url, body }) {
    if (method !== 'POST' || !/^\/v1\/[a-z]$/.test(url.pathname)) return undefined;
    const said = JSON.parse(body.toString());
    return (said.batch ?? [said]).map(toSegmentEvent);
  },
  accept: () => json({ success: true }),
  settings: ({ url }) =>
    url.pathname === `/v1/projects/${KEY}/settings`
      ? json({
          integrations: {
            'Segment.io': {
              apiKey: KEY,
              apiHost: `${url.host}/v1`,
              protocol: 'http',
              unbundledIntegrations: [],
              addBundledMetadata: true,
              maybeBundledConfigIds: {},
              versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
            },
          },
          plan: { track: { __default: { enabled: true, integrations: {} } } },
          edgeFunction: {},
          analyticsNextEnabled: true,
          middlewareSettings: {},
          enabledMiddleware: {},
          metrics: { sampleRate: 0 },
          legacyVideoPluginsEnabled: false,
          remotePlugins: [],
        })
      : undefined,
};
