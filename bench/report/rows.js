import { summarise } from '../statistics.js';

/** @import { Results } from '../run-rounds.js' */
/** @import { Sizes } from '../bundle-contestants.js' */
/** @import { Summary } from '../statistics.js' */

/**
 * @typedef {object} Row one line of the table
 * @property {string} what
 * @property {string} unit
 * @property {Summary} vitrina
 * @property {Summary} [plausible]
 * @property {Summary} [bare] the calls of the browser that it takes, and nothing else
 * @property {string} [goal] in words
 * @property {boolean} [isMet]
 */

/** @typedef {{ title: string, rows: Row[] }} Section */

/** @param {Results} results @returns {Section} */
const startRows = ({ start }) => {
  const rows = [false, true].flatMap((isFull) => {
    const of = isFull ? start.full : start.empty;
    const where = isFull ? ', 2 MB of others in localStorage' : '';
    /** @param {string} what @param {'clock' | 'processor' | 'untilRequest'} name @param {number} share @returns {Row} */
    const row = (what, name, share) => {
      const vitrina = summarise(of.vitrina.map((round) => round[name]));
      const plausible = summarise(of.plausible.map((round) => round[name]));
      const bare = summarise(of.bare.map((round) => round[name]));
      const ratio = vitrina.median / plausible.median;
      const goal = `≤ ${share.toFixed(1)} × plausible; is ${ratio.toFixed(2)} ×`;
      return { what: what + where, unit: 'ms', vitrina, plausible, bare, goal, isMet: ratio <= share };
    };
    return [
      row('evaluate + initialize, by the clock', 'clock', 0.8),
      row('the same, processor time', 'processor', 0.8),
      row('tasks until the first request has left, processor time', 'untilRequest', 1),
    ];
  });
  const { length } = start.empty.vitrina;
  return { title: `Start, rounds: ${length} and ${start.full.vitrina.length} with a full localStorage`, rows };
};

/**
 * @param {string} what
 * @param {string} unit
 * @param {{ vitrina: Record<string, number>[], plausible: Record<string, number>[], bare?: Record<string, number>[] }} rounds
 * @param {string} name
 * @param {number} [limit]
 * @param {string} [under] how the goal is worded
 * @returns {Row}
 */
const limited = (what, unit, rounds, name, limit, under = '≤') => {
  const vitrina = summarise(rounds.vitrina.map((round) => round[name] ?? NaN));
  const plausible = summarise(rounds.plausible.map((round) => round[name] ?? NaN));
  const bare = rounds.bare && summarise(rounds.bare.map((round) => round[name] ?? NaN));
  const goal = limit === undefined ? {} : { goal: `${under} ${limit} ${unit}`, isMet: vitrina.median <= limit };
  return { what, unit, vitrina, plausible, bare, ...goal };
};

/** @param {Results} results @returns {Section} */
const trackRows = ({ spaced, burst }) => ({
  title: `track(), rounds: ${spaced.vitrina.length}, of the loop ${burst.vitrina.length}`,
  rows: [
    limited('one call, every 50 ms in an idle task: median', 'ms', spaced, 'median', 0.4),
    limited('the same: mean', 'ms', spaced, 'mean'),
    limited('the same: 95 of 100 calls are shorter', 'ms', spaced, 'percentile95'),
    limited('all tasks per event, processor time without the idle page’s', 'ms', spaced, 'perEvent', 5),
    limited('one call of 1,000 in a loop: median', 'ms', burst, 'median', 0.4),
    limited('the loop of 1,000 calls', 'ms', burst, 'loop', 400, 'under'),
    limited('the longest task after it, by the page’s observer (0: none over 50)', 'ms', burst, 'longest', 50),
    limited('the same, processor time', 'ms', burst, 'longestProcessor'),
  ],
});

/** @param {Results} results @returns {Section} */
const wireRows = ({ wire }) => {
  /** @param {string} what @param {string} unit @param {(round: Results['wire']['vitrina'][0]) => number} value @returns {Row} */
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
      row('script file, brotli', vitrina.brotli, plausible.brotli, 7),
      row('script file, gzip', vitrina.gzip, plausible.gzip),
      row('script file, minified', vitrina.minified, plausible.minified),
      row('createTracker from npm with what it needs, brotli', createTracker.brotli, undefined, 5.5),
      row('the same, minified', createTracker.minified),
    ],
  };
};

/**
 * What was measured, beside its goals.
 *
 * @param {Results} results
 * @param {Sizes} sizes
 */
export const toSections = (results, sizes) => [
  startRows(results),
  trackRows(results),
  wireRows(results),
  sizeRows(sizes),
];
