import type { IncomingMessage, ServerResponse } from 'node:http';

export interface RequestSummary {
  at: string;
  method: string;
  origin: string | null;
  contentType: string | null;
  business: string | null;
  bytes: number;
  events: number;
  /** 0 when the connection was cut without an answer. */
  status: number;
}

export interface RequestCounts {
  posts: number;
  preflights: number;
  bytes: number;
  events: number;
  /** The last thousand, kept only when faults are enabled. */
  recent: RequestSummary[];
}

/** Adds what is learned about a request after it has begun. */
export type RequestNote = (more: { bytes?: number; events?: number }) => void;

export type RequestCounter = ReturnType<typeof createRequestCounter>;

const mostRecent = 1000;

/**
 * Counts what arrives at the endpoint.
 *
 * @param isDetailed also remembers the latest requests
 */
export function createRequestCounter(isDetailed: boolean) {
  const counts = { posts: 0, preflights: 0, bytes: 0, events: 0 };
  const recent: RequestSummary[] = [];

  return {
    /** Notes a request to the endpoint. */
    note(request: IncomingMessage, response: ServerResponse, business: string | null): RequestNote {
      const { method = '', headers } = request;
      if (method === 'POST') counts.posts++;
      if (method === 'OPTIONS') counts.preflights++;
      const summary: RequestSummary = {
        at: new Date().toISOString(),
        method,
        origin: headers.origin ?? null,
        contentType: headers['content-type'] ?? null,
        business,
        bytes: 0,
        events: 0,
        status: 0,
      };
      if (isDetailed) {
        recent.push(summary);
        if (recent.length > mostRecent) recent.shift();
        response.once('finish', () => (summary.status = response.statusCode));
      }
      return ({ bytes = 0, events = 0 }) => {
        summary.bytes += bytes;
        summary.events += events;
        counts.bytes += bytes;
        counts.events += events;
      };
    },

    read: (): RequestCounts => ({ ...counts, recent: recent.map((summary) => ({ ...summary })) }),
  };
}
