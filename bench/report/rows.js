import { summarise } from '../statistics.js';
import { startRows } from './start-rows.js';

/** @import { Measurement, Results } from '../run-rounds.js' */
/** @import { Sizes } from '../bundle-contestants.js' */
/** @import { Summary } from '../statistics.js' */

/**
 * @typedef {object} Row one line of the table
 * @property {string} what
 * @property {string} unit
 * @property {Summary} vitrina
 * @property {Summary} [plausible]
 * @property {Summary} [baseline] what the section's title says
 * @property {string} [goal] in words
 * @property {boolean} [isMet]
 */

/** @typedef {{ title: string, rows: Row[] }} Section */

/**
 * @param {string} what
 * @param {string} unit
 * @param {{ vitrina: Record<string, any>[], plausible: Record<string, any>[] }} rounds
 * @param {string} name
 * @param {number} [limit]
 * @param {string} [under] how the goal is worded
 * @returns {Row}
 */
const limited = (what, unit, rounds, name, limit, under = '≤') => {
  const vitrina = summarise(rounds.vitrina.map((round) => round[name]));
  const plausible = summarise(rounds.plausible.map((round) => round[name]));
  const goal = limit === undefined ? {} : { goal: `${under} ${limit} ${unit}`, isMet: vitrina.median <= limit };
  return { what, unit, vitrina, plausible, ...goal };
};

/** @param {NonNullable<Results['track']>} results @returns {Section} */
const trackRows = ({ spaced, burst }) => {
  const bare = spaced.vitrina.flatMap((round) => round.bare ?? []);
  /** @param {string} what @param {'median' | 'mean' | 'percentile95' | 'perEvent'} name @param {number} [limit] @returns {Row} */
  const beside = (what, name, limit) => ({
    ...limited(what, 'ms', spaced, name, limit),
    baseline: summarise(bare.map((round) => round[name])),
  });
  const call = beside('one call, every 50 ms in an idle task: median', 'median');
  const ratio = call.vitrina.median / (call.baseline?.median ?? NaN);
  return {
    title:
      `track(), rounds: ${spaced.vitrina.length}, of the loop ${burst.vitrina.length}; ` +
      `baseline: localStorage.setItem of the same ${bare[0]?.characters} characters on the same page`,
    rows: [
      { ...call, goal: `≤ 2 × the baseline; is ${ratio.toFixed(2)} ×`, isMet: ratio <= 2 },
      beside('the same: mean', 'mean'),
      beside('the same: 95 of 100 calls are shorter', 'percentile95'),
      beside('all tasks per event, processor time without the idle page’s', 'perEvent', 4),
      limited('one call of 1,000 in a loop: median', 'ms', burst, 'median', 0.1),
      limited('the loop of 1,000 calls', 'ms', burst, 'loop', 300, 'under'),
      limited('the longest task after it, by the page’s observer (0: none over 50)', 'ms', burst, 'longest', 50),
      limited('the same, processor time', 'ms', burst, 'longestProcessor'),
    ],
  };
};

/** @param {NonNullable<Results['wire']>} wire @returns {Section} */
const wireRows = (wire) => {
  /** @param {string} what @param {string} unit @param {(round: typeof wire.vitrina[0]) => number} value @returns {Row} */
  const row = (what, unit, value) => ({
    what,
    unit,
    vitrina: summarise(wire.vitrina.map(value)),
    plausible: summarise(wire.plausible.map(value)),
  });
  const arrived = row('events that arrived, of 50', '', ({ events }) => events);
  const preflights = row('preflights', '', ({ preflights }) => preflights);
  return {
    title: 'On the wire, 50 events 40 ms apart',
    rows: [
      { ...arrived, goal: '50', isMet: arrived.vitrina.least === 50 && arrived.vitrina.most === 50 },
      row('requests', '', ({ requests }) => requests),
      { ...preflights, goal: '0', isMet: preflights.vitrina.most === 0 },
      row('bytes per event: bodies', 'B', ({ bodies, sent }) => bodies / sent),
      row('bytes per event: request lines and headers', 'B', ({ heads, sent }) => heads / sent),
      row('bytes per event: together', 'B', ({ bodies, heads, sent }) => (bodies + heads) / sent),
    ],
  };
};

/** @param {Sizes} sizes @returns {Section} */
const sizeRows = ({ vitrina, plausible, createTracker }) => {
  /** @param {string} what @param {number} own @param {number} [other] @param {number} [limit] kB @returns {Row} */
  const row = (what, own, other, limit) => ({
    what,
    unit: 'B',
    vitrina: summarise([own]),
    plausible: other === undefined ? undefined : summarise([other]),
    ...(limit === undefined ? {} : { goal: `≤ ${limit.toFixed(1)} kB`, isMet: own <= limit * 1000 }),
  });
  return {
    title: 'Size',
    rows: [
      row('script file, brotli', vitrina.brotli, plausible.brotli, 12.4),
      row('script file, gzip', vitrina.gzip, plausible.gzip),
      row('script file, minified', vitrina.minified, plausible.minified),
      row('createTracker from npm with what it needs, brotli', createTracker.brotli, undefined, 11),
      row('the same, minified', createTracker.minified),
    ],
  };
};

/**
 * What was measured, beside its goals.
 *
 * @param {Results} results
 * @param {Sizes} sizes
 * @param {Measurement} [only]
 */
export const toSections = ({ start, track, wire }, sizes, only) => [
  ...(start ? [startRows(start)] : []),
  ...(track ? [trackRows(track)] : []),
  ...(wire ? [wireRows(wire)] : []),
  ...(!only || only === 'size' ? [sizeRows(sizes)] : []),
];
