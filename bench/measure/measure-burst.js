import { findEvent, tasksOf } from '../browser/record-trace.js';
import { median } from '../statistics.js';
import { sleep, waitFor } from '../wait.js';
import { withTracker } from './open-page.js';

/** @import { Setting } from './open-page.js' */
/** @import { TraceEvent } from '../browser/record-trace.js' */

const COUNT = 1000;

/** @param {string} call */
const toLoop = (call) => `new Promise((resolve) => {
  window.long = [];
  const note = (list) => { for (const { startTime, duration } of list) long.push({ startTime, duration }); };
  window.observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'longtask' });
  setTimeout(() => {
    const times = [];
    const began = performance.now();
    let last = began;
    for (let i = 0; i < ${COUNT}; i++) {
      ${call};
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    window.ended = last;
    performance.mark('looped ' + location.pathname);
    resolve({ times, loop: last - began });
  });
})`;

/**
 * 1,000 calls in one loop, and the longest task of the main thread that begins afterwards: by the observer that pages have,
 * which sees tasks of 50 ms and more, and by processor time from the trace.
 *
 * @param {Setting} setting
 */
export const measureBurst = (setting) =>
  withTracker(setting, async (tab) => {
    const { contestant } = setting;
    const before = contestant.arrived().events;
    const { times, loop } = await tab.evaluate(toLoop(contestant.track));
    await waitFor('the events of the burst', () => contestant.arrived().events >= before + COUNT);
    await sleep(300);
    const { path, longest } = await tab.evaluate(`({
      path: location.pathname,
      longest: Math.max(0, ...long.filter(({ startTime }) => startTime > ended).map(({ duration }) => duration)),
    })`);
    return { path: String(path), loop: Number(loop), median: median(times), longest: Number(longest) };
  });

/**
 * @param {TraceEvent[]} trace in which the page was measured
 * @param {Awaited<ReturnType<typeof measureBurst>>} measured
 */
export const readBurst = (trace, { path, ...figures }) => {
  const looped = findEvent(trace, 'mark "looped"', ({ name }) => name === `looped ${path}`);
  const later = tasksOf(trace, looped).filter(({ ts }) => ts > looped.ts);
  return { ...figures, longestProcessor: Math.max(0, ...later.map(({ tdur = 0 }) => tdur)) / 1000 };
};
