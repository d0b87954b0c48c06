/**
 * `npm run load`: what a collector takes on this machine, for each store. First as much as it can, then half of that in an even
 * rhythm, which shows how long an acknowledgement takes in ordinary times. Afterwards the store has to hold every acknowledged
 * event once.
 *
 *   --seconds <number>      for each of the two parts, 10 by default
 *   --connections <number>  8 by default
 *   --program <file>        the collector's main file, to compare two of them
 *   --postgres <address>    an empty database to measure, too
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, version } from 'node:process';
import { parseArgs } from 'node:util';
import { openStore } from '../collector/dist/store/open-store.js';
import { sendBatches } from './send-batches.js';
import { startServer } from './start-server.js';

const SIZE = 20;

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '8' },
    program: { type: 'string' },
    postgres: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const connections = Number(values.connections);

/** @param {number[]} sorted @param {number} part */
const quantile = (sorted, part) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN).toFixed(1);

/** @param {string} name @param {string} database */
const measure = async (name, database) => {
  const server = await startServer({ database, program: values.program });
  const parts = { endpoints: [server.endpoint], connections, size: SIZE };
  await sendBatches({ ...parts, seconds: 1 });
  const before = server.measure().cpu;
  const most = await sendBatches({ ...parts, seconds });
  const { cpu, memory } = server.measure();
  const half = await sendBatches({ ...parts, seconds, perSecond: most.events / most.seconds / SIZE / 2 });
  await server.stop();
  const row = {
    store: name,
    'events/s': (most.events / most.seconds).toFixed(0),
    'p50 ms': quantile(most.waits, 0.5),
    'p99 ms': quantile(most.waits, 0.99),
    'CPU ms/event': ((cpu - before) / most.events).toFixed(3),
    'events per CPU second': ((most.events / (cpu - before)) * 1000).toFixed(0),
    'MB of memory': (memory / 1e6).toFixed(0),
    'half: p50 ms': quantile(half.waits, 0.5),
    'half: p99 ms': quantile(half.waits, 0.99),
    refused: most.refused + half.refused,
  };
  return { row, acknowledged: most.events + half.events };
};

/** @param {string} database @param {number} acknowledged */
const judge = async (database, acknowledged) => {
  if (values.program) return 'not looked at';
  const store = await openStore(database);
  try {
    const counted = await store.actions();
    const total = counted.reduce((sum, { count }) => sum + count, 0);
    return total >= acknowledged ? 'nothing lost' : `${acknowledged - total} LOST`;
  } finally {
    await store.close();
  }
};

const folder = await mkdtemp(join(tmpdir(), 'vitrina-load-'));
try {
  const databases = { file: join(folder, 'events.db'), ...(values.postgres ? { PostgreSQL: values.postgres } : {}) };
  const rows = [];
  for (const [name, database] of Object.entries(databases)) {
    const { row, acknowledged } = await measure(name, database);
    rows.push({ ...row, verdict: await judge(database, acknowledged) });
  }
  console.log(
    `Batches of ${SIZE}, ${connections} connections, ${seconds} s; Node ${version}, ${cpus().length} cores of ${cpus()[0]?.model}.`,
  );
  console.table(rows);
} finally {
  await rm(folder, { recursive: true, force: true });
}
