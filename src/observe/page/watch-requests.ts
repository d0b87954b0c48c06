import type { RequestWatch } from '../adapter.js';

/** Larger answers are pages and pictures. */
const LONGEST_ANSWER = 1_000_000;

const parse = (text: string): unknown => {
  try {
    return text.length < LONGEST_ANSWER ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
};

/** Watches what the page asks its shop for, by `fetch` and by `XMLHttpRequest`. */
export const createRequestWatch = (): RequestWatch => {
  type Watcher = Parameters<RequestWatch['watch']>;
  const watchers = new Set<Watcher>();
  let isWrapped = false;
  let isOwn = false;

  /** Whom to tell of the answer. Nothing that the page gave may break the page's own call. */
  const begin = (address: unknown, verb: unknown, body: unknown) => {
    try {
      if (isOwn || !watchers.size) return undefined;
      const url = new URL(String(address), document.baseURI);
      const method = String(verb ?? 'GET').toUpperCase();
      const interested = [...watchers].filter(([matches]) => matches(url, method));
      if (!interested[0]) return undefined;
      return (status: number, text: unknown) => {
        const answer = typeof text === 'string' ? parse(text) : text;
        for (const watcher of interested) if (watchers.has(watcher)) watcher[1]({ url, method, body, status, answer });
      };
    } catch {
      return undefined;
    }
  };

  // Others may wrap our wrappers, so these stay and go quiet.
  const wrap = () => {
    isWrapped = true;
    const inner = window.fetch;
    window.fetch = function (this: unknown, ...given: Parameters<typeof fetch>) {
      const [input, init] = given;
      const request = input instanceof Request ? input : undefined;
      const tell = begin(request?.url ?? input, init?.method ?? request?.method, init?.body);
      const answered = Reflect.apply(inner, this, given) as Promise<Response>;
      if (tell) {
        try {
          answered
            // Copied at once, before the page reads it.
            .then((response) =>
              response
                .clone()
                .text()
                .then((text) => tell(response.status, text)),
            )
            .catch(() => {});
        } catch {
          // A page's own `fetch` may give anything.
        }
      }
      return answered;
    };

    const prototype = XMLHttpRequest.prototype;
    const { open, send } = prototype;
    const opened = new WeakMap<XMLHttpRequest, [method: unknown, address: unknown]>();
    prototype.open = function (this: XMLHttpRequest, ...given: unknown[]) {
      if (watchers.size) opened.set(this, [given[0], given[1]]);
      return Reflect.apply(open, this, given) as void;
    } as typeof open;
    prototype.send = function (this: XMLHttpRequest, ...given) {
      const [method, address] = opened.get(this) ?? [];
      const tell = address === undefined ? undefined : begin(address, method, given[0]);
      if (tell) {
        const loaded = () => {
          try {
            tell(this.status, /^(text)?$/.test(this.responseType) ? this.responseText : this.response);
          } catch {
            // Of the page's making, and for the page to see.
          }
        };
        this.addEventListener('load', loaded, { once: true });
      }
      return Reflect.apply(send, this, given);
    };
  };

  return {
    watch(...watcher) {
      if (!isWrapped) wrap();
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
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
