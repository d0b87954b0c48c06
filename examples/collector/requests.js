/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { RequestCounts, RequestSummary } from './types.d.ts' */

const mostRecent = 1000;

/**
 * Counts what arrives at the endpoint; with `detailed` it also remembers the latest requests.
 * @param {boolean} detailed
 */
export function createRequestCounter(detailed) {
  const counts = { posts: 0, preflights: 0, bytes: 0, events: 0 };
  /** @type {RequestSummary[]} */
  const recent = [];

  return {
    /**
     * Notes a request to the endpoint; what is learned later is added by the returned function.
     * @param {IncomingMessage} request @param {ServerResponse} response @param {string | null} business
     */
    note(request, response, business) {
      const { method = '', headers } = request;
      if (method === 'POST') counts.posts++;
      if (method === 'OPTIONS') counts.preflights++;
      /** @type {RequestSummary} */
      const summary = {
        at: new Date().toISOString(),
        method,
        origin: headers.origin ?? null,
        contentType: headers['content-type'] ?? null,
        business,
        bytes: 0,
        events: 0,
        status: 0,
      };
      if (detailed) {
        recent.push(summary);
        if (recent.length > mostRecent) recent.shift();
        response.once('finish', () => (summary.status = response.statusCode));
      }
      /** @param {{ bytes?: number, events?: number }} more */
      return ({ bytes = 0, events = 0 }) => {
        summary.bytes += bytes;
        summary.events += events;
        counts.bytes += bytes;
        counts.events += events;
      };
    },

    /** @returns {RequestCounts} */
    read: () => ({ ...counts, recent: recent.map((summary) => ({ ...summary })) }),
  };
}
