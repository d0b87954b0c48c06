import { gunzipSync } from 'node:zlib';
import { API, json, metadataOf } from './client.js';

/** @import { Client } from './client.js' */

const KEY = 'phc_peers';

/** Its bodies are JSON, gzip of JSON, or a form with JSON in base64. @param {Buffer} body @returns {any} */
const read = (body) => {
  if (body[0] === 0x1f && body[1] === 0x8b) return JSON.parse(gunzipSync(body).toString());
  const text = body.toString();
  if (!text.startsWith('data=')) return JSON.parse(text);
  return JSON.parse(Buffer.from(new URLSearchParams(text).get('data') ?? '', 'base64').toString());
};

/** A project with nothing switched on but events: no flags, no replay, no surveys, no heatmaps, no web vitals. */
const CONFIG = {
  token: KEY,
  supportedCompression: ['gzip', 'gzip-js'],
  hasFeatureFlags: false,
  captureDeadClicks: false,
  capturePerformance: { network_timing: false, web_vitals: false, web_vitals_allowed_metrics: null },
  autocapture_opt_out: false,
  autocaptureExceptions: false,
  analytics: { endpoint: '/i/v0/e/' },
  elementsChainAsString: true,
  sessionRecording: false,
  heatmaps: false,
  conversations: false,
  surveys: false,
  productTours: false,
  logs: { captureConsoleLogs: false },
  defaultIdentifiedOnly: true,
  siteApps: [],
};

/** @type {Client} */
export const posthog = {
  name: 'PostHog',
  package: 'posthog-js',
  code: `import posthog from 'posthog-js';
${API}
posthog.init('${KEY}', {
  api_host: api,
  defaults: '2026-08-30',
  person_profiles: 'identified_only',
  disable_surveys: true,
  opt_out_useragent_filter: true,
});
window.peer = posthog;`,
  configured:
    'As in its documentation, with the newest date of `defaults`, and without surveys. `opt_out_useragent_filter` is added because it tells nothing of ' +
    "browsers without a window, such as this bench's. The remote config switches off all that is not events.",
  track: (properties) => `peer.capture('product_added', ${properties})`,
  decode({ method, url, body }) {
    if (method !== 'POST' || !/^\/(e|batch|i\/v0\/e)\/$/.test(url.pathname)) return undefined;
    const said = read(body);
    const events = Array.isArray(said) ? said : (said.batch ?? [said]);
    return events.map((/** @type {Record<string, any>} */ { uuid, event, properties }) => ({
      id: uuid ?? properties?.$insert_id,
      name: event,
      metadata: metadataOf(properties),
    }));
  },
  accept: () => json({ status: 'Ok' }),
  settings({ url }) {
    if (url.pathname === `/array/${KEY}/config.js`) {
      const config = JSON.stringify({ config: CONFIG, siteApps: [] });
      return {
        type: 'text/javascript',
        body: `(window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {})['${KEY}'] = ${config};`,
      };
    }
    if (url.pathname === `/array/${KEY}/config`) return json(CONFIG);
    if (/^\/(flags|decide)\//.test(url.pathname))
      return json({ flags: {}, featureFlags: {}, errorsWhileComputingFlags: false });
    return undefined;
  },
};
