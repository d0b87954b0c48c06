import type { Answer } from '../core/env.js';
import { byteLength, parseObject } from '../core/json.js';

/** A larger body is sent without `keepalive`, as Hellotext.js does. */
const KEEPALIVE_BODY = 60_000;
/**
 * What all requests that outlive their page may carry together, in bytes, until the bodies of their answers have ended.
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch (checked 2026-11)
 */
const KEEPALIVE_BYTES = 65_536;
const TIMEOUT = 10_000;

/** An answer; `isPage` for one of HTML, which no API gives. */
export type ApiAnswer = Answer & { isPage?: boolean };

export interface Request {
  /** How long it may take, in ms: one second more for every 4 kB, for those on a slow network. */
  patience: number;
  send: () => Promise<ApiAnswer>;
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
export const createTransport = (apiRoot: string, businessId: string) => {
  let pending = 0;
  let hasFailed = false;

  const request = async (
    path: string,
    body: string,
    size: number,
    keepalive: boolean,
    patience: number,
    more: unknown,
  ): Promise<ApiAnswer> => {
    const abort = new AbortController();
    const { signal } = abort;
    const timer = setTimeout(() => abort.abort(), patience);
    const held = keepalive ? size : 0;
    pending += held;
    try {
      const response = await fetch(apiRoot + path, {
        method: 'POST',
        headers: toHeaders(more, businessId),
        body,
        ...(keepalive && { keepalive }),
        credentials: 'omit',
        redirect: 'manual',
        referrerPolicy: 'origin',
        signal,
      });
      // Read to its end, since only then the browser gives the bytes free for other requests. The status says it all the same.
      const text = await response.text().catch(() => '');
      const after = response.headers.get('Retry-After');
      hasFailed = false;
      return {
        status: response.status || 302,
        body: text ? parseObject(text) : null,
        isPage: /^\s*</.test(text),
        // Seconds, or an HTTP date.
        retryAfter: Number(after) * 1000 || Date.parse(String(after)) - Date.now(),
      };
    } catch {
      // Other scripts of the page may have used up the bytes, so the next attempt does without.
      hasFailed = keepalive;
      return { status: 0, body: null, timedOut: signal.aborted };
    } finally {
      clearTimeout(timer);
      pending -= held;
    }
  };

  /** Makes a request ready. `last` asks for one that outlives the page; `undefined` where none can be had now. */
  return (path: string, fields: object, more?: unknown, last?: boolean): Request | undefined => {
    const body = JSON.stringify(fields);
    const size = byteLength(body);
    const fits = size < KEEPALIVE_BODY && pending + size <= KEEPALIVE_BYTES;
    if (last && !fits) return undefined;
    const patience = TIMEOUT + size / 4;
    return { patience, send: () => request(path, body, size, fits && (last || !hasFailed), patience, more) };
  };
};

export type Prepare = ReturnType<typeof createTransport>;
