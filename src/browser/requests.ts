import type { Answer } from '../base/env.js';
import { byteLength, parseObject } from '../base/json.js';

/**
 * Bytes that all requests which outlive their page may carry together. A request counts until the body of its answer has ended.
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch (checked 2026-11)
 */
const KEEPALIVE_BYTES = 65_536;
const TIMEOUT = 10_000;

/** Returns the time limit in ms for a request of `size` characters. Slow networks need more: one second for every 4 kB. */
export const timeoutFor = (size: number): number => TIMEOUT + size / 4;

/** Creates a function that makes requests, which share the bytes for closing pages. It never throws and never rejects. */
export const createRequests = () => {
  let pending = 0;
  let hasFailed = false;

  /**
   * @param keepalive `true`: the request must outlive its page; `false`: it need not. Without it, the request outlives its page
   * if the bytes suffice, unless the last request failed with `keepalive`
   * @param read gets the promise of the answer's text, and returns the promise of the text to use. It may replace a text that
   * breaks off
   * @returns `undefined` if `keepalive` is `true` and the bytes do not suffice now
   */
  return (
    address: string,
    init: RequestInit & { body: string },
    keepalive?: boolean,
    read: (text: Promise<string>) => Promise<string> = (text) => text,
  ): Promise<Answer> | undefined => {
    const { length } = init.body;
    // A character has three bytes at most. Only long bodies are counted exactly: the first `TextEncoder` takes 0.5 ms.
    const size = length < 1_000 ? length * 3 : byteLength(init.body);
    const fits = pending + size <= KEEPALIVE_BYTES;
    /** How many of the bytes for closing pages this request takes. */
    const held = fits && (keepalive ?? !hasFailed) ? size : 0;

    const request = async (): Promise<Answer> => {
      const abort = new AbortController();
      const { signal } = abort;
      const timer = setTimeout(() => abort.abort(), timeoutFor(length));
      pending += held;
      try {
        // In WebKit a request that is open while its page enters the back/forward cache never ends, not even when it is
        // aborted (WebKitGTK 2.50, 2026-11). The promise `aborted` ends the wait for it.
        const aborted = new Promise<never>((_, reject) => (signal.onabort = reject));
        const response = await Promise.race([
          aborted,
          fetch(address, {
            ...init,
            method: 'POST',
            ...(held && { keepalive: true }),
            redirect: 'manual',
            referrerPolicy: 'origin',
            signal,
          }),
        ]);
        // Read the body to its end, because only then the browser frees the bytes for other requests.
        const text = await read(Promise.race([aborted, response.text()]));
        const after = response.headers.get('Retry-After');
        hasFailed = false;
        return {
          status: response.status || 302,
          body: text ? parseObject(text) : null,
          // The header contains seconds or an HTTP date.
          retryAfter: Number(after) * 1000 || Date.parse(after as string) - Date.now(),
        };
      } catch {
        // Other scripts of the page may have used the bytes, so the next attempt does without `keepalive`.
        hasFailed = held > 0;
        return { status: 0, body: null, timedOut: signal.aborted };
      } finally {
        clearTimeout(timer);
        pending -= held;
      }
    };
    return keepalive && !fits ? undefined : request();
  };
};
