import { findEvent, recordTrace, tasksOf } from '../browser/record-trace.js';
import { sleep, waitFor } from '../wait.js';
import { toTag, withPage } from './open-page.js';

/** @import { Setting } from './open-page.js' */
/** @import { TraceEvent } from '../browser/record-trace.js' */

/**
 * Processor time that tasks took between two moments of their thread, in ms.
 * @param {TraceEvent[]} tasks @param {number} from µs @param {number} to
 */
const timeBetween = (tasks, from, to) =>
  tasks.reduce((sum, { tts = 0, tdur = 0 }) => sum + Math.max(0, Math.min(tts + tdur, to) - Math.max(tts, from)), 0) /
  1000;

/**
 * Evaluate + initialize, and on to the first request, on one page.
 *
 * An inline script takes the time, then come the classic script, which blocks the parser, and the inline script that calls
 * it and takes the time again. The script has been preloaded and the page painted before the server sends these three, so
 * that nothing in between waits for the network; what is compiled, evaluated and called is in. The document is ended
 * only after the first request has left, so that what every page does at its end is not.
 *
 * A trace of the same page tells the processor time of the main thread in between: on a machine that does other things as
 * well, it says more than the clock. A throttled thread spins, so its processor time grows as its clock does, also
 * between tasks; only what is inside of tasks is counted.
 *
 * @param {Setting} setting
 */
export const measureStart = (setting) =>
  withPage(setting, async (tab, page) => {
    const { contestant, browser } = setting;
    const before = contestant.arrived().events;
    const take = (/** @type {string} */ name) => `performance.mark('bench-${name}');`;
    const trace = await recordTrace(browser, async () => {
      await page.write(
        `<script>${take('before')}window.before=performance.now()</script>` +
          toTag(contestant) +
          `<script>window.after=performance.now();${take('after')}</script>`,
      );
      await waitFor('the first page view', () => contestant.arrived().events > before);
      await sleep(100);
    });
    const begin = findEvent(trace, 'mark "bench-before"', ({ name }) => name === 'bench-before');
    const end = findEvent(trace, 'mark "bench-after"', ({ name }) => name === 'bench-after');
    const request = findEvent(
      trace,
      `request to ${contestant.endpoint}`,
      ({ name, args }) => name === 'ResourceSendRequest' && String(args.data?.url).startsWith(contestant.endpoint),
    );
    const tasks = tasksOf(trace, begin);
    // A request has left when its task has ended: the browser notes it before the greater part of the work.
    const sending = findEvent(
      tasks,
      'task that sends',
      ({ ts, dur = 0 }) => ts <= request.ts && request.ts <= ts + dur,
    );
    return {
      clock: await tab.evaluate('after - before'),
      processor: timeBetween(tasks, begin.tts ?? 0, end.tts ?? 0),
      untilRequest: timeBetween(tasks, begin.tts ?? 0, (sending.tts ?? 0) + (sending.tdur ?? 0)),
    };
  });
