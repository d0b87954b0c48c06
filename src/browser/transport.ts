import { byteLength } from '../core/copy';
import type { Answer, Transport } from '../core/env';

/**
 * What all requests that outlive their page may carry together, in bytes, until the bodies of their answers have ended.
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch (checked 2026-11)
 */
const KEEPALIVE_BYTES = 65_536;
const TIMEOUT = 10_000;

/** Requests without a preflight: plain text, no headers of our own. */
export const createTransport = (endpoint: string, credentials: boolean): Transport => {
  let pending = 0;
  let keepaliveFailed = false;

  const request = async (body: string, size: number, keepalive: boolean): Promise<Answer> => {
    const abort = new AbortController();
    // One second more for every 4 kB, for those who shop on a slow network.
    const timer = setTimeout(() => abort.abort(), TIMEOUT + size / 4);
    if (keepalive) pending += size;
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        body,
        keepalive,
        headers: { 'Content-Type': 'text/plain;charset=UTF-8' },
        credentials: credentials ? 'include' : 'omit',
        redirect: 'manual',
        referrerPolicy: 'origin',
        cache: 'no-store',
        signal: abort.signal,
      });
      // Read to its end, since only then the browser gives the bytes free for other requests.
      const text = await response.text();
      keepaliveFailed = false;
      const redirected = response.type === 'opaqueredirect';
      return {
        status: redirected ? 302 : response.status,
        body: toBody(text),
        retryAfter: toMilliseconds(response.headers.get('Retry-After')),
      };
    } catch {
      // Other scripts of the page may have used up the bytes, so the next attempt does without.
      keepaliveFailed = keepalive;
      return { status: 0, body: undefined, timedOut: abort.signal.aborted };
    } finally {
      clearTimeout(timer);
      if (keepalive) pending -= size;
    }
  };

  return {
    send(body, last = false) {
      const size = byteLength(body);
      const fits = pending + size <= KEEPALIVE_BYTES;
      if (last && !fits) return undefined;
      return request(body, size, fits && (last || !keepaliveFailed));
    },
    beacon(body) {
      try {
        // A string goes out as text/plain;charset=UTF-8, as our fetch does. Absent in some web views.
        return navigator.sendBeacon(endpoint, body);
      } catch {
        return false;
      }
    },
  };
};

const toBody = (text: string): unknown => {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Seconds, or an HTTP date. */
const toMilliseconds = (value: string | null): number | undefined => {
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return ms > 0 ? ms : undefined;
};
