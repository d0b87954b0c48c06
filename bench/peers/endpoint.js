import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { close, serve } from '../serve.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Answer, Client, Received, TrackedEvent } from './clients/client.js' */

/**
 * What the endpoint does with requests that carry events: takes them and answers, answers 503 and takes nothing, or takes them and
 * breaks the connection in place of an answer.
 *
 * @typedef {'none' | 'unavailable' | 'reset'} Fault
 */

const REFUSED = { type: 'application/json', body: '{"error":"An event is invalid."}' };

/** What browsers ask of servers on other origins. @param {IncomingMessage} request */
const crossOrigin = ({ headers }) => ({
  'Access-Control-Allow-Origin': headers.origin ?? '*',
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '*',
  'Access-Control-Max-Age': '600',
  'Access-Control-Allow-Private-Network': 'true',
  'Cross-Origin-Resource-Policy': 'cross-origin',
});

/** @param {IncomingMessage} request @returns {Promise<Buffer>} */
const read = async (request) => {
  /** @type {Buffer[]} */
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
};

/**
 * The local server of one client: its script, its settings, and where its events go. Keeps each event that it has taken, in order.
 *
 * @param {string} name of the client
 * @param {Client} client
 * @param {string} folder with the scripts
 */
export const startEndpoint = async (name, client, folder) => {
  /** @type {Fault} */
  let fault = 'none';
  /** @type {TrackedEvent[]} */
  const taken = [];
  const counts = { posts: 0, preflights: 0, bytes: 0, events: 0 };
  /** @type {Set<string>} */
  const unknown = new Set();

  /** @param {Received} received @returns {Answer | undefined} `undefined`: the connection breaks */
  const take = (received) => {
    const events = client.decode(received);
    if (!events) {
      const answer = client.settings?.(received);
      if (!answer) unknown.add(`${received.method} ${received.url.pathname}`);
      return answer ?? { status: 404, body: '' };
    }
    counts.posts++;
    counts.bytes += received.body.length;
    if (fault === 'unavailable') return { status: 503, body: '' };
    const poisoned = events.flatMap(({ metadata }, at) => (metadata?.isPoison ? [at] : []));
    if (poisoned.length) return { ...(client.refuse?.(received, poisoned) ?? REFUSED), status: 400 };
    counts.events += events.length;
    taken.push(...events);
    return fault === 'reset' ? undefined : client.accept(received, events.length);
  };

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  const handle = async (request, response) => {
    const common = crossOrigin(request);
    if (request.method === 'OPTIONS') {
      counts.preflights++;
      return void response.writeHead(204, common).end();
    }
    const url = new URL(request.url ?? '', `http://${request.headers.host}`);
    if (url.pathname === `/script/${name}.js`) {
      const script = await readFile(join(folder, `${name}.js.br`));
      const headers = {
        ...common,
        'Content-Type': 'text/javascript',
        'Content-Encoding': 'br',
        // As the scripts of providers are: the next page takes it from the browser's cache.
        'Cache-Control': 'public, max-age=3600',
      };
      return void response.writeHead(200, headers).end(script);
    }
    const answer = take({ method: request.method ?? '', url, body: await read(request) });
    if (!answer) return void request.socket.destroy();
    const { status = 200, type = 'text/plain', body } = answer;
    response.writeHead(status, { ...common, 'Content-Type': type }).end(body);
  };

  const { server, port } = await serve((request, response) => {
    // A page that ends in the middle of a request has sent no event.
    handle(request, response).catch((error) => {
      if (error.code !== 'ECONNRESET') unknown.add(`${request.method} ${request.url}: ${error.message}`);
      response.destroy();
    });
  });
  // Longer than any pause between two requests, so that no request meets a connection that is just being closed.
  server.keepAliveTimeout = 120_000;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    script: `${url}/script/${name}.js?${client.query?.(url) ?? `api=${encodeURIComponent(url)}`}`,
    taken,
    /** Requests that the client's module knows nothing of: something is missing there. */
    unknown,
    counts: () => ({ ...counts }),
    /** @param {Fault} next */
    setFault: (next) => void (fault = next),
    close: () => close(server),
  };
};

/** @typedef {Awaited<ReturnType<typeof startEndpoint>>} Endpoint */
