import type { Answer } from '../base/env.js';
import { byteLength, parseObject } from '../base/json.js';

/**
 * What all requests that outlive their page may carry together, in bytes, until the bodies of their answers have ended.
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch (checked 2026-11)
 */
const KEEPALIVE_BYTES = 65_536;
const TIMEOUT = 10_000;

/** How long a request with so many characters may take, in ms: one second more for every 4 kB, for those on a slow network. */
export const timeoutFor = (size: number): number => TIMEOUT + size / 4;

/** Requests that share the bytes of a closing page. Never throws and never rejects. */
export const createRequests = () => {
  let pending = 0;
  let hasFailed = false;

  /**
   * @param keepalive `true` for a request that has to outlive its page, `undefined` as an answer where none can be had now; `false` for
   * one that need not
   * @param read may look at the answer's text, and say what stands for one that breaks off
   */
  return (
    address: string,
    init: RequestInit & { body: string },
    keepalive?: boolean,
    read: (text: Promise<string>) => Promise<string> = (text) => text,
  ): Promise<Answer> | undefined => {
    const { length } = init.body;
    // A character has three bytes at most; counting them pays where they are many (the first `TextEncoder` takes 0.5 ms).
    const size = length < 1_000 ? length * 3 : byteLength(init.body);
    const fits = pending + size <= KEEPALIVE_BYTES;
    /** Bytes that this request takes of those for closing pages. */
    const held = fits && (keepalive ?? !hasFailed) ? size : 0;

    const request = async (): Promise<Answer> => {
      const abort = new AbortController();
      const { signal } = abort;
      const timer = setTimeout(() => abort.abort(), timeoutFor(length));
      pending += held;
      try {
        // In WebKit a request that was open as its page went into the back/forward cache never ends, not even when it is
        // aborted (WebKitGTK 2.50, 2026-11).
        const given = new Promise<never>((_, reject) => (signal.onabort = reject));
        const response = await Promise.race([
          given,
          fetch(address, {
            ...init,
            method: 'POST',
            ...(held && { keepalive: true }),
            redirect: 'manual',
            referrerPolicy: 'origin',
            signal,
          }),
        ]);
        // Read to its end, since only then the browser gives the bytes free for other requests.
        const text = await read(Promise.race([given, response.text()]));
        const after = response.headers.get('Retry-After');
        hasFailed = false;
        return {
          status: response.status || 302,
          body: text ? parseObject(text) : null,
          // Seconds, or an HTTP date.
          retryAfter: Number(after) * 1000 || Date.parse(after as string) - Date.now(),
        };
      } catch {
        // Other scripts of the page may have used up the bytes, so the next attempt does without.
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
