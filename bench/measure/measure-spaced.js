import { mean, median, percentile95 } from '../statistics.js';
import { sleep } from '../wait.js';
import { withTracker } from './open-page.js';

/** @import { Setting } from './open-page.js' */
/** @import { Tab } from '../browser/open-tab.js' */

const COUNT = 60;
const GAP = 50;
/** Until the last batch has been sent and answered, in ms. */
const AFTERWARDS = 1500;

/** Carries out a call again and again, each in an idle task of its own, and answers what each took in ms. @param {string} call */
const repeat = (call) => `new Promise((resolve) => {
  const times = [];
  const next = () => setTimeout(() => requestIdleCallback(run, { timeout: 200 }), ${GAP});
  const run = () => {
    const began = performance.now();
    ${call};
    times.push(performance.now() - began);
    if (times.length < ${COUNT}) next();
    else resolve(times);
  };
  next();
})`;

/**
 * Makes one call and answers what it stores, the longest if there is more; leaves `bare()`, which stores the same text under a key
 * that is as long, by the browser's own call and nothing else.
 *
 * @param {string} call
 */
const listen = (call) => `(() => {
  const { setItem } = Storage.prototype;
  let stored = ['', ''];
  Storage.prototype.setItem = function (key, text) {
    if (text.length > stored[1].length) stored = [key, text];
    setItem.call(this, key, text);
  };
  ${call};
  Storage.prototype.setItem = setItem;
  const [key, text] = stored;
  const keys = Array.from({ length: ${COUNT} }, (_, at) => ('bare:' + at + ':').padEnd(key.length, '-'));
  window.bare = () => localStorage.setItem(keys.pop(), text);
  return text.length;
})()`;

/** Processor time of all tasks of the main thread so far, in ms. @param {Tab} tab @returns {Promise<number>} */
const taskTime = async (tab) => {
  const { metrics } = await tab.send('Performance.getMetrics');
  return metrics.find((/** @type {{ name: string }} */ { name }) => name === 'TaskDuration').value * 1000;
};

/** @param {Tab} tab @param {string} call */
const run = async (tab, call) => {
  const before = await taskTime(tab);
  /** @type {number[]} */
  const times = await tab.evaluate(repeat(call));
  await sleep(AFTERWARDS);
  return { times, total: (await taskTime(tab)) - before };
};

/**
 * Calls of `track` 50 ms apart, and beside them on the same page `localStorage.setItem` with the text that such a call stores, which
 * no tracker can do without that loses nothing. What an event costs in all, its share of requests and answers with it, is the time
 * of all tasks less that of the same page with an empty call.
 *
 * Chromium slows a thread down by stopping it every 200 µs, so that most calls shorter than that are not touched at all and the
 * others are made much longer: the mean is the fairer figure beside the median.
 *
 * @param {Setting} setting
 * @param {{ isBareToo?: boolean }} [options]
 */
export const measureSpaced = (setting, { isBareToo = true } = {}) =>
  withTracker(setting, async (tab) => {
    const { track } = setting.contestant;
    const length = Number(await tab.evaluate(listen(track)));
    await sleep(AFTERWARDS);
    await tab.send('Performance.enable', { timeDomain: 'threadTicks' });
    const idle = await run(tab, '0');
    const own = await run(tab, track);
    const bare = length && isBareToo ? await run(tab, 'bare()') : undefined;
    /** @param {{ times: number[], total: number }} ran */
    const sumUp = ({ times, total }) => ({
      median: median(times),
      percentile95: percentile95(times),
      mean: mean(times),
      perEvent: (total - idle.total) / COUNT,
    });
    return { ...sumUp(own), bare: bare && { ...sumUp(bare), characters: length } };
  });
