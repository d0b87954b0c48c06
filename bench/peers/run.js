/**
 * `npm run bench:peers`: Vitrina beside the published clients of others, in a real Chromium, against local servers: size, what a page
 * and a call cost, requests and bytes, and what becomes of events when something goes wrong. Installs the clients on its first run.
 * Writes the tables and pictures of docs/compared.md, and .reports/peers.json.
 *
 * `--client posthog` and `--scenario offline` measure only these, print the result and leave the documentation as it is; both may be
 * given several times. `--only faults` or `--only timings` measures one half, with what the other half has found last time.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser } from '../../scripts/ensure-browser.js';
import { startBrowser } from '../browser/start-browser.js';
import { startShop } from '../start-shop.js';
import { bundleClients } from './bundle.js';
import { CLIENT_NAMES } from './clients/index.js';
import { installPeers } from './install.js';
import { writeReport } from './report/write-report.js';
import { runFaults } from './run-faults.js';
import { runTimings } from './run-timings.js';
import { SCENARIO_NAMES } from './scenarios/index.js';

const REPORT = '.reports/peers.json';
const ROUNDS = 3;
/** After which no further round of visits begins, in ms, so that the whole run stays below 12 minutes. */
const PATIENCE = 7 * 60_000;

/** Nothing that the clients ask for leaves this machine; and no client takes the browser for a robot. */
const ALONE = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost',
  '--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
];

/** @template {string} T @param {string} option @param {T[]} known @param {string[]} [asked] */
const choose = (option, known, asked = known) => {
  for (const name of asked) {
    if (!known.some((one) => one === name))
      throw new TypeError(`--${option} is "${name}"; give one of ${known.join(', ')}.`);
  }
  return known.filter((name) => asked.includes(name));
};

const readArguments = () => {
  const list = /** @type {const} */ ({ type: 'string', multiple: true });
  const { values } = parseArgs({ options: { client: list, scenario: list, only: list } });
  const isWhole = !values.client && !values.scenario;
  const parts = choose('only', ['faults', 'timings'], values.only ?? (values.scenario ? ['faults'] : undefined));
  return {
    isWhole,
    parts,
    clients: choose('client', CLIENT_NAMES, values.client),
    scenarios: choose('scenario', SCENARIO_NAMES, values.scenario),
  };
};

const compare = async () => {
  const { isWhole, parts, clients, scenarios } = readArguments();
  if (!existsSync('dist/vitrina.js')) throw new Error('There is no dist/vitrina.js; run "npm run build" first.');
  const began = Date.now();
  installPeers();
  const folder = await mkdtemp(join(tmpdir(), 'vitrina-peers-'));
  /** @type {(() => unknown)[]} */
  const undo = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const end of undo.splice(0).reverse()) await end();
  };
  // The browser is in a process group of its own, which Ctrl-C does not reach.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => void close().finally(() => process.exit(130)));
  }
  try {
    console.log('Bundling');
    const sizes = await bundleClients(folder, clients);
    const shop = await startShop();
    undo.push(shop.close);
    const browser = await startBrowser(ensureBrowser(), ALONE);
    undo.push(browser.close);
    const surroundings = { browser, shop, folder };
    const about = `${browser.version}, ${cpus().length} processor cores`;
    console.log(about);
    if (parts.includes('timings')) console.log('Timings');
    const timings = parts.includes('timings')
      ? await runTimings(surroundings, clients, ROUNDS, began + PATIENCE)
      : undefined;
    if (parts.includes('faults')) console.log('Faults');
    const counts = parts.includes('faults') ? await runFaults(surroundings, scenarios, clients) : undefined;
    const at = new Date().toISOString().slice(0, 10);
    const known = isWhole && existsSync(REPORT) ? JSON.parse(await readFile(REPORT, 'utf8')) : {};
    const results = {
      at,
      browser: browser.version,
      cores: cpus().length,
      sizes,
      timings: timings ?? known.timings,
      counts: counts ?? known.counts,
    };
    await mkdir('.reports', { recursive: true });
    if (isWhole) await writeFile(REPORT, `${JSON.stringify(results, null, 2)}\n`);
    await writeReport(results, isWhole);
    const cells = Object.values(counts ?? {}).flatMap((row) => Object.values(row));
    if (cells.some((cell) => cell === undefined))
      throw new Error('Some scenarios could not be played to the end; what was in the way is above.');
  } finally {
    await close();
  }
  console.log(`Took ${Math.round((Date.now() - began) / 1000)} s.`);
};

try {
  await compare();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
