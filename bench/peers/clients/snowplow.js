import { API, metadataOf } from './client.js';

/** @import { Client } from './client.js' */

/** A self-describing event is an envelope in an envelope, in base64 or as text. @param {Record<string, string>} row */
const dataOf = ({ ue_px, ue_pr }) => {
  const text = ue_px ? Buffer.from(ue_px, 'base64url').toString() : ue_pr;
  return text ? JSON.parse(text).data : undefined;
};

/** @type {Client} */
export const snowplow = {
  name: 'Snowplow',
  package: '@snowplow/browser-tracker',
  code: `import { newTracker, trackPageView, trackSelfDescribingEvent } from '@snowplow/browser-tracker';
${API}
newTracker('sp', api, { appId: 'shop' });
trackPageView();
window.peer = trackSelfDescribingEvent;`,
  configured: 'As in its documentation, without plugins and without page pings.',
  track: (properties) =>
    `peer({ event: { schema: 'iglu:com.example/product_added/jsonschema/1-0-0', data: ${properties} } })`,
  decode({ method, url, body }) {
    if (method !== 'POST' || url.pathname !== '/com.snowplowanalytics.snowplow/tp2') return undefined;
    return JSON.parse(body.toString()).data.map((/** @type {Record<string, string>} */ row) => {
      const data = dataOf(row);
      return { id: row.eid, name: data?.schema ?? row.e, metadata: metadataOf(data?.data) };
    });
  },
  accept: () => ({ type: 'text/plain', body: 'ok' }),
};
