import { findEvent, tasksOf } from '../browser/record-trace.js';
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
    const { contestant } = setting;
    const before = contestant.arrived().events;
    const take = (/** @type {string} */ name) =>
      `<script>performance.mark('${name} ' + location.pathname);window.${name}=performance.now()</script>`;
    await page.write(take('before') + toTag(contestant) + take('after'));
    await waitFor('the first page view', () => contestant.arrived().events > before);
    await sleep(100);
    const { path, clock } = await tab.evaluate('({ path: location.pathname, clock: after - before })');
    return { path: String(path), clock: Number(clock), endpoint: contestant.endpoint };
  });

/**
 * @param {TraceEvent[]} trace in which the page was measured
 * @param {Awaited<ReturnType<typeof measureStart>>} measured
 */
export const readStart = (trace, { path, clock, endpoint }) => {
  const begin = findEvent(trace, 'mark "before"', ({ name }) => name === `before ${path}`);
  const end = findEvent(trace, 'mark "after"', ({ name }) => name === `after ${path}`);
  const request = findEvent(
    trace,
    `request to ${endpoint}`,
    ({ name, pid, ts, args }) =>
      name === 'ResourceSendRequest' &&
      pid === begin.pid &&
      ts > begin.ts &&
      String(args.data?.url).startsWith(endpoint),
  );
  const tasks = tasksOf(trace, begin);
  // A request has left when its task has ended: the browser notes it before the greater part of the work.
  const sending = findEvent(tasks, 'task that sends', ({ ts, dur = 0 }) => ts <= request.ts && request.ts <= ts + dur);
  return {
    clock,
    processor: timeBetween(tasks, begin.tts ?? 0, end.tts ?? 0),
    untilRequest: timeBetween(tasks, begin.tts ?? 0, (sending.tts ?? 0) + (sending.tdur ?? 0)),
  };
};
