/**
 * `npm run load:inspect`: how long the inspector's questions take over many events, on a file and on PostgreSQL, and what they do to the
 * acceptance of events meanwhile. Prints tables in Markdown. Takes some minutes, and 2 GB in the folder for temporary files.
 *
 *   --events <number>   1,000,000 by default
 *   --seconds <number>  for each part of the second table, 10 by default
 *   --rate <number>     batches of 20 events a second in the second table, 10 by default
 *   --only <text>       only stores with this text in their name
 *   --file <path>       a file that is kept: it is filled if it is not there yet
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, version } from 'node:process';
import { parseArgs } from 'node:util';
import { askInspector, questions } from './ask-inspector.js';
import { fillStore, findNamed } from './fill-store.js';
import { sendBatches } from './send-batches.js';
import { startPostgres } from './start-postgres.js';
import { startServer } from './start-server.js';

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    events: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    file: { type: 'string' },
  },
});

/** @type {(() => unknown)[]} */
const undo = [];

/** @type {Record<string, () => Promise<string>>} */
const stores = {
  file: async () => {
    if (values.file !== undefined) return values.file;
    const folder = await mkdtemp(join(tmpdir(), 'vitrina-load-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    return join(folder, 'events.db');
  },
  PostgreSQL: async () => {
    const { database, stop } = await startPostgres();
    undo.push(stop);
    return database;
  },
};

/** @param {string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;

/** @param {string[]} titles @param {string[][]} rows */
const table = (titles, rows) => [titles, titles.map(() => '---'), ...rows].map(line).join('\n');

/** @param {number[]} sorted @param {number} part */
const quantile = (sorted, part) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN).toFixed(1);

const load = () => loadavg()[0]?.toFixed(1);

/**
 * @param {string} name
 * @param {string} database
 */
const measure = async (name, database) => {
  if (!existsSync(database)) {
    console.log(`${name}: ${values.events} events are made …`);
    const indexing = await fillStore(database, Number(values.events));
    console.log(
      `${name}: index filled, ${indexing.toFixed(0)} µs of processor time for an event; load average ${load()}`,
    );
  }
  const named = await findNamed(database);
  const server = await startServer({ database });
  undo.push(server.stop);
  const rows = [];
  // As people do: they open the page, and the page asks.
  await askInspector(server, '..');
  for (const [title, question] of Object.entries(questions(named))) {
    const times = [];
    const before = server.measure().cpu;
    for (let turn = 0; turn < 5; turn++) times.push(await askInspector(server, question));
    const cpu = (server.measure().cpu - before) / times.length;
    const sorted = times.slice(1).sort((one, other) => one - other);
    rows.push([title, times[0]?.toFixed(0) ?? '', quantile(sorted, 0.5), cpu.toFixed(0)]);
  }
  console.log(`\n${name}, load average ${load()}\n`);
  console.log(table(['question', 'first answer ms', 'later ms', 'CPU ms of the collector'], rows));

  const parts = { endpoints: [server.endpoint], connections: 4, size: 20, perSecond: Number(values.rate) };
  const seconds = Number(values.seconds);
  await sendBatches({ ...parts, seconds: 2 });
  /** @type {string[][]} */
  const waits = [];
  // In turn, so that other work on the machine concerns both alike.
  for (let turn = 0; turn < 3; turn++) {
    for (const isUsed of [false, true]) {
      let isOver = false;
      const using = (async () => {
        const all = Object.values(questions(named));
        for (let index = 0; isUsed && !isOver; index++) {
          await askInspector(server, all[index % all.length] ?? '');
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      })();
      const sent = await sendBatches({ ...parts, seconds });
      isOver = true;
      await using;
      waits.push([
        isUsed ? 'used' : 'not used',
        ...[0.5, 0.95, 0.99].map((part) => quantile(sent.waits, part)),
        String(sent.waits.length),
        String(load()),
      ]);
    }
  }
  console.log(`\n${table(['inspector', 'p50 ms', 'p95 ms', 'p99 ms', 'batches', 'load average'], waits)}\n`);
  await server.stop();
};

try {
  console.log(`Node ${version}, ${cpus().length} cores of ${cpus()[0]?.model.trim()}`);
  for (const [name, prepare] of Object.entries(stores)) {
    if (name.includes(values.only)) await measure(name, await prepare());
  }
} finally {
  for (const step of undo.reverse()) await step();
}
