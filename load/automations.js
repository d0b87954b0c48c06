/**
 * `npm run load:automations`: how fast carts that are due are told, by two collectors on one database, on a file and on PostgreSQL, while the
 * collectors are killed by SIGKILL now and then; and whether each cart was told once. Prints a table in Markdown.
 *
 *   --carts <number>  100,000 by default
 *   --kills <number>  10 by default
 *   --only <text>     only stores with this text in their name
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, exit, kill, version } from 'node:process';
import { parseArgs } from 'node:util';
import { createRulebook } from '../collector/dist/automations/rulebook.js';
import { openStore } from '../collector/dist/store/open-store.js';
import { startPostgres } from './start-postgres.js';
import { startServer } from './start-server.js';

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    carts: { type: 'string', default: '100000' },
    kills: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
  },
});
const carts = Number(values.carts);
const kills = Number(values.kills);

/** Events in a commit. */
const PORTION = 500;
/** Milliseconds that a cart has been left for. */
const LEFT = 20 * 60_000;
/** Milliseconds between two looks: to count 100,000 carts takes the database some of them, which it lacks for telling. */
const PAUSE = 250;
/** Milliseconds after which the test is given up. */
const PATIENCE = 600_000;

/** @type {Record<string, import('../collector/dist/options/collector-options.js').Business>} */
const businesses = {
  demo: { name: 'Demo', origins: ['*'], automations: { cart: { kind: 'cart-abandoned', waitMinutes: 15 } } },
};

/** @type {(() => unknown)[]} */
const undo = [];

const aFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vitrina-load-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** @type {Record<string, () => Promise<string>>} */
const stores = {
  file: async () => join(await aFolder(), 'events.db'),
  PostgreSQL: async () => {
    const { database, stop } = await startPostgres();
    undo.push(stop);
    return database;
  },
};

/** @param {number} number @param {number} at */
const aCart = (number, at) => ({
  business: 'demo',
  id: randomUUID(),
  received_at: new Date(at).toISOString(),
  session: `session-${number}`,
  action: 'cart.added',
  tracked_at: at / 1000,
  ...{ clock_skew: 0, sent_at: null, page_url: 'https://shop.example/mates', amount: 90, currency: 'UYU' },
  ...{ user_id: `c-${number}`, user_source: 'shop', observed_by: null, ip: null, library: null },
  ...{ trusted: false, invalid: null },
  event: JSON.stringify({
    object_parameters: {
      reference: `cart-${number}`,
      items: [{ product: { reference: 'mate', name: 'Mate' }, quantity: 2, price: { amount: 45, currency: 'UYU' } }],
    },
  }),
});

/** @param {string} database */
const open = (database) => openStore(database, () => {}, { rulebook: createRulebook(() => businesses) });

/** @param {string} database @returns {Promise<number>} carts a second */
const fill = async (database) => {
  const store = await open(database);
  const at = Date.now() - LEFT;
  const began = performance.now();
  for (let start = 0; start < carts; start += PORTION) {
    const some = Array.from({ length: Math.min(PORTION, carts - start) }, (_, index) => aCart(start + index, at));
    await store.put(some);
  }
  const seconds = (performance.now() - began) / 1000;
  await store.close();
  return carts / seconds;
};

/** @param {string} database how often each cart was told */
const judge = async (database) => {
  const store = await open(database);
  /** @type {Map<string | null, number>} */
  const told = new Map();
  for (let after = 0; ;) {
    const rows = await store.eventsAfter(after, 2000);
    for (const { action, session } of rows) {
      if (action === 'cart.abandoned') told.set(session, (told.get(session) ?? 0) + 1);
    }
    const last = rows.at(-1);
    if (!last) break;
    after = last.received_seq;
  }
  await store.close();
  const twice = [...told.values()].filter((count) => count > 1).length;
  return { lost: carts - told.size, twice };
};

/** @param {string} name @param {string} database */
const measure = async (name, database) => {
  console.log(`${name}: ${carts} carts are left …`);
  const followed = await fill(database);
  const config = join(await aFolder(), 'collector.json');
  await writeFile(config, JSON.stringify({ businesses }));
  const start = () => startServer({ database, words: ['--config', config] });
  const store = await open(database);
  const collectors = [await start(), await start()];
  const began = performance.now();
  const first = carts - ((await store.automations('demo'))[0]?.waiting ?? 0);
  let waiting = carts;
  for (let killed = 0; waiting > 0; await new Promise((resolve) => setTimeout(resolve, PAUSE))) {
    waiting = (await store.automations('demo'))[0]?.waiting ?? 0;
    if (performance.now() - began > PATIENCE) throw new Error(`${waiting} carts still wait.`);
    // Spread over the whole time in which something is told.
    if (killed < kills && carts - waiting > first + ((carts - first) * (killed + 0.5)) / kills) {
      const which = killed++ % 2;
      const victim = collectors[which];
      if (victim) kill(victim.pid, 'SIGKILL');
      collectors[which] = await start();
    }
    if (waiting === 0 && killed < kills) console.log(`${name}: only ${killed} of ${kills} kills found time`);
  }
  const seconds = (performance.now() - began) / 1000;
  await store.close();
  for (const collector of collectors) await collector.stop();
  const { lost, twice } = await judge(database);
  return { cells: [name, followed, (carts - first) / seconds, kills, lost, twice], isRight: lost === 0 && twice === 0 };
};

console.log(`Node ${version}, ${cpus().length} cores (${cpus()[0]?.model}), load average ${loadavg()[0]?.toFixed(1)}`);
const rows = [];
let isRight = true;
try {
  for (const [name, place] of Object.entries(stores)) {
    if (!name.includes(values.only)) continue;
    const measured = await measure(name, await place());
    rows.push(measured.cells);
    isRight &&= measured.isRight;
  }
} finally {
  for (const step of undo.reverse()) await step();
}
const titles = ['store', 'carts noted/s', 'told/s, two collectors', 'SIGKILLs', 'lost', 'told twice'];
const text = (/** @type {string | number} */ cell) => (typeof cell === 'number' ? cell.toFixed(0) : cell);
console.log();
for (const row of [titles, titles.map(() => '---'), ...rows]) console.log(`| ${row.map(text).join(' | ')} |`);
if (!isRight) exit(1);
