/**
 * `npm run load:notifications`: how long Mercado Libre waits for the answer to a notification while its own API is down: once it
 * refuses connections, once it takes them and never answers. 200 notifications a second, in an even rhythm, with a file and with
 * PostgreSQL.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exit } from 'node:process';
import { startPostgres } from './start-postgres.js';
import { startServer } from './start-server.js';

const PER_SECOND = 200;
const SECONDS = Number(process.env.LOAD_SECONDS ?? 20);
/** The first second is that of a program that has just started, and does not count. */
const WARMING = PER_SECOND;
const GOAL = 100;
const SELLER = 468424240;
const CLIENT = '1032684190';

/**
 * @param {string} address
 * @param {{ method?: string, body?: string, headers?: Record<string, string>, agent?: Agent }} [more]
 * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, text: string }>}
 */
const ask = (address, { method = 'GET', body, headers, agent } = {}) =>
  new Promise((resolve, reject) => {
    const sent = request(address, { method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', (error) => reject(new Error(`${method} ${address}`, { cause: error })));
    sent.end(body);
  });

/** Gives tokens, and nothing else: every other request waits for ever. */
const startApi = async () => {
  const server = createServer((asked, response) => {
    if (asked.url !== '/oauth/token') return;
    const tokens = { access_token: 'one', refresh_token: 'two', expires_in: 21_600, user_id: SELLER };
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(tokens));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
};

/** @param {number[]} sorted @param {number} part */
const percentile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;

/** @type {Record<string, (folder: string) => Promise<{ database: string, stop: () => unknown }>>} */
const stores = {
  file: async (folder) => ({ database: join(folder, 'events.db'), stop: () => {} }),
  PostgreSQL: startPostgres,
};

/** @param {string} name @param {'refuses' | 'hangs'} trouble */
const measure = async (name, trouble) => {
  const folder = await mkdtemp(join(tmpdir(), 'vitrina-load-'));
  const api = await startApi();
  const config = join(folder, 'collector.json');
  const redirect = 'http://127.0.0.1/connections/mercado-libre/callback';
  const mercadoLibre = { clientId: CLIENT, clientSecret: 'secret', redirect, site: 'MLU', api: api.url };
  await writeFile(
    config,
    JSON.stringify({ connections: { key: Buffer.alloc(32, 7).toString('base64'), mercadoLibre } }),
  );
  const store = await /** @type {typeof stores[string]} */ (stores[name])(folder);
  const server = await startServer({ database: store.database, words: ['--config', config] });
  const { origin } = new URL(server.endpoint);
  const agent = new Agent({ keepAlive: true });
  const headers = { Authorization: `Bearer ${server.token}` };
  try {
    const begun = await ask(`${origin}/inspector/connections/mercado-libre/start?business=demo`, { headers });
    const state = new URL(begun.headers.location ?? '').searchParams.get('state');
    await ask(`${origin}/connections/mercado-libre/callback?code=one&state=${state}`);
    const shown = async () => JSON.parse((await ask(`${origin}/inspector/api/connections`, { headers })).text);
    const address = origin + (await shown()).platforms[0].notifications;
    if (trouble === 'refuses') api.stop();

    /** @type {number[]} */
    const waits = [];
    const orders = new Set();
    let refused = 0;
    const before = server.measure().cpu;
    const began = performance.now();
    /** @param {number} index */
    const one = async (index) => {
      const due = began + (index * 1000) / PER_SECOND;
      await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
      // Most are about something new; every third repeats what is told already.
      const order = 2_000_000_000_000_000 + (index % 3 === 0 ? 0 : index);
      const body = JSON.stringify({
        ...{ resource: `/orders/${order}`, user_id: SELLER, topic: 'orders_v2', application_id: Number(CLIENT) },
        ...{ _id: String(index), attempts: 1, sent: new Date().toISOString(), received: new Date().toISOString() },
      });
      const { status } = await ask(address, { method: 'POST', body, agent });
      if (index >= WARMING) waits.push(performance.now() - due);
      if (status === 200) orders.add(order);
      else refused++;
    };
    await Promise.all(Array.from({ length: WARMING + PER_SECOND * SECONDS }, (_, index) => one(index)));
    const cpu = (server.measure().cpu - before) / (waits.length + WARMING);
    const { waiting } = (await shown()).connections[0];
    waits.sort((left, right) => left - right);
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => percentile(waits, part).toFixed(1).padStart(6));
    const isKept = waiting === orders.size;
    console.log(
      `${name.padEnd(10)}  ${trouble.padEnd(8)} ${String(waits.length).padStart(6)} ${String(refused).padStart(8)}  ${p50} ${p95} ${p99}  ${cpu.toFixed(2).padStart(6)}  ${isKept ? 'all' : `${waiting} of ${orders.size}`}`,
    );
    return refused === 0 && isKept && percentile(waits, 0.99) < GOAL;
  } finally {
    agent.destroy();
    api.stop();
    await server.stop();
    await store.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

console.log(`${PER_SECOND} notifications a second for ${SECONDS} s\n`);
console.log('database    the API    sent  refused     p50    p95    p99  CPU ms  jobs kept');
const kept = [];
for (const name of Object.keys(stores))
  for (const trouble of /** @type {const} */ (['refuses', 'hangs'])) kept.push(await measure(name, trouble));
const isKept = kept.every(Boolean);
console.log(`\nA p99 below ${GOAL} ms, none refused, none lost: ${isKept ? 'kept' : 'NOT KEPT'}.`);
exit(isKept ? 0 : 1);
