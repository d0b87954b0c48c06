import { median, summarise } from '../statistics.js';

/** @import { Results } from '../run-rounds.js' */
/** @import { Visit } from '../tasks/read-visit.js' */
/** @import { Row, Section } from './rows.js' */

/** How much of plausible-tracker's time Vitrina may take. */
const LIMITS = { first: 1.2, second: 1 };

/** @param {number} ratio @param {number} limit */
const toGoal = (ratio, limit) =>
  // What is too small to be told from the empty page is no measure.
  ratio > 0 && Number.isFinite(ratio)
    ? { goal: `≤ ${limit.toFixed(1)} × plausible; is ${ratio.toFixed(2)} ×`, isMet: ratio <= limit }
    : { goal: `≤ ${limit.toFixed(1)} × plausible; too noisy to say` };

/**
 * The time above the empty script is the median of a contestant less the median of the empty script's pages, not the median of
 * differences round by round: two pages of one round differ by chance as much as two of different rounds, and a median of all the
 * empty ones carries less of that into the result than any single one.
 *
 * @param {NonNullable<Results['start']>} start
 * @returns {Section}
 */
export const startRows = ({ visits, evaluate }) => {
  const rows = /** @type {const} */ (['', 'Full']).flatMap((full) =>
    /** @type {const} */ (['first', 'second']).flatMap((which) => {
      const of = visits[which];
      const limit = LIMITS[which];
      const empty = of.empty.map(({ all }) => all);
      const above = (/** @type {Visit[]} */ some) => summarise(some.map(({ all }) => all - median(empty)));
      const own = (/** @type {Visit[]} */ some) => summarise(some.map((visit) => visit.own));
      const [vitrina, plausible] = [of[`vitrina${full}`], of[`plausible${full}`]];
      const what = `${which} visit${full && ', 2 MB of others in localStorage'}`;
      /** @type {Row} */
      const all = {
        what: `${what}: all tasks above the empty script`,
        unit: 'ms',
        vitrina: above(vitrina),
        plausible: above(plausible),
        baseline: summarise(empty),
      };
      /** @type {Row} */
      const named = {
        what: '  of them tasks that run its code, its timers or its requests',
        unit: 'ms',
        vitrina: own(vitrina),
        plausible: own(plausible),
        baseline: own(of.empty),
      };
      const ratio = named.vitrina.median / (named.plausible?.median ?? NaN);
      return [
        { ...all, ...toGoal(all.vitrina.median / (all.plausible?.median ?? NaN), limit) },
        { ...named, goal: `is ${ratio.toFixed(2)} ×` },
      ];
    }),
  );
  const processor = (/** @type {{ processor: number }[]} */ rounds) =>
    summarise(rounds.map((round) => round.processor));
  return {
    title: `Whole visits, processor time of the main thread, rounds: ${visits.first.vitrina.length}; baseline: the page with the empty script`,
    rows: [
      ...rows,
      {
        what: 'detail: evaluate + initialize alone',
        unit: 'ms',
        vitrina: processor(evaluate.vitrina),
        plausible: processor(evaluate.plausible),
      },
    ],
  };
};
