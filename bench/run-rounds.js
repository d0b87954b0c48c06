import { recordTrace } from './browser/record-trace.js';
import { measureBurst, readBurst } from './measure/measure-burst.js';
import { measureSpaced } from './measure/measure-spaced.js';
import { measureStart, readStart } from './measure/measure-start.js';
import { measureWire } from './measure/measure-wire.js';

/** @import { TraceEvent } from './browser/record-trace.js' */
/** @import { Contestant } from './contestants.js' */
/** @import { Setting, Surroundings } from './measure/open-page.js' */

/**
 * Measures both by turns, each time on a fresh page, so that what else the machine does meets both alike. Where the machine is too
 * busy for all rounds, there are fewer, but one at least.
 *
 * @template T
 * @param {number} rounds
 * @param {number} deadline Unix ms
 * @param {(contestant: Contestant) => Promise<T>} measure
 * @param {{ vitrina: Contestant, plausible: Contestant }} contestants
 */
const byTurns = async (rounds, deadline, measure, { vitrina, plausible }) => {
  /** @type {{ vitrina: T[], plausible: T[] }} */
  const results = { vitrina: [], plausible: [] };
  for (let round = 0; round < rounds && (round === 0 || Date.now() < deadline); round++) {
    results.vitrina.push(await measure(vitrina));
    results.plausible.push(await measure(plausible));
  }
  return results;
};

/**
 * @template T, R
 * @param {{ vitrina: T[], plausible: T[] }} measured
 * @param {(trace: TraceEvent[], measured: T) => R} read
 * @param {TraceEvent[]} trace
 */
const readAll = ({ vitrina, plausible }, read, trace) => ({
  vitrina: vitrina.map((one) => read(trace, one)),
  plausible: plausible.map((one) => read(trace, one)),
});

/**
 * @param {Surroundings} surroundings
 * @param {{ vitrina: Contestant, plausible: Contestant }} contestants
 * @param {number} rounds of the start; the measurements that repeat calls by themselves take a third of them
 * @param {(what: string) => void} tell
 */
export const runRounds = async (surroundings, contestants, rounds, tell) => {
  const fewer = Math.ceil(rounds / 3);
  let deadline = Date.now();
  /**
   * @template T
   * @param {string} what @param {number} count @param {number} seconds that it may begin rounds for
   * @param {(setting: Setting) => Promise<T>} measure @param {boolean} [isFull]
   */
  const run = async (what, count, seconds, measure, isFull = false) => {
    tell(`Measuring ${what} …`);
    // What one measurement has left over, the next may use.
    deadline += seconds * 1000;
    return byTurns(count, deadline, (contestant) => measure({ ...surroundings, contestant, isFull }), contestants);
  };
  // One trace for many pages: beginning one while a closed page still ends takes the browser ten seconds.
  const [empty, full, startTrace] = await recordTrace(surroundings.browser, async () => [
    await run('the start', rounds, 25, measureStart),
    await run('the start with a full localStorage', rounds, 25, measureStart, true),
  ]);
  const [burst, burstTrace] = await recordTrace(surroundings.browser, async () => [
    await run('a burst', fewer, 20, measureBurst),
  ]);
  return {
    start: { empty: readAll(empty, readStart, startTrace), full: readAll(full, readStart, startTrace) },
    burst: readAll(burst, readBurst, burstTrace),
    spaced: await run('single calls', fewer, 35, measureSpaced),
    wire: await run('what is sent', 1, 5, measureWire),
  };
};

/** @typedef {Awaited<ReturnType<typeof runRounds>>} Results */
