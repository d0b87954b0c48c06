import { createServer } from 'node:http';
import { join } from 'node:path';
import { startCollector } from '../collector/dist/index.js';
import { BUSINESS } from './contestants.js';

/** @import { IncomingMessage, Server, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */

/** @param {(request: IncomingMessage, response: ServerResponse) => void} handle */
const serve = async (handle) => {
  const server = createServer(handle);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return { server, port: /** @type {AddressInfo} */ (server.address()).port };
};

/** @param {Server} server */
const close = (server) =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });

/** What plausible-tracker speaks to: takes everything, and answers as Plausible does. */
const startPeer = async () => {
  const counts = { posts: 0, preflights: 0, bytes: 0, events: 0 };
  const { server, port } = await serve((request, response) => {
    if (request.method === 'OPTIONS') counts.preflights++;
    if (request.method === 'POST') counts.posts++;
    request.on('data', (/** @type {Buffer} */ chunk) => (counts.bytes += chunk.length));
    request.on('end', () => {
      if (request.method === 'POST') counts.events++;
      response.writeHead(202, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('ok');
    });
  });
  return { url: `http://127.0.0.1:${port}`, requests: () => ({ ...counts }), close: () => close(server) };
};

/** The shop: each page waits for the bench to say what comes next, since what is measured must not wait for the network. */
const startShop = async () => {
  /** @type {Map<string, (response: ServerResponse) => void>} */
  const pages = new Map();
  const { server, port } = await serve((request, response) => {
    const page = pages.get(request.url ?? '');
    if (!page) return void response.writeHead(404).end();
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      // Isolated pages have a clock of 5 µs instead of 100 µs: https://developer.mozilla.org/docs/Web/API/Performance/now (2026-11)
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    page(response);
  });
  // Chromium takes every name below localhost for this machine and for secure, and a name of three parts is what shops have.
  const origin = `http://www.shop.localhost:${port}`;
  let count = 0;

  return {
    origin,
    /** A page that begins like this; what is written later goes on from there. @param {string} beginning */
    add(beginning) {
      const path = `/products/mate-cuareim/${++count}`;
      /** @type {(response: ServerResponse) => void} */
      let opened = () => {};
      /** @type {Promise<ServerResponse>} */
      const response = new Promise((resolve) => (opened = resolve));
      pages.set(path, (asked) => {
        asked.write(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mate</title>${beginning}`);
        opened(asked);
      });
      return {
        url: origin + path,
        /** @param {string} html */
        write: async (html) => void (await response).write(html),
        end: async (html = '') => void (await response).end(html),
      };
    },
    close: () => close(server),
  };
};

/**
 * Everything that the pages speak to, each at an origin of its own.
 *
 * @param {string} folder with the scripts; the database goes there too
 */
export const startServers = async (folder) => {
  const shop = await startShop();
  const peer = await startPeer();
  const collector = await startCollector({
    database: join(folder, 'events.db'),
    businesses: { [BUSINESS]: { name: 'The shop', origins: [shop.origin] } },
    rateLimit: { perMinute: 1_000_000 },
    scriptFolder: folder,
  });
  return {
    shop,
    peer,
    collector,
    close: () => Promise.all([shop.close(), peer.close(), collector.close()]),
  };
};

/** @typedef {Awaited<ReturnType<typeof startServers>>} Servers */
