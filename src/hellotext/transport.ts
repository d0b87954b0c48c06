import type { Answer } from '../base/env.js';
import { byteLength } from '../base/json.js';
import { createRequests, timeoutFor } from '../browser/requests.js';

/** A larger body is sent without `keepalive`, as Hellotext.js does. */
const MAX_KEEPALIVE_BYTES = 60_000;

/** An answer; `isPage` for one of HTML, which no API gives. */
export type ApiAnswer = Answer & { isPage?: boolean };

export interface ApiRequest {
  /** How long it may take, in ms. */
  timeout: number;
  answer: Promise<ApiAnswer>;
}

interface ApiRequestOptions {
  /** Further headers. */
  headers?: unknown;
  /** The request has to outlive the page. */
  keepalive?: boolean;
}

/** Headers that a caller may add; ours win. */
const toHeaders = (more: unknown, token: string): Record<string, string> => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(more ?? {})) {
    try {
      headers.set(name, String(value));
    } catch {
      // No name or value of a header; the event is worth more than it.
    }
  }
  for (const name of ['Accept', 'Content-Type']) headers.set(name, 'application/json');
  headers.set('Authorization', `Bearer ${token}`);
  return Object.fromEntries(headers);
};

/** Requests to Hellotext's public API. Never throws and never rejects. */
export const createApiTransport = (apiRoot: string, businessId: string) => {
  const request = createRequests();

  /** Begins a request. `keepalive` asks for one that outlives the page; `undefined` where none can be had now. */
  return (path: string, fields: object, { headers, keepalive }: ApiRequestOptions = {}): ApiRequest | undefined => {
    const body = JSON.stringify(fields);
    const size = byteLength(body);
    const isSmall = size < MAX_KEEPALIVE_BYTES;
    if (keepalive && !isSmall) return undefined;
    let isPage = false;
    const answer = request(
      apiRoot + path,
      { body, headers: toHeaders(headers, businessId), credentials: 'omit' },
      isSmall ? keepalive : false,
      async (reading) => {
        // The status says it all, also where the text breaks off.
        const text = await reading.catch(() => '');
        isPage = /^\s*</.test(text);
        return text;
      },
    );
    return answer && { timeout: timeoutFor(size), answer: answer.then((known) => ({ ...known, isPage })) };
  };
};

export type ApiTransport = ReturnType<typeof createApiTransport>;
