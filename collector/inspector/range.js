import { button, element } from './dom.js';
import { wordsOf } from './language.js';
import { chartWords } from './words/chart.js';

/** @typedef {{ id: keyof typeof chartWords.en.ranges, name: string, minutes: number, buckets: number }} Range */

/** @type {Range[]} */
export const ranges = [
  { id: '15m', name: '15 min', minutes: 15, buckets: 30 },
  { id: '1h', name: '1 h', minutes: 60, buckets: 60 },
  { id: '24h', name: '24 h', minutes: 1440, buckets: 48 },
  { id: '7d', name: '7 d', minutes: 10_080, buckets: 56 },
  { id: '30d', name: '30 d', minutes: 43_200, buckets: 60 },
  { id: '90d', name: '90 d', minutes: 129_600, buckets: 90 },
];
const usual = /** @type {Range} */ (ranges[1]);

/** @param {string} id as in the address; empty for the usual one */
export const rangeOf = (id) => ranges.find((range) => range.id === id) ?? usual;

/**
 * @param {Range} range
 * @returns {string} such as "in the last hour"
 */
export const rangeWords = (range) => wordsOf(chartWords).ranges[range.id];

/** @param {Range} range */
export const isLongest = (range) => range === ranges.at(-1);

/**
 * The span of a range, in the whole steps by which the collector counts, so that all questions are about the same events.
 * @param {Range} range
 * @param {number} now milliseconds, by the collector's clock
 * @returns {{ from: number, to: number }} Unix seconds
 */
export const spanOf = ({ minutes, buckets }, now) => {
  const step = Math.max(1, Math.round((minutes * 60) / buckets));
  const to = (Math.floor(now / 1000 / step) + 1) * step;
  return { from: to - step * buckets, to };
};

/** @param {(id: string) => void} onChoose gets an empty id for the usual range, which needs no place in the address */
export const createRangePicker = (onChoose) => {
  const buttons = ranges.map((range) =>
    button(
      range.name,
      {
        class: 'button segment',
        'data-range': range.id,
        'aria-label': wordsOf(chartWords).choose(range.name, rangeWords(range)),
      },
      () => onChoose(range === usual ? '' : range.id),
    ),
  );
  return {
    node: element('div', { class: 'segments', role: 'group', 'aria-label': wordsOf(chartWords).span }, ...buttons),

    /** @param {Range} range */
    show: (range) => {
      for (const one of buttons) one.setAttribute('aria-pressed', String(one.dataset.range === range.id));
    },
  };
};
