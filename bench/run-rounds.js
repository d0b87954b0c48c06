import { recordTrace } from './browser/record-trace.js';
import { measureBurst, readBurst } from './measure/measure-burst.js';
import { measureSpaced } from './measure/measure-spaced.js';
import { measureStart, readStart } from './measure/measure-start.js';
import { measureWire } from './measure/measure-wire.js';

/** @import { TraceEvent } from './browser/record-trace.js' */
/** @import { Contestant, Contestants } from './contestants.js' */
/** @import { Setting, Surroundings } from './measure/open-page.js' */

/**
 * Measures all by turns, each time on a fresh page, so that what else the machine does meets all alike. Where the machine is too
 * busy for all rounds, there are fewer, but one at least.
 *
 * @template T
 * @template {string} N
 * @param {number} rounds
 * @param {number} deadline Unix ms
 * @param {(contestant: Contestant) => Promise<T>} measure
 * @param {Record<N, Contestant>} contestants
 */
const byTurns = async (rounds, deadline, measure, contestants) => {
  const names = /** @type {N[]} */ (Object.keys(contestants));
  /** @type {[N, T[]][]} */
  const empty = names.map((name) => [name, []]);
  const results = /** @type {Record<N, T[]>} */ (Object.fromEntries(empty));
  for (let round = 0; round < rounds && (round === 0 || Date.now() < deadline); round++) {
    for (const name of names) results[name].push(await measure(contestants[name]));
  }
  return results;
};

/**
 * @template T, R
 * @template {string} N
 * @param {Record<N, T[]>} measured
 * @param {(trace: TraceEvent[], measured: T) => R} read
 * @param {TraceEvent[]} trace
 */
const readAll = (measured, read, trace) =>
  /** @type {Record<N, R[]>} */ (
    Object.fromEntries(
      Object.entries(measured).map(([name, rounds]) => [
        name,
        /** @type {T[]} */ (rounds).map((one) => read(trace, one)),
      ]),
    )
  );

/**
 * @param {Surroundings} surroundings
 * @param {Contestants} contestants
 * @param {number} rounds of the start; the measurements that repeat calls by themselves take a third of them
 * @param {(what: string) => void} tell
 */
export const runRounds = async (surroundings, contestants, rounds, tell) => {
  const { vitrina, plausible } = contestants;
  const fewer = Math.ceil(rounds / 3);
  let deadline = Date.now();
  /**
   * @template T
   * @template {string} N
   * @param {string} what @param {number} count @param {number} seconds that it may begin rounds for
   * @param {(setting: Setting) => Promise<T>} measure @param {Record<N, Contestant>} whom @param {boolean} [isFull]
   */
  const run = async (what, count, seconds, measure, whom, isFull = false) => {
    tell(`Measuring ${what} …`);
    // What one measurement has left over, the next may use.
    deadline += seconds * 1000;
    return byTurns(count, deadline, (contestant) => measure({ ...surroundings, contestant, isFull }), whom);
  };
  // One trace for many pages: beginning one while a closed page still ends takes the browser ten seconds.
  const [empty, full, startTrace] = await recordTrace(surroundings.browser, async () => [
    await run('the start', rounds, 35, measureStart, contestants),
    await run('the start with a full localStorage', rounds, 35, measureStart, contestants, true),
  ]);
  const [burst, burstTrace] = await recordTrace(surroundings.browser, async () => [
    await run('a burst', fewer, 20, measureBurst, { vitrina, plausible }),
  ]);
  return {
    start: { empty: readAll(empty, readStart, startTrace), full: readAll(full, readStart, startTrace) },
    burst: readAll(burst, readBurst, burstTrace),
    spaced: await run('single calls', fewer, 45, measureSpaced, contestants),
    wire: await run('what is sent', 1, 5, measureWire, { vitrina, plausible }),
  };
};

/** @typedef {Awaited<ReturnType<typeof runRounds>>} Results */
