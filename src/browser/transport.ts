import type { Answer, Transport } from '../core/env.js';
import { byteLength, parseObject } from '../core/json.js';

/**
 * What all requests that outlive their page may carry together, in bytes, until the bodies of their answers have ended.
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch (checked 2026-11)
 */
const KEEPALIVE_BYTES = 65_536;
const TIMEOUT = 10_000;

/** Requests without a preflight: plain text, no headers of our own. */
export const createTransport = (endpoint: string, credentials: boolean): Transport => {
  let pending = 0;
  let hasFailed = false;

  const request = async (body: string, size: number, keepalive: boolean): Promise<Answer> => {
    const abort = new AbortController();
    const { signal } = abort;
    // One second more for every 4 kB, for those who shop on a slow network.
    const timer = setTimeout(() => abort.abort(), TIMEOUT + size / 4);
    const held = keepalive ? size : 0;
    pending += held;
    try {
      // In WebKit a request that was open as its page went into the back/forward cache never ends, not even when it is
      // aborted (WebKitGTK 2.50, 2026-11).
      const given = new Promise<never>((_, reject) => (signal.onabort = reject));
      const response = await Promise.race([
        given,
        fetch(endpoint, {
          method: 'POST',
          // Text goes out as text/plain;charset=UTF-8, from a beacon too.
          body,
          keepalive,
          credentials: credentials ? 'include' : 'omit',
          redirect: 'manual',
          referrerPolicy: 'origin',
          signal,
        }),
      ]);
      // Read to its end, since only then the browser gives the bytes free for other requests.
      const text = await Promise.race([given, response.text()]);
      const after = response.headers.get('Retry-After');
      hasFailed = false;
      return {
        status: response.status || 302,
        body: text ? parseObject(text) : null,
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

  return {
    send(body, last) {
      const size = byteLength(body);
      const fits = pending + size <= KEEPALIVE_BYTES;
      return last && !fits ? undefined : request(body, size, fits && (last || !hasFailed));
    },
    beacon(body) {
      try {
        return navigator.sendBeacon(endpoint, body);
      } catch {
        // Absent in some web views.
        return false;
      }
    },
  };
};
