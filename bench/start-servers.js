import { join } from 'node:path';
import { startCollector } from '../collector/dist/index.js';
import { BUSINESS } from './contestants.js';
import { close, serve } from './serve.js';
import { startShop } from './start-shop.js';

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
