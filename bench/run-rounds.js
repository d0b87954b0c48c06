import { recordTrace } from './browser/record-trace.js';
import { measureBurst, readBurst } from './measure/measure-burst.js';
import { measureSpaced } from './measure/measure-spaced.js';
import { measureStart, readStart } from './measure/measure-start.js';
import { measureWire } from './measure/measure-wire.js';
import { runVisits } from './run-visits.js';

/** @import { TraceEvent } from './browser/record-trace.js' */
/** @import { Contestant, Contestants } from './contestants.js' */
/** @import { Setting, Surroundings } from './measure/open-page.js' */
/** @import { Servers } from './start-servers.js' */

/** What can be asked for alone. */
export const MEASUREMENTS = /** @type {const} */ (['start', 'track', 'wire', 'size']);

/** @typedef {typeof MEASUREMENTS[number]} Measurement */

/** How long each may begin rounds, in seconds; by default all fit in, unless the machine is too busy. */
const SECONDS = { visits: 160, evaluate: 5, burst: 10, spaced: 75, wire: 5 };

/**
 * Measures all by turns, each time on a fresh page, so that what else the machine does meets all alike. Where the machine is too
 * busy for all rounds, there are fewer, but one at least.
 *
 * @template T
 * @param {number} rounds
 * @param {number} deadline Unix ms
 * @param {(contestant: Contestant) => Promise<T>} measure
 * @param {Contestants} contestants
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
 * @param {Surroundings & { servers: Servers }} surroundings
 * @param {Contestants} contestants
 * @param {{ rounds: number, only?: Measurement, isBounded: boolean }} asked `rounds` of the visits, the others take half of them;
 *   `isBounded`: rather fewer rounds than more minutes
 * @param {(what: string) => void} tell
 */
export const runRounds = async (surroundings, contestants, { rounds, only, isBounded }, tell) => {
  const { browser } = surroundings;
  const fewer = Math.ceil(rounds / 2);
  let deadline = Date.now();
  /** What one measurement has left over, the next may use. @param {string} what @param {number} seconds */
  const begin = (what, seconds) => {
    tell(`Measuring ${what} …`);
    return isBounded ? (deadline += seconds * 1000) : Infinity;
  };
  /**
   * @template T
   * @param {string} what @param {number} count @param {number} seconds
   * @param {(setting: Setting) => Promise<T>} measure
   */
  const run = (what, count, seconds, measure) =>
    byTurns(count, begin(what, seconds), (contestant) => measure({ ...surroundings, contestant }), contestants);

  const start = async () => {
    const visits = await runVisits(surroundings, contestants, rounds, begin('whole visits', SECONDS.visits));
    const [evaluate, trace] = await recordTrace(browser, async () => [
      await run('evaluate + initialize', fewer, SECONDS.evaluate, measureStart),
    ]);
    return { visits, evaluate: readAll(evaluate, readStart, trace) };
  };
  const track = async () => {
    const [burst, trace] = await recordTrace(browser, async () => [
      await run('a burst', fewer, SECONDS.burst, measureBurst),
    ]);
    const spaced = await run('single calls', fewer, SECONDS.spaced, measureSpaced);
    return { burst: readAll(burst, readBurst, trace), spaced };
  };
  const isWanted = (/** @type {Measurement} */ name) => !only || only === name;
  return {
    start: isWanted('start') ? await start() : undefined,
    track: isWanted('track') ? await track() : undefined,
    wire: isWanted('wire') ? await run('what is sent', 1, SECONDS.wire, measureWire) : undefined,
  };
};

/** @typedef {Awaited<ReturnType<typeof runRounds>>} Results */
