import { toMilliseconds } from './api.js';
import { valueOf } from './chart-scale.js';
import { element, foreignText } from './dom.js';
import { clip, count, day, hourMinute } from './format.js';
import { wordsOf } from './language.js';
import { chartWords } from './words/chart.js';

/**
 * The same numbers as the picture; spans of time in which nothing happened are left out.
 * @param {import('./api.js').Counts} counts
 * @param {import('./chart-scale.js').Series[]} series
 */
export const chartTable = (counts, series) => {
  const words = wordsOf(chartWords);
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, words.from),
    ...series.map((one) =>
      element('th', { scope: 'col', class: 'number' }, foreignText(clip(one.action || words.other, 40))),
    ),
  );
  const lines = counts.buckets.flatMap((bucket) => {
    const values = series.map((one) => valueOf(bucket.counts, one));
    if (values.every((value) => value === 0)) return [];
    const at = toMilliseconds(bucket.at);
    const time =
      counts.bucket_seconds >= 3600 || toMilliseconds(counts.to) - toMilliseconds(counts.from) > 864e5
        ? `${day(at)}, ${hourMinute(at)}`
        : hourMinute(at);
    return [
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, time),
        ...values.map((value) => element('td', { class: value ? 'number' : 'number none' }, count(value))),
      ),
    ];
  });
  const total = element(
    'tr',
    {},
    element('th', { scope: 'row' }, words.together),
    ...series.map((one) => element('td', { class: 'number' }, count(one.total))),
  );
  return element(
    'table',
    { class: 'items' },
    element('thead', {}, head),
    element('tbody', {}, ...lines),
    element('tfoot', {}, total),
  );
};
