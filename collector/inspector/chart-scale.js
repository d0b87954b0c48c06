/**
 * Round steps for an axis of whole numbers.
 * @param {number} highest
 * @param {number} [wanted] how many steps at most
 * @returns {number[]} from 0 to at least the highest value
 */
export const countTicks = (highest, wanted = 4) => {
  const rough = Math.max(1, highest / wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  const top = Math.max(1, Math.ceil(highest / step)) * step;
  return Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);
};

const minute = 60_000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 20_160, 43_200].map(
  (length) => length * minute,
);

/**
 * Round times of the reader's day between two moments.
 * @param {number} from milliseconds
 * @param {number} to milliseconds
 * @param {number} wanted how many at most
 */
export const timeTicks = (from, to, wanted) => {
  const step = steps.find((length) => (to - from) / length <= wanted) ?? 43_200 * minute;
  const shift = new Date(from).getTimezoneOffset() * minute;
  const ticks = [];
  for (let time = Math.ceil((from - shift) / step) * step + shift; time <= to; time += step) ticks.push(time);
  return ticks;
};

/** @typedef {{ action: string, total: number, members: string[] }} Series */

/**
 * The actions to draw, most frequent first; what is rare is drawn together, so that the legend stays readable.
 * @param {import('./api.js').Counts} counts
 * @param {number} [most]
 * @returns {Series[]}
 */
export const toSeries = (counts, most = 9) => {
  const all = counts.actions
    .map((action) => ({
      action,
      total: counts.buckets.reduce((sum, bucket) => sum + (bucket.counts[action] ?? 0), 0),
      members: [action],
    }))
    .filter((series) => series.total > 0)
    .sort((one, other) => other.total - one.total || one.action.localeCompare(other.action));
  if (all.length <= most) return all;
  const rest = all.slice(most - 1);
  const total = rest.reduce((sum, series) => sum + series.total, 0);
  return [...all.slice(0, most - 1), { action: '', total, members: rest.map((series) => series.action) }];
};

/**
 * @param {Record<string, number>} counts
 * @param {Series} series
 */
export const valueOf = (counts, series) => series.members.reduce((sum, action) => sum + (counts[action] ?? 0), 0);
