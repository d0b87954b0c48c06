/**
 * `npm run load`: what collectors take on this machine, for each store. First as much as they can, then half of that in an even
 * rhythm, which shows how long an acknowledgement takes in ordinary times. Afterwards the store has to hold every acknowledged
 * event once. Prints a table in Markdown, and ends with exit code 1 if an event is lost or doubled.
 *
 *   --seconds <number>      for each of the two parts, 10 by default
 *   --connections <number>  8 by default
 *   --program <file>        the collector's main file, to compare two of them
 *   --only <text>           only stores with this text in their name
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, exit, version } from 'node:process';
import { parseArgs } from 'node:util';
import { judge } from './judge.js';
import { sendBatches } from './send-batches.js';
import { startNats } from './start-nats.js';
import { startPostgres } from './start-postgres.js';
import { startServer } from './start-server.js';

const SIZE = 20;

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '8' },
    program: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);
const connections = Number(values.connections);

/** @type {(() => unknown)[]} */
const undo = [];
const folder = await mkdtemp(join(tmpdir(), 'vitrina-load-'));
undo.push(() => rm(folder, { recursive: true, force: true }));
/** @type {string[]} */
const versions = [`Node ${version}`];

/** An empty PostgreSQL with an empty stream before it. */
const withStream = async () => {
  const { database, stop } = await startPostgres();
  undo.push(stop);
  const nats = await startNats();
  undo.push(nats.stop);
  if (!versions.includes(nats.version)) versions.push(nats.version);
  return { database, words: ['--stream', nats.url] };
};

/**
 * What is measured, each with an empty store. `words` are further ones of the collector's command line.
 *
 * @type {{ name: string, collectors: number, prepare: () => Promise<{ database: string, words?: string[] }> }[]}
 */
const setups = [
  { name: 'file', collectors: 1, prepare: async () => ({ database: join(folder, 'events.db') }) },
  {
    name: 'PostgreSQL',
    collectors: 1,
    prepare: async () => {
      const postgres = await startPostgres();
      undo.push(postgres.stop);
      versions.push(`PostgreSQL ${postgres.version}`);
      return postgres;
    },
  },
  { name: 'JetStream', collectors: 1, prepare: withStream },
  { name: 'JetStream, three collectors', collectors: 3, prepare: withStream },
];

/** @param {number[]} sorted @param {number} part */
const quantile = (sorted, part) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN).toFixed(1);

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** @param {typeof setups[number]} setup */
const measure = async ({ name, collectors, prepare }) => {
  const { database, words } = await prepare();
  const servers = [];
  for (let index = 0; index < collectors; index++) {
    const server = await startServer({ database, program: values.program, words });
    undo.push(server.stop);
    servers.push(server);
  }
  const cpu = () => sum(servers.map((server) => server.measure().cpu));
  const parts = { endpoints: servers.map(({ endpoint }) => endpoint), connections, size: SIZE };
  const warm = await sendBatches({ ...parts, seconds: 2 });
  const before = cpu();
  const most = await sendBatches({ ...parts, seconds });
  const spent = cpu() - before;
  const memory = sum(servers.map((server) => server.measure().memory));
  const rate = most.ids.length / most.seconds;
  const half = await sendBatches({ ...parts, seconds, perSecond: rate / SIZE / 2 });
  const verdict = await judge(
    database,
    [warm, most, half].flatMap(({ ids }) => ids),
  );
  for (const server of servers) await server.stop();
  const cells = {
    store: name,
    'events/s': rate.toFixed(0),
    'p50 / p99 ms': `${quantile(most.waits, 0.5)} / ${quantile(most.waits, 0.99)}`,
    'CPU ms/event': (spent / most.ids.length).toFixed(3),
    'cores used': (spent / most.seconds / 1000).toFixed(2),
    'events/s on one core': ((most.ids.length / spent) * 1000).toFixed(0),
    MB: (memory / 1e6).toFixed(0),
    'at half: p50 / p99 ms': `${quantile(half.waits, 0.5)} / ${quantile(half.waits, 0.99)}`,
    refused: String(most.refused + half.refused),
    verdict: verdict.sentence,
  };
  return { cells, isRight: verdict.isRight };
};

let isRight = true;
try {
  const rows = [];
  for (const setup of setups.filter(({ name }) => name.includes(values.only))) {
    console.log(`${setup.name} …`);
    const row = await measure(setup);
    rows.push(row.cells);
    isRight &&= row.isRight;
  }
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  const titles = Object.keys(rows[0] ?? {});
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores of ${cpus()[0]?.model.trim()}`;
  console.log(`
${day}, ${versions.join(', ')}, ${machine}; batches of ${SIZE} events, ${connections} connections, ${seconds} s each, sender on the same machine.

${[titles, titles.map(() => '---'), ...rows.map((row) => Object.values(row))].map(line).join('\n')}
`);
} finally {
  for (const step of undo.reverse()) await step();
}
exit(isRight ? 0 : 1);
