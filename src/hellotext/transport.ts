import type { Answer } from '../base/env.js';
import { byteLength, stringify } from '../base/json.js';
import { createRequests, timeoutFor } from '../browser/requests.js';

/** A larger body is sent without `keepalive`, as in Hellotext.js. */
const MAX_KEEPALIVE_BYTES = 60_000;

/** An answer of the API. `isPage`: the body is HTML, so another server has answered. */
export type ApiAnswer = Answer & { isPage?: boolean };

export interface ApiRequest {
  /** How long the request may take, in ms. */
  timeout: number;
  answer: Promise<ApiAnswer>;
}

interface ApiRequestOptions {
  /** Further headers that the caller of `track` has passed; may be anything. */
  headers?: unknown;
  /** The request has to outlive the page. */
  keepalive?: boolean;
}

/** The headers of a request: those of the caller, overridden by ours. */
const toHeaders = (more: unknown, token: string): Record<string, string> => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(more ?? {})) {
    try {
      headers.set(name, String(value));
    } catch {
      // Skip a name or value that no header may have, and send the event without it.
    }
  }
  for (const name of ['Accept', 'Content-Type']) headers.set(name, 'application/json');
  headers.set('Authorization', `Bearer ${token}`);
  return Object.fromEntries(headers);
};

/** Creates the function that sends requests to Hellotext's public API. It never throws, and its answers never reject. */
export const createApiTransport = (apiRoot: string, businessId: string) => {
  const request = createRequests();

  /** Begins a request. Returns `undefined` if `keepalive` is asked for and not possible now. */
  return (path: string, fields: object, { headers, keepalive }: ApiRequestOptions = {}): ApiRequest | undefined => {
    const body = stringify(fields);
    const size = byteLength(body);
    const isSmall = size < MAX_KEEPALIVE_BYTES;
    if (keepalive && !isSmall) return undefined;
    let isPage = false;
    const answer = request(
      apiRoot + path,
      { body, headers: toHeaders(headers, businessId), credentials: 'omit' },
      isSmall ? keepalive : false,
      async (reading) => {
        // If the body breaks off, the status is enough.
        const text = await reading.catch(() => '');
        isPage = /^\s*</.test(text);
        return text;
      },
    );
    return answer && { timeout: timeoutFor(size), answer: answer.then((known) => ({ ...known, isPage })) };
  };
};

export type ApiTransport = ReturnType<typeof createApiTransport>;
