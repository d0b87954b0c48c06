import { toMilliseconds } from './api.js';
import { countTicks, timeTicks, valueOf } from './chart-scale.js';
import { shadeOf, toneOf } from './describe.js';
import { svgElement } from './dom.js';
import { count, day, hourMinute } from './format.js';

/** @typedef {import('./api.js').Counts} Counts */
/** @typedef {import('./chart-scale.js').Series} Series */

const margin = { top: 8, right: 2, bottom: 20, left: 30 };
const lineHeight = 11;

/** @param {Series} series */
export const colourOf = (series) =>
  series.action ? `${toneOf(series.action)} ${shadeOf(series.action)}` : 'tone-other shade-0';

/**
 * @param {{ y: number, height: number, x: number, width: number }} box
 * @param {string} className
 */
const bar = ({ x, y, width, height }, className) =>
  svgElement('rect', {
    class: `bar ${className}`,
    x: x.toFixed(2),
    y: y.toFixed(2),
    width: width.toFixed(2),
    height: height.toFixed(2),
  });

/**
 * Stacked bars, one for each span of time.
 * @param {Counts} counts
 * @param {Series[]} series bottom first
 * @param {{ width: number, height: number, title: string, description: string }} options
 */
export const drawChart = (counts, series, { width, height, title, description }) => {
  const from = toMilliseconds(counts.from);
  const to = toMilliseconds(counts.to);
  const totals = counts.buckets.map((bucket) => series.reduce((sum, one) => sum + valueOf(bucket.counts, one), 0));
  const ticks = countTicks(Math.max(...totals, 1), height > 130 ? 4 : 2);
  const top = ticks.at(-1) ?? 1;
  const innerWidth = Math.max(10, width - margin.left - margin.right);
  const innerHeight = height - margin.top - margin.bottom;
  const slot = innerWidth / Math.max(1, counts.buckets.length);
  const barWidth = Math.max(1, slot - (slot > 6 ? 2 : slot > 3 ? 1 : 0.4));

  /** @param {number} value */
  const yOf = (value) => margin.top + innerHeight * (1 - value / top);
  /** @param {number} time */
  const xOf = (time) => margin.left + ((time - from) / Math.max(1, to - from)) * innerWidth;

  const grid = ticks.flatMap((tick) => {
    const y = Math.round(yOf(tick)) + 0.5;
    return [
      svgElement('line', {
        class: tick === 0 ? 'axis' : 'grid',
        x1: margin.left,
        x2: width - margin.right,
        y1: y,
        y2: y,
      }),
      svgElement(
        'text',
        { class: 'tick', x: margin.left - 6, y: y + lineHeight / 3, 'text-anchor': 'end' },
        count(tick),
      ),
    ];
  });

  const isLong = to - from > 36 * 3_600_000;
  const times = timeTicks(from, to, Math.max(2, Math.floor(innerWidth / (isLong ? 92 : 62)))).flatMap((time) => {
    const x = xOf(time);
    if (x < margin.left + 12 || x > width - 20) return [];
    const text = isLong ? day(time) : hourMinute(time);
    return [svgElement('text', { class: 'tick', x, y: height - 5, 'text-anchor': 'middle' }, text)];
  });

  const bars = counts.buckets.map((bucket, index) => {
    const x = margin.left + index * slot + (slot - barWidth) / 2;
    let sum = 0;
    const parts = series.flatMap((one) => {
      const value = valueOf(bucket.counts, one);
      if (value === 0) return [];
      const bottom = yOf(sum);
      sum += value;
      // A hair of space between the parts tells them apart without relying on colour.
      const full = bottom - yOf(sum);
      const gap = full > 3 ? 1 : 0;
      return [bar({ x, width: barWidth, y: yOf(sum), height: Math.max(0.5, full - gap) }, colourOf(one))];
    });
    return svgElement('g', {}, ...parts);
  });

  const cursor = svgElement('rect', {
    class: 'cursor',
    x: 0,
    y: margin.top,
    width: slot,
    height: innerHeight,
    visibility: 'hidden',
  });
  const picture = svgElement(
    'svg',
    {
      class: 'plot',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `${title}. ${description}`,
    },
    ...grid,
    cursor,
    ...bars,
    ...times,
  );

  return {
    picture,

    /**
     * @param {number} x in the picture
     * @returns {number} the bucket there, or -1
     */
    bucketAt: (x) => {
      const index = Math.floor((x - margin.left) / slot);
      return x >= margin.left && index < counts.buckets.length ? index : -1;
    },

    /** @param {number} index */
    point: (index) => {
      cursor.setAttribute('visibility', index < 0 ? 'hidden' : 'visible');
      cursor.setAttribute('x', String(margin.left + index * slot));
      return margin.left + (index + 0.5) * slot;
    },
  };
};
