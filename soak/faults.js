import { pause } from './pause.js';

/** @import { Fault } from '../collector/dist/index.d.ts' */
/** @import { CollectorProcess } from './collector-process.js' */
/** @import { Ledger } from './ledger.js' */
/** @import { Random } from './random.js' */
/** @import { WriterProcess } from './writer-process.js' */

/** @typedef {Omit<Fault, 'count'>} Plan */

/**
 * How long each lasts is short beside the back-off of the client, so that no visitor's queue comes near a cap.
 *
 * @type {{ weight: number, ms: [least: number, most: number], plan: (random: Random) => Plan }[]}
 */
const KINDS = [
  { weight: 3, ms: [1000, 5000], plan: () => ({ kind: 'down' }) },
  { weight: 2, ms: [1000, 5000], plan: (random) => ({ kind: '503', commit: random.chance(0.3) }) },
  { weight: 1, ms: [1000, 4000], plan: (random) => ({ kind: '503', retryAfter: random.whole(1, 5) }) },
  { weight: 3, ms: [1000, 4000], plan: (random) => ({ kind: '429', retryAfter: random.whole(1, 5) }) },
  { weight: 2, ms: [1000, 4000], plan: (random) => ({ kind: 'hang', commit: random.chance(0.5) }) },
  { weight: 4, ms: [1000, 5000], plan: () => ({ kind: 'reset' }) },
  { weight: 3, ms: [2000, 6000], plan: (random) => ({ kind: 'slow', milliseconds: random.whole(300, 3000) }) },
];
/** A kill every so many faults, on average. */
const KILL_SHARE = 1 / 6;
/**
 * How far the clock of a collector that was started again may be from the right one, in ms: less than the minute from which on the clock of
 * a visitor counts as wrong.
 */
const CLOCK = /** @type {const} */ ([-40_000, 40_000]);

/** A writer is killed so long after the last one was. Milliseconds. */
const BETWEEN_WRITERS = /** @type {const} */ ([5000, 30_000]);

/**
 * Kills one writer after the other, and starts it again, until it is told to end.
 *
 * @param {object} parts
 * @param {WriterProcess[]} parts.writers
 * @param {Random} parts.random
 * @param {Ledger} parts.ledger
 * @param {AbortSignal} parts.signal
 * @param {number} parts.until Unix ms
 */
export const killWriters = async ({ writers, random, ledger, signal, until }) => {
  const isOver = () => signal.aborted || Date.now() >= until;
  while (writers.length > 0) {
    await pause(random.between(...BETWEEN_WRITERS), signal);
    if (isOver()) break;
    const writer = random.pick(writers);
    await writer.kill();
    ledger.count('writer kills (SIGKILL)');
    await pause(random.between(300, 5000), signal);
    if (signal.aborted) return;
    const moved = random.chance(0.5) ? random.whole(...CLOCK) : 0;
    await writer.start(moved);
    ledger.note('writer', `killed and started again, its clock moved by ${moved} ms`);
  }
  for (const writer of signal.aborted ? [] : writers) {
    await writer.kill();
    await writer.start();
  }
};

/**
 * Has the collector suffer one fault after the other, with healthy moments in between, until it is told to end.
 *
 * @param {object} parts
 * @param {CollectorProcess} parts.collector
 * @param {Random} parts.random
 * @param {Ledger} parts.ledger
 * @param {AbortSignal} parts.signal
 * @param {number} parts.until Unix ms
 */
export const runFaults = async ({ collector, random, ledger, signal, until }) => {
  const isOver = () => signal.aborted || Date.now() >= until;
  /** @param {string} what */
  const note = (what) => ledger.note('collector', what);

  const killAndRestart = async () => {
    const met = await collector.kill();
    ledger.count('collector kills (SIGKILL)');
    note('killed');
    await pause(random.between(300, 5000), signal);
    if (signal.aborted) return met;
    const moved = random.chance(0.5) ? random.whole(...CLOCK) : 0;
    await collector.start(moved);
    ledger.count('collector restarts');
    if (moved !== 0) ledger.count('collector clocks moved');
    note(`started again, its clock moved by ${moved} ms`);
    return met;
  };

  while (!isOver()) {
    await pause(random.between(500, 4000), signal);
    if (isOver()) break;
    if (random.chance(KILL_SHARE / 2)) {
      await killAndRestart();
      continue;
    }
    const { ms, plan } = random.pickWeighted(KINDS);
    const fault = plan(random);
    await collector.plant(fault);
    note(`fault: ${JSON.stringify(fault)}`);
    await pause(random.between(...ms), signal);
    if (signal.aborted) break;
    // A kill while requests hang or wait for a slow answer: stored, perhaps, and never answered.
    const isKilled = random.chance(KILL_SHARE / 2);
    const met = isKilled ? await killAndRestart() : await collector.clear();
    if (!isKilled) note('fault cleared');
    ledger.count(`requests that met ${fault.kind}`, met);
  }
  if (signal.aborted) return;
  await collector.kill();
  await collector.start();
  note('started a last time, with the right clock');
};
