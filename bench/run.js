/**
 * `npm run bench`: what Vitrina costs a page, side by side with plausible-tracker, in a real Chromium at 4× CPU throttling. Prints a
 * table, and which tasks the time goes to; writes .reports/bench.json with every task of every round.
 *
 * `--rounds N` measures N whole visits instead of as many as fit into five minutes; `--only start`, `track`, `wire` or `size`
 * measures that alone.
 *
 * A bench, not a test: it fails only where it cannot measure.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { SLOWDOWN } from './measure/open-page.js';
import { formatTable } from './report/format-table.js';
import { formatTasks } from './report/format-tasks.js';
import { toSections } from './report/rows.js';
import { MEASUREMENTS, runRounds } from './run-rounds.js';
import { withBench } from './with-bench.js';

const DEFAULT_ROUNDS = 4;
const REPORT = '.reports/bench.json';

const readArguments = () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, only: { type: 'string' } } });
  const rounds = Number(values.rounds ?? DEFAULT_ROUNDS);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new TypeError(`--rounds is "${values.rounds}"; give a whole number of 1 or more.`);
  }
  const only = MEASUREMENTS.find((name) => name === values.only);
  if (values.only !== undefined && !only) {
    throw new TypeError(`--only is "${values.only}"; give one of ${MEASUREMENTS.join(', ')}.`);
  }
  return { rounds, only, isBounded: values.rounds === undefined };
};

const bench = async () => {
  const asked = readArguments();
  for (const file of ['dist/vitrina.js', 'dist/vitrina.js.map', 'dist/index.js']) {
    if (!existsSync(file)) throw new Error(`There is no ${file}; run "npm run build" first.`);
  }
  const began = Date.now();
  await withBench(async ({ browser, servers, contestants, sizes }) => {
    const load = loadavg()[0]?.toFixed(1);
    const about = `${browser.version} at ${SLOWDOWN}× CPU throttling, ${cpus().length} cores, load ${load} at the start`;
    console.log(about);
    const results = await runRounds({ browser, servers }, contestants, asked, console.log);
    const sections = toSections(results, sizes, asked.only);
    console.log(`\n${formatTable(sections)}`);
    if (results.start) console.log(formatTasks(results.start.visits));
    await mkdir('.reports', { recursive: true });
    await writeFile(
      REPORT,
      `${JSON.stringify({ at: new Date(), about, ...asked, sections, results, sizes }, null, 2)}\n`,
    );
  });
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`Took ${seconds} s, load at the end ${loadavg()[0]?.toFixed(1)}. Every round is in ${REPORT}.`);
};

try {
  await bench();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
