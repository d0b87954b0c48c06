import { findEvent, tasksOf } from '../browser/record-trace.js';
import { waitFor } from '../wait.js';
import { toTag, withPage } from './open-page.js';

/** @import { Setting } from './open-page.js' */
/** @import { TraceEvent } from '../browser/record-trace.js' */

/**
 * Evaluate + initialize on one page: a detail of the whole visit, which shows nothing of what is put off to later tasks.
 *
 * An inline script sets a mark, then come the classic script, which blocks the parser, and the inline script that calls
 * it and sets a mark again. The script has been preloaded and the page painted before the server sends these three, so
 * that nothing in between waits for the network; what is compiled, evaluated and called is in.
 *
 * A trace tells the processor time of the main thread in between: on a machine that does other things as well, it says
 * more than the clock. A throttled thread spins, so its processor time grows as its clock does, also between tasks; only
 * what is inside of tasks is counted.
 *
 * @param {Setting} setting
 */
export const measureStart = (setting) =>
  withPage(setting, async (tab, page) => {
    const { contestant } = setting;
    const before = contestant.arrived().events;
    const take = (/** @type {string} */ name) => `<script>performance.mark('${name} ' + location.pathname)</script>`;
    await page.write(take('before') + toTag(contestant) + take('after'));
    await waitFor('the first page view', () => contestant.arrived().events > before);
    return String(await tab.evaluate('location.pathname'));
  });

/** @param {TraceEvent[]} trace in which the page was measured @param {string} path of the page */
export const readStart = (trace, path) => {
  const begin = findEvent(trace, 'mark "before"', ({ name }) => name === `before ${path}`);
  const end = findEvent(trace, 'mark "after"', ({ name }) => name === `after ${path}`);
  const [from = 0, to = 0] = [begin.tts, end.tts];
  const times = tasksOf(trace, begin).map(({ tts = 0, tdur = 0 }) =>
    Math.max(0, Math.min(tts + tdur, to) - Math.max(tts, from)),
  );
  return { processor: times.reduce((sum, time) => sum + time, 0) / 1000 };
};
