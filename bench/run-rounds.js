import { measureBurst } from './measure/measure-burst.js';
import { measureSpaced } from './measure/measure-spaced.js';
import { measureStart } from './measure/measure-start.js';
import { measureWire } from './measure/measure-wire.js';

/** @import { Contestant } from './contestants.js' */
/** @import { Setting, Surroundings } from './measure/open-page.js' */

/**
 * Measures both by turns, each time on a fresh page, so that what else the machine does meets both alike.
 *
 * @template T
 * @param {number} rounds
 * @param {(contestant: Contestant) => Promise<T>} measure
 * @param {{ vitrina: Contestant, plausible: Contestant }} contestants
 */
const byTurns = async (rounds, measure, { vitrina, plausible }) => {
  /** @type {{ vitrina: T[], plausible: T[] }} */
  const results = { vitrina: [], plausible: [] };
  for (let round = 0; round < rounds; round++) {
    results.vitrina.push(await measure(vitrina));
    results.plausible.push(await measure(plausible));
  }
  return results;
};

/**
 * @param {Surroundings} surroundings
 * @param {{ vitrina: Contestant, plausible: Contestant }} contestants
 * @param {number} rounds of the start; the measurements that repeat calls by themselves take a third of them
 * @param {(what: string) => void} tell
 */
export const runRounds = async (surroundings, contestants, rounds, tell) => {
  const fewer = Math.ceil(rounds / 3);
  /**
   * @template T
   * @param {string} what @param {number} count @param {(setting: Setting) => Promise<T>} measure @param {boolean} [isFull]
   */
  const run = (what, count, measure, isFull = false) => {
    tell(`${what}: ${count} ${count === 1 ? 'round' : 'rounds'}`);
    return byTurns(count, (contestant) => measure({ ...surroundings, contestant, isFull }), contestants);
  };
  return {
    start: {
      empty: await run('start', rounds, measureStart),
      full: await run('start with a full localStorage', rounds, measureStart, true),
    },
    spaced: await run('single calls', fewer, measureSpaced),
    burst: await run('a burst', fewer, measureBurst),
    wire: await run('requests', 1, measureWire),
  };
};

/** @typedef {Awaited<ReturnType<typeof runRounds>>} Results */
