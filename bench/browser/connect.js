/** @import { Readable, Writable } from 'node:stream' */
/** @typedef {Record<string, any>} Fields what the DevTools protocol takes and gives */

/**
 * @typedef {object} Protocol
 * @property {(method: string, params?: Fields, session?: string) => Promise<Fields>} send
 * @property {(method: string, callback: (params: Fields) => void, session?: string) => () => void} on
 */

/** A page that has crashed answers nothing; nothing that the bench asks for takes so long, in ms. */
const PATIENCE = 90_000;

/**
 * The DevTools protocol over the browser's pipe: JSON, each message ended by a zero byte.
 * https://chromedevtools.github.io/devtools-protocol/ (checked 2026-11)
 *
 * @param {Writable} outgoing
 * @param {Readable} incoming
 * @param {Promise<void>} ended when the browser is gone
 * @returns {Protocol}
 */
export const connect = (outgoing, incoming, ended) => {
  /** @type {Map<number, { resolve: (result: Fields) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  /** @type {Set<(method: string, params: Fields, session?: string) => void>} */
  const listeners = new Set();
  let last = 0;
  let isGone = false;

  /** @param {string} text */
  const receive = (text) => {
    const { id, method, params, result, error, sessionId } = JSON.parse(text);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) asked?.reject(new Error(`The browser refused a command: ${error.message} ${error.data ?? ''}`));
    else asked?.resolve(result);
    if (method) for (const listener of [...listeners]) listener(method, params, sessionId);
  };

  /** @type {Buffer[]} */
  let parts = [];
  incoming.on('data', (/** @type {Buffer} */ chunk) => {
    let rest = chunk;
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      const text = Buffer.concat([...parts, rest.subarray(0, end)]).toString();
      parts = [];
      rest = rest.subarray(end + 1);
      receive(text);
    }
    parts.push(rest);
  });
  // A browser that ends breaks its pipes; whoever waits is told by `ended`.
  outgoing.on('error', () => {});
  incoming.on('error', () => {});
  void ended.then(() => {
    isGone = true;
    for (const { reject } of waiting.values()) reject(new Error('The browser ended while the bench was running.'));
    waiting.clear();
  });

  return {
    send: (method, params = {}, session) =>
      new Promise((resolve, reject) => {
        if (isGone) return reject(new Error(`The browser has ended before ${method}.`));
        const id = ++last;
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(
            new Error(`The browser has not answered ${method} for ${PATIENCE / 1000} s; perhaps a page has crashed.`),
          );
        }, PATIENCE);
        waiting.set(id, {
          resolve: (result) => (clearTimeout(timer), resolve(result)),
          reject: (error) => (clearTimeout(timer), reject(error)),
        });
        outgoing.write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`);
      }),
    on(method, callback, session) {
      /** @param {string} name @param {Fields} params @param {string} [from] */
      const listener = (name, params, from) => {
        if (name === method && (!session || from === session)) callback(params);
      };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
