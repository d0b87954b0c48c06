/**
 * `npm run bench`: what Vitrina costs a page, side by side with plausible-tracker, in a real Chromium at 4× CPU throttling. Prints a
 * table and writes .reports/bench.json. `--rounds N` asks for more rounds or fewer.
 *
 * A bench, not a test: it fails only where it cannot measure.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser } from '../scripts/ensure-browser.js';
import { startBrowser } from './browser/start-browser.js';
import { bundleContestants } from './bundle-contestants.js';
import { createContestants } from './contestants.js';
import { SLOWDOWN } from './measure/open-page.js';
import { formatTable } from './report/format-table.js';
import { toSections } from './report/rows.js';
import { runRounds } from './run-rounds.js';
import { startServers } from './start-servers.js';

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
  const path = ensureBrowser();
  const began = Date.now();
  /** @type {(() => unknown)[]} */
  const undo = [];
  try {
    const folder = await mkdtemp(join(tmpdir(), 'vitrina-bench-'));
    undo.unshift(() => rm(folder, { recursive: true, force: true }));
    const sizes = await bundleContestants(folder);
    const servers = await startServers(folder);
    undo.unshift(servers.close);
    const browser = await startBrowser(path);
    undo.unshift(browser.close);
    const load = loadavg()[0]?.toFixed(1);
    const about = `${browser.version} at ${SLOWDOWN}× CPU throttling, ${cpus().length} cores, load ${load} at the start`;
    console.log(about);
    const results = await runRounds({ browser, servers }, createContestants(servers), rounds, console.log);
    const sections = toSections(results, sizes);
    console.log(`\n${formatTable(sections)}`);
    await mkdir('.reports', { recursive: true });
    await writeFile(
      REPORT,
      `${JSON.stringify({ at: new Date(), about, rounds, sections, results, sizes }, null, 2)}\n`,
    );
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(`Took ${seconds} s, load at the end ${loadavg()[0]?.toFixed(1)}. Every round is in ${REPORT}.`);
  } finally {
    for (const task of undo) await task();
  }
};

try {
  await bench();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
