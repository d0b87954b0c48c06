import { fetchCounts, toMilliseconds } from './api.js';
import { chartTable } from './chart-table.js';
import { drawChart, colourOf } from './chart.js';
import { toSeries, valueOf } from './chart-scale.js';
import { button, element, foreignText } from './dom.js';
import { clip, count, day, hourMinute, plural } from './format.js';

/** @typedef {import('./api.js').Counts} Counts */
/** @typedef {import('./chart-scale.js').Series} Series */

const ranges = [
  { id: '15m', name: '15 min', minutes: 15, buckets: 30, words: 'in the last 15 minutes' },
  { id: '1h', name: '1 h', minutes: 60, buckets: 60, words: 'in the last hour' },
  { id: '24h', name: '24 h', minutes: 1440, buckets: 48, words: 'in the last 24 hours' },
  { id: '7d', name: '7 d', minutes: 10_080, buckets: 56, words: 'in the last 7 days' },
];
const refreshAfter = 1500;
const refreshEvery = 20_000;

/**
 * The card above the list: how much of what happened when.
 * @param {{ root: HTMLElement, onPick: (action: string) => void }} parts
 */
export const createChartCard = ({ root, onPick }) => {
  let range = ranges[1] ?? { id: '', name: '', minutes: 60, buckets: 60, words: '' };
  let chosen = '';
  /** @type {Counts | undefined} */
  let counts;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let request = 0;
  /** @type {ReturnType<typeof drawChart> | undefined} */
  let chart;

  const rangeButtons = ranges.map((one) =>
    button(one.name, { class: 'button segment', 'data-range': one.id, 'aria-label': `Show ${one.words}` }, () => {
      range = one;
      void refresh();
      markRange();
    }),
  );
  const sum = element('p', { class: 'chart-sum' });
  const plot = element('div', { class: 'plot-place' });
  const readout = element('div', { class: 'readout', hidden: true, 'aria-hidden': 'true' });
  const legend = element('ul', { class: 'legend', role: 'list', 'aria-label': 'Filter by action' });
  const table = element('div', {
    class: 'table-scroll',
    tabindex: 0,
    role: 'region',
    'aria-label': 'The picture as a table',
  });
  const disclosure = element('details', { class: 'as-table' }, element('summary', {}, 'Show as a table'), table);
  root.append(
    element(
      'header',
      { class: 'card-head' },
      element('h2', { id: 'chart-title' }, 'Actions over time'),
      sum,
      element('div', { class: 'segments', role: 'group', 'aria-label': 'Span of time' }, ...rangeButtons),
    ),
    element('div', { class: 'plot-frame' }, plot, readout),
    legend,
    disclosure,
  );

  const markRange = () => {
    for (const one of rangeButtons) one.setAttribute('aria-pressed', String(one.dataset.range === range.id));
  };
  markRange();

  const draw = () => {
    if (!counts) return;
    const series = toSeries(counts);
    const total = series.reduce((all, one) => all + one.total, 0);
    const description =
      series.map((one) => `${one.action || 'other actions'} ${count(one.total)}`).join(', ') || 'None yet';
    sum.textContent = `${plural(total, 'event')} ${range.words}`;
    const width = Math.floor(plot.clientWidth);
    const height = width < 480 ? 120 : 148;
    const title = `Actions ${range.words}, stacked by kind`;
    chart = drawChart(counts, series, { width, height, title, description, chosen });
    plot.replaceChildren(chart.picture);
    drawLegend(series);
    if (disclosure.open) table.replaceChildren(chartTable(counts, series));
  };

  /** @param {Series[]} series */
  const drawLegend = (series) => {
    const focused = document.activeElement?.getAttribute('data-legend');
    const lines = series.map((one) => {
      const swatch = element('span', { class: `swatch ${colourOf(one)}`, 'aria-hidden': 'true' });
      const number = element('span', { class: 'legend-count' }, count(one.total));
      if (!one.action) {
        const title = one.members.join(', ');
        return element(
          'li',
          {},
          element('span', { class: 'legend-item', title: clip(title, 400) }, swatch, 'other', number),
        );
      }
      const node = button(
        '',
        { class: 'legend-item', 'data-legend': one.action, 'aria-pressed': String(chosen === one.action) },
        () => onPick(chosen === one.action ? '' : one.action),
      );
      node.append(swatch, foreignText(clip(one.action, 40)), number);
      return element('li', {}, node);
    });
    legend.replaceChildren(...lines);
    if (focused) [...legend.querySelectorAll('button')].find((node) => node.dataset.legend === focused)?.focus();
  };

  const refresh = async () => {
    clearTimeout(timer);
    const mine = ++request;
    const answer = await fetchCounts(range.minutes, range.buckets).catch(() => undefined);
    if (mine !== request) return;
    timer = setTimeout(refreshIfSeen, refreshEvery);
    isSoon = false;
    if (!answer) return;
    counts = answer;
    draw();
  };
  const refreshIfSeen = () => {
    if (document.hidden) timer = setTimeout(refreshIfSeen, refreshAfter);
    else void refresh();
  };
  let isSoon = false;

  /** @param {number} index */
  const point = (index) => {
    const bucket = counts?.buckets[index];
    readout.hidden = !bucket;
    const x = chart?.point(bucket ? index : -1) ?? 0;
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
          foreignText(clip(one.action || 'other', 30)),
          element('span', { class: 'legend-count' }, count(valueOf(bucket.counts, one))),
        ),
      );
    const body = lines.length > 0 ? element('ul', { role: 'list' }, ...lines) : element('p', {}, 'nothing');
    readout.replaceChildren(element('strong', {}, time), body);
    const half = readout.offsetWidth / 2;
    readout.style.left = `${Math.min(Math.max(x, half), plot.clientWidth - half)}px`;
  };
  plot.addEventListener('pointermove', (event) => {
    point(chart?.bucketAt(event.clientX - plot.getBoundingClientRect().left) ?? -1);
  });
  plot.addEventListener('pointerleave', () => point(-1));
  disclosure.addEventListener('toggle', draw);
  const observer = new ResizeObserver(draw);
  observer.observe(plot);
  void refresh();

  return {
    refresh,

    /** Something arrived: draw again, but not for each event of a burst. */
    touch: () => {
      if (isSoon) return;
      isSoon = true;
      clearTimeout(timer);
      timer = setTimeout(refreshIfSeen, refreshAfter);
    },

    /** @param {string} action */
    choose: (action) => {
      if (action === chosen) return;
      chosen = action;
      draw();
    },

    stop: () => {
      request += 1;
      clearTimeout(timer);
      observer.disconnect();
    },
  };
};
