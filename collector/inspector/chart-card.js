import { collectorNow, fetchCounts } from './api.js';
import { createLegend } from './chart-legend.js';
import { createReadout } from './chart-readout.js';
import { chartTable } from './chart-table.js';
import { drawChart } from './chart.js';
import { toSeries } from './chart-scale.js';
import { element, filled } from './dom.js';
import { createFigures } from './figures.js';
import { createFunnel } from './funnel.js';
import { filterOf } from './filters.js';
import { count } from './format.js';
import { wordsOf } from './language.js';
import { createPace } from './pace.js';
import { createRangePicker, rangeOf, rangeWords, spanOf } from './range.js';
import { chartWords } from './words/chart.js';

/** @typedef {import('./api.js').Counts} Counts */

const refreshEvery = 20_000;

/**
 * The card above the list: how much of what happened when, of what the address filters by.
 * @param {{ root: HTMLElement, onPick: (action: string) => void, onRange: (range: string) => void,
 *   onCampaign: (campaign: string) => void, onSpan: (from: number) => void }} parts `onSpan`: the span of time has moved on
 */
export const createChartCard = ({ root, onPick, onRange, onCampaign, onSpan }) => {
  const words = wordsOf(chartWords);
  let range = rangeOf('');
  /** @type {import('./filters.js').Filter} */
  let filter = {};
  let campaign = '';
  /** @type {Counts | undefined} */
  let counts;
  let shownFrom = 0;
  let request = 0;
  let isPaused = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {ReturnType<typeof drawChart> | undefined} */
  let chart;

  const picker = createRangePicker(onRange);
  const sum = element('p', { class: 'chart-sum' });
  const plot = element('div', { class: 'plot-place' });
  const readout = createReadout(plot);
  const legend = createLegend(onPick);
  const figures = createFigures();
  const funnel = createFunnel(onCampaign);
  const table = element('div', {
    class: 'table-scroll',
    tabindex: 0,
    role: 'region',
    'aria-label': words.table,
  });
  const disclosure = element('details', { class: 'as-table' }, element('summary', {}, words.asTable), table);
  root.append(
    element('header', { class: 'card-head' }, element('h2', { id: 'chart-title' }, words.title), sum, picker.node),
    figures.node,
    element('div', { class: 'plot-frame' }, plot, readout.node),
    legend.node,
    disclosure,
    funnel.node,
  );

  const draw = () => {
    if (!counts) return;
    const series = toSeries(counts);
    const total = series.reduce((all, one) => all + one.total, 0);
    const description =
      series.map((one) => `${one.action || words.otherActions} ${count(one.total)}`).join(', ') || words.none;
    const parts = filled(words.sum(total, rangeWords(range)), { count: element('strong', {}, count(total)) });
    sum.replaceChildren(element('span', {}, ...parts));
    const width = Math.floor(plot.clientWidth);
    const height = width < 480 ? 120 : 148;
    const title = words.picture(rangeWords(range));
    chart = drawChart(counts, series, { width, height, title, description });
    plot.replaceChildren(chart.picture);
    legend.show(series, filter.action ?? '');
    if (disclosure.open) table.replaceChildren(chartTable(counts, series));
  };

  const refresh = async () => {
    clearTimeout(timer);
    timer = setTimeout(() => pace.touch(), refreshEvery);
    const mine = ++request;
    const { minutes, buckets } = range;
    const { from, to } = spanOf(range, collectorNow());
    if (from !== shownFrom && shownFrom !== 0) onSpan(from);
    shownFrom = from;
    const [answer] = await Promise.all([
      fetchCounts({ ...filter, minutes, buckets }).catch(() => undefined),
      figures.refresh({ ...filter, from, to }),
      funnel.refresh({ ...filter, campaign, from, to }),
    ]);
    if (mine !== request || !answer) return;
    counts = answer;
    draw();
  };
  // A long span changes little by one more event, and costs the collector more.
  const pace = createPace(
    async () => void (isPaused || (await refresh())),
    () => Math.min(10_000, Math.max(1500, range.minutes * 4)),
  );

  plot.addEventListener('pointermove', (event) => {
    const index = chart?.bucketAt(event.clientX - plot.getBoundingClientRect().left) ?? -1;
    readout.show(counts, index, chart?.point(index) ?? 0);
  });
  plot.addEventListener('pointerleave', () => {
    chart?.point(-1);
    readout.show(undefined, -1, 0);
  });
  disclosure.addEventListener('toggle', draw);
  new ResizeObserver(draw).observe(plot);

  return {
    refresh,
    /** Something arrived: draw again, but not for each event of a burst. */
    touch: pace.touchTwice,

    /** @param {boolean} wanted */
    pause: (wanted) => {
      isPaused = wanted;
      if (!wanted) void refresh();
    },

    /**
     * @param {import('./router.js').View} view
     * @returns {number} since when, in Unix seconds
     */
    show: (view) => {
      range = rangeOf(view.range);
      filter = filterOf(view);
      campaign = view.campaign;
      picker.show(range);
      shownFrom = 0;
      void refresh();
      return spanOf(range, collectorNow()).from;
    },
  };
};
