/** @import { Browser } from './start-browser.js' */

/**
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {string} ph
 * @property {number} pid
 * @property {number} tid
 * @property {number} ts µs on the clock
 * @property {number} [dur] µs
 * @property {number} [tts] µs of the thread's processor time
 * @property {number} [tdur] µs
 * @property {Record<string, any>} args
 */

/** Tasks of the main thread, requests and the marks that a page sets; nothing that takes stacks. */
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];

/**
 * Records what the browser does during a task. Answers what the task does, and the trace after it.
 *
 * @template {unknown[]} T
 * @param {Browser} browser
 * @param {() => Promise<[...T]>} task
 * @returns {Promise<[...T, TraceEvent[]]>}
 */
export const recordTrace = async (browser, task) => {
  /** @type {TraceEvent[]} */
  const events = [];
  const forget = browser.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) events.push(event);
  });
  /** @type {Promise<boolean>} */
  const complete = new Promise((resolve) => {
    const done = browser.on('Tracing.tracingComplete', ({ dataLossOccurred }) => (done(), resolve(dataLossOccurred)));
  });
  await browser.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES },
  });
  const results = await task();
  await browser.send('Tracing.end');
  if (await complete) throw new Error('The browser has lost parts of its trace; ask for less at a time.');
  forget();
  return [...results, events];
};

/** The event of that name, or an error. @param {TraceEvent[]} events @param {string} what @param {(event: TraceEvent) => unknown} isIt */
export const findEvent = (events, what, isIt) => {
  const found = events.find(isIt);
  if (!found) throw new Error(`The browser's trace has no ${what}.`);
  return found;
};

/**
 * The tasks of the main thread that set a mark.
 *
 * @param {TraceEvent[]} events
 * @param {TraceEvent} mark
 */
export const tasksOf = (events, mark) =>
  events.filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === mark.pid && tid === mark.tid);
