import { attempt, quietly } from '../../base/attempt.js';
import { ofDocument } from '../../browser/of-document.js';
import type { RequestWatch } from '../adapter.js';
import { readRefused } from './refused-change.js';

/** Longer answers are not parsed: they are no JSON of a shop. */
const MAX_ANSWER_CHARS = 1_000_000;
/** A request without an answer after this time is no longer waited for. */
const CHANGE_TIMEOUT_MS = 10_000;

const parse = (text: unknown): unknown =>
  typeof text === 'string'
    ? attempt((): unknown => (text.length < MAX_ANSWER_CHARS ? JSON.parse(text) : undefined))
    : text;

/** Watches the requests that the page makes by `fetch` and by `XMLHttpRequest`. */
export const createRequestWatch = (): RequestWatch => {
  type Watcher = Parameters<RequestWatch['watch']>;
  const watchers = new Set<Watcher>();
  /** When each of the changes that are not answered yet began; Unix ms. */
  const changes = new Map<object, number>();
  let isWrapped = false;
  let isOwn = false;

  const beginChange = () => {
    const change = {};
    changes.set(change, Date.now());
    return () => changes.delete(change);
  };

  /**
   * Returns a function that passes the answer to the watchers of this request, and one that ends the watch; `undefined` if there
   * are no watchers. Never throws, because the values come from the page, and the page's own call must go on.
   */
  const findWatchers = (input: unknown, verb: unknown, body: unknown) =>
    attempt(() => {
      if (isOwn || !watchers.size) return undefined;
      // A `Request`, by its properties: the page may have a variable of that name.
      const { url: address = input, method: own } = input as Request;
      const url = new URL(String(address), ofDocument('baseURI'));
      const method = String(verb ?? own ?? 'GET').toUpperCase();
      const interested = [...watchers].filter(([matches]) => matches(url, method));
      if (!interested[0]) return undefined;
      const since = Date.now();
      const end = interested.some(([, , isChange]) => isChange?.(url, method)) ? beginChange() : () => {};
      const report = (status: number, text: unknown) => {
        const answer = parse(text);
        for (const watcher of interested)
          if (watchers.has(watcher))
            watcher[1]({ url, method, body, status, answer, refused: () => readRefused(since, body) });
      };
      return { report, end };
    });

  // Another script may wrap our wrappers, so they stay and do nothing. A page may have removed or frozen what they wrap.
  const wrapFetch = () => {
    const inner = window.fetch;
    if (typeof inner !== 'function') return;
    window.fetch = function (this: unknown, ...values: Parameters<typeof fetch>) {
      const [input, init] = values;
      const watch = findWatchers(input, init?.method, init?.body);
      const answered = Reflect.apply(inner, this, values) as Promise<Response>;
      if (watch) {
        // A page may have replaced `fetch` by a function that returns no promise.
        attempt(() =>
          answered
            // The answer is cloned at once, because a body that the page has read cannot be cloned.
            .then(async (response) => watch.report(response.status, await response.clone().text()))
            .catch(() => {})
            .then(watch.end),
        );
      }
      return answered;
    };
  };
  const wrapXhr = () => {
    const prototype = XMLHttpRequest.prototype;
    const { open, send } = prototype;
    const opened = new WeakMap<XMLHttpRequest, unknown[]>();
    prototype.open = function (this: XMLHttpRequest, ...values: unknown[]) {
      opened.set(this, values);
      return Reflect.apply(open, this, values) as void;
    } as typeof open;
    prototype.send = function (this: XMLHttpRequest, ...values) {
      const [method, address] = opened.get(this) ?? [];
      const watch = findWatchers(address, method, values[0]);
      if (watch) {
        // Reading the answer of the page's own request may throw.
        const loaded = quietly(() =>
          watch.report(this.status, /^(text)?$/.test(this.responseType) ? this.responseText : this.response),
        );
        this.addEventListener('load', loaded, { once: true });
        this.addEventListener('loadend', watch.end, { once: true });
      }
      return Reflect.apply(send, this, values);
    };
  };

  return {
    watch(...watcher) {
      if (!isWrapped) [wrapFetch, wrapXhr].forEach(attempt);
      isWrapped = true;
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    beginChange,
    isChanging: () => [...changes.values()].some((at) => Date.now() - at < CHANGE_TIMEOUT_MS),
    async read(path) {
      try {
        isOwn = true;
        const asked = fetch(path, { headers: { accept: 'application/json' } });
        isOwn = false;
        const response = await asked;
        return response.ok ? parse(await response.text()) : undefined;
      } catch {
        return undefined;
      } finally {
        isOwn = false;
      }
    },
  };
};
