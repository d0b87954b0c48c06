import { toMilliseconds } from './api.js';
import { toSeries, valueOf } from './chart-scale.js';
import { colourOf } from './chart.js';
import { element, foreignText } from './dom.js';
import { clip, count, day, hourMinute } from './format.js';
import { wordsOf } from './language.js';
import { chartWords } from './words/chart.js';

/** @typedef {import('./api.js').Counts} Counts */

/**
 * The numbers of the bar under the pointer.
 * @param {HTMLElement} plot
 */
export const createReadout = (plot) => {
  const node = element('div', { class: 'readout', hidden: true, 'aria-hidden': 'true' });
  return {
    node,

    /**
     * @param {Counts | undefined} counts
     * @param {number} index of the bucket, -1 for none
     * @param {number} x the middle of its bar
     */
    show: (counts, index, x) => {
      const bucket = counts?.buckets[index];
      node.hidden = !bucket;
      if (!bucket || !counts) return;
      const start = toMilliseconds(bucket.at);
      const time = counts.bucket_seconds >= 3600 ? `${day(start)}, ${hourMinute(start)}` : hourMinute(start);
      const lines = toSeries(counts)
        .filter((one) => valueOf(bucket.counts, one) > 0)
        .map((one) =>
          element(
            'li',
            {},
            element('span', { class: `swatch ${colourOf(one)}` }),
            foreignText(clip(one.action || wordsOf(chartWords).other, 30)),
            element('span', { class: 'legend-count' }, count(valueOf(bucket.counts, one))),
          ),
        );
      const body =
        lines.length > 0 ? element('ul', { role: 'list' }, ...lines) : element('p', {}, wordsOf(chartWords).nothing);
      node.replaceChildren(element('strong', {}, time), body);
      const half = node.offsetWidth / 2;
      node.style.left = `${Math.min(Math.max(x, half), plot.clientWidth - half)}px`;
    },
  };
};
