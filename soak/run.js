/**
 * `npm run soak`: visitors browse by chance in real tabs while everything around them fails by chance. At the end the collector's
 * database has to hold every accepted event exactly once. README.md says what is done, and why the load is what it is.
 */
import { setMaxListeners } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { argv, chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { killWriters, runFaults } from './faults.js';
import { judge } from './judge.js';
import { judgeCarts, LEFT } from './judge-carts.js';
import { createLedger } from './ledger.js';
import { readOptions, usage } from './options.js';
import { createTurns, pause } from './pause.js';
import { createRandom } from './random.js';
import { toFigures, toTable } from './report.js';
import { BUSINESS, setStage } from './stage.js';
import { traceEvent } from './trace.js';
import { createVisitor } from './visitor.js';

/** @import { Ledger } from './ledger.js' */
/** @import { SoakOptions } from './options.js' */
/** @import { Stage } from './stage.js' */

/** Pages that load or are clicked at the same time: the machine is shared by browser, collector and test. */
const AT_ONCE = 4;
/** For the first visits, the calm at the end and the reading, beside the minutes of browsing. */
const MORE_MINUTES = 12;
/** Carts are left for a quarter of a minute before they are told. Milliseconds. */
const MOST_WAITING = 90_000;
const REPORTS = '.reports';

/**
 * @param {Stage} stage
 * @param {Ledger} ledger
 * @param {SoakOptions} options
 * @param {AbortSignal} signal
 */
const browse = async ({ browser, collector, writers, sites }, ledger, { minutes, visitors: count, seed }, signal) => {
  const random = createRandom(seed);
  const turns = createTurns(AT_ONCE);
  const visitors = [];
  for (let number = 1; number <= count; number++) {
    const own = random.fork();
    const parts = { name: `visitor ${number}`, sites: own.pick(sites), business: BUSINESS, ledger, turns, signal };
    visitors.push(await createVisitor(browser, { ...parts, random: own }));
  }
  console.log('The visitors arrive.');
  const doors = createTurns(AT_ONCE);
  const unsettled = (await Promise.all(visitors.map(({ arrive }) => doors.take(arrive)))).flat();
  if (unsettled.length > 0) throw new Error('The first visits, with no fault at all, were not delivered.');

  console.log(`They browse for ${minutes} minutes.`);
  const until = Date.now() + minutes * 60_000;
  const ticking = setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 60_000);
    if (left > 0) console.log(`${ledger.accepted.size} events accepted, ${left} minutes left.`);
  }, 60_000);
  try {
    await Promise.all([
      runFaults({ collector, random: random.fork(), ledger, signal, until }),
      killWriters({ writers, random: random.fork(), ledger, signal, until }),
      ...visitors.map((visitor) => visitor.browse(until)),
    ]);
  } finally {
    clearInterval(ticking);
  }

  console.log('Calm: every visitor opens a last page and waits until its queue is empty.');
  ledger.note('collector', 'no faults any more');
  return (await Promise.all(visitors.map(({ leave }) => leave()))).flat();
};

/** Waits until all is stored that waits in the stream, and every cart that was left is told. @param {Stage['collector']} collector @param {AbortSignal} signal */
const untilTold = async (collector, signal) => {
  const until = Date.now() + MOST_WAITING;
  while ((await collector.waiting(BUSINESS)) > 0 && Date.now() < until && !signal.aborted) await pause(500, signal);
};

/** @param {SoakOptions} options @param {AbortSignal} signal @returns {Promise<boolean>} whether all is well */
const soak = async (options, signal) => {
  const began = Date.now();
  const ledger = createLedger();
  const stage = await setStage(options);
  // What is waiting for a page waits no longer.
  signal.addEventListener('abort', () => void stage.browser.close(), { once: true });
  try {
    const queued = await browse(stage, ledger, options, signal);
    if (signal.aborted) throw signal.reason;
    await stage.browser.close();
    await untilTold(stage.collector, signal);
    const programs = [stage.collector, ...stage.writers];
    await Promise.all(programs.map(({ stop }) => stop()));
    const { totals } = stage.collector;
    const complaints = programs.flatMap((program) => program.complaints);
    const about = { minutes: options.minutes, queued, preflights: totals.preflights, complaints };
    const rows = await stage.readRows();
    const isLeft = (/** @type {{ action: string }} */ { action }) => action === LEFT;
    const carts = judgeCarts(rows);
    const judgement = judge(
      ledger,
      rows.filter((row) => !isLeft(row)),
      { ...about, carts },
    );
    const figures = toFigures(ledger, judgement, { options, totals, seconds: (Date.now() - began) / 1000 });
    const { failures, suspects } = judgement;
    const report = {
      at: new Date(began),
      verdict:
        failures.length > 0
          ? failures
          : 'every accepted event is stored exactly once, and every cart that was left is told once',
      figures: Object.fromEntries(figures),
      counts: Object.fromEntries([...ledger.counts].sort()),
      traces: suspects.map((id) => traceEvent(ledger, id)),
      carts: carts.stories,
    };
    const file = `${REPORTS}/soak-${options.seed}.json`;
    await mkdir(REPORTS, { recursive: true });
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
    console.log(`\n${toTable(figures)}\n\nDetails are in ${file}.`);
    for (const failure of failures) console.log(`FAILED: ${failure}`);
    if (failures.length === 0) console.log(`PASSED: ${report.verdict}.`);
    return failures.length === 0;
  } finally {
    await stage.clear();
  }
};

const options = readOptions(argv.slice(2));
if (options === 'help') console.log(usage);
else {
  chdir(fileURLToPath(new URL('..', import.meta.url)));
  const controller = new AbortController();
  // Every visitor that rests listens to it.
  setMaxListeners(0, controller.signal);
  const limit = (options.minutes + MORE_MINUTES) * 60_000;
  const timer = setTimeout(
    () => controller.abort(new Error(`The run took more than ${limit / 60_000} minutes.`)),
    limit,
  );
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(name, () => controller.abort(new Error(`Ended by ${name}.`)));
  }
  console.log(`Seed ${options.seed}: repeat the choices of this run with --seed ${options.seed}.`);
  try {
    if (!(await soak(options, controller.signal))) process.exitCode = 1;
  } catch (error) {
    const reason = controller.signal.aborted ? controller.signal.reason : error;
    console.error(reason instanceof Error ? reason.message : reason);
    process.exitCode = 1;
  } finally {
    clearTimeout(timer);
  }
}
