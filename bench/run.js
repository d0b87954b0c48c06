/**
 * `npm run bench`: what Vitrina costs a page, side by side with plausible-tracker, in a real Chromium at 4× CPU throttling. Prints a
 * table and writes .reports/bench.json. `--rounds N` asks for more rounds or fewer.
 *
 * A bench, not a test: it fails only where it cannot measure.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { SLOWDOWN } from './measure/open-page.js';
import { formatTable } from './report/format-table.js';
import { toSections } from './report/rows.js';
import { runRounds } from './run-rounds.js';
import { withBench } from './with-bench.js';

const DEFAULT_ROUNDS = 6;
const REPORT = '.reports/bench.json';

const readRounds = () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: String(DEFAULT_ROUNDS) } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new TypeError(`--rounds is "${values.rounds}"; give a whole number of 1 or more.`);
  }
  return rounds;
};

const bench = async () => {
  const rounds = readRounds();
  for (const file of ['dist/vitrina.js', 'dist/index.js']) {
    if (!existsSync(file)) throw new Error(`There is no ${file}; run "npm run build" first.`);
  }
  const began = Date.now();
  await withBench(async ({ browser, servers, contestants, sizes }) => {
    const load = loadavg()[0]?.toFixed(1);
    const about = `${browser.version} at ${SLOWDOWN}× CPU throttling, ${cpus().length} cores, load ${load} at the start`;
    console.log(about);
    const results = await runRounds({ browser, servers }, contestants, rounds, console.log);
    const sections = toSections(results, sizes);
    console.log(`\n${formatTable(sections)}`);
    await mkdir('.reports', { recursive: true });
    await writeFile(
      REPORT,
      `${JSON.stringify({ at: new Date(), about, rounds, sections, results, sizes }, null, 2)}\n`,
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
