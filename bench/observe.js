/**
 * `npm run bench:observe`: what observing costs a page with 300 pushes to its data layer, at 4× CPU throttling in a real Chromium:
 * pushes that were there before the script, and pushes that follow it; beside the same page with the plain script, which
 * observes nothing. A bench, not a test: it fails only where it cannot measure.
 */
import { recordTrace, findEvent, tasksOf } from './browser/record-trace.js';
import { BUSINESS } from './contestants.js';
import { SLOWDOWN, withPage } from './measure/open-page.js';
import { median } from './statistics.js';
import { sleep, waitFor } from './wait.js';
import { withBench } from './with-bench.js';

/** @import { Setting } from './measure/open-page.js' */
/** @import { TraceEvent } from './browser/record-trace.js' */

const ROUNDS = 5;
const PUSHES = 300;

/** 300 pushes as of a long list page: lists of 20 products, the same for Universal Analytics, and what is none of ours. */
const PUSH = `window.dataLayer = window.dataLayer || [];
for (let i = 0; i < ${PUSHES} / 5; i++) {
  const items = Array.from({ length: 20 }, (_, at) => ({ item_id: 'p' + i + '-' + at, item_name: 'Mate ' + at, price: '12.50',
    item_brand: 'Gaucho', item_category: 'Kitchen', item_category2: 'Mate', item_list_name: 'All', index: at, quantity: 1 }));
  dataLayer.push({ event: 'gtm.scrollDepth', 'gtm.uniqueEventId': i });
  dataLayer.push({ ecommerce: null });
  dataLayer.push({ event: 'view_item_list', ecommerce: { currency: 'UYU', items } });
  dataLayer.push({ event: 'impressions', ecommerce: { currencyCode: 'UYU',
    impressions: items.map(({ item_id: id, item_name: name, price }) => ({ id, name, price })) } });
  dataLayer.push({ event: 'user', user: { id: i, list: new Array(100).fill('x') } });
}
dataLayer.push({ event: 'add_to_cart', ecommerce: { currency: 'UYU', items: [{ item_id: 'p1-1', item_name: 'Mate 1', price: 12.5, quantity: 1 }] } });`;

/**
 * Opens a page with the pushes before or after the script.
 * @param {Setting} setting @param {boolean} isBefore
 */
const measure = (setting, isBefore) =>
  withPage(setting, async (tab, page) => {
    const { contestant } = setting;
    const before = contestant.arrived().events;
    const mark = `<script>performance.mark('begin ' + location.pathname)</script>`;
    const tag = `<script src="${contestant.script}"></script>`;
    const push = `<script>${PUSH}</script>`;
    await page.end(isBefore ? push + mark + tag : tag);
    await waitFor('the first page view', () => contestant.arrived().events > before);
    await sleep(300);
    const asked = await tab.evaluate(`(() => {
      if (${isBefore}) return { path: location.pathname, loop: 0 };
      performance.mark('begin ' + location.pathname);
      const began = performance.now();
      ${PUSH}
      return { path: location.pathname, loop: performance.now() - began };
    })()`);
    await sleep(4_000);
    return { path: String(asked.path), loop: Number(asked.loop) };
  });

/** @param {TraceEvent[]} trace @param {{ path: string, loop: number }} measured */
const read = (trace, { path, loop }) => {
  const begin = findEvent(trace, 'mark "begin"', ({ name }) => name === `begin ${path}`);
  // What is left of the task that the mark stands in counts too: the script may be evaluated in it.
  const from = begin.tts ?? 0;
  const times = tasksOf(trace, begin).map(
    ({ tts = 0, tdur = 0 }) => Math.max(0, tts + tdur - Math.max(tts, from)) / 1000,
  );
  return { loop, longest: Math.max(0, ...times), total: times.reduce((sum, time) => sum + time, 0) };
};

await withBench(async ({ browser, servers, contestants }) => {
  console.log(`${browser.version} at ${SLOWDOWN}× CPU throttling, ${PUSHES} pushes, medians of ${ROUNDS} pages`);
  for (const isBefore of [true, false]) {
    for (const file of ['vitrina.js', 'vitrina.storefront.js']) {
      const contestant = { ...contestants.vitrina, script: `${servers.collector.url}/${file}?id=${BUSINESS}` };
      const [pages, trace] = await recordTrace(browser, async () => {
        const all = [];
        for (let round = 0; round < ROUNDS; round++)
          all.push(await measure({ browser, servers, contestant }, isBefore));
        return [all];
      });
      const results = pages.map((one) => read(trace, one));
      const of = (/** @type {'loop' | 'longest' | 'total'} */ name) =>
        median(results.map((one) => one[name])).toFixed(1);
      const where = isBefore ? 'pushed before the script' : 'pushed after the script ';
      const loop = isBefore ? '' : `, the pushes themselves ${of('loop')} ms`;
      console.log(
        `${where} · ${file.padEnd(21)} · longest task ${of('longest')} ms, all tasks ${of('total')} ms${loop}`,
      );
    }
  }
});
