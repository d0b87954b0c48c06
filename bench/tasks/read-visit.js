import { findEvent, tasksOf } from '../browser/record-trace.js';
import { WATCHED } from '../measure/measure-visits.js';
import { createNamer } from './name-tasks.js';

/** @import { TraceEvent } from '../browser/record-trace.js' */
/** @import { Name } from './name-tasks.js' */
/** @import { ToPlace } from './read-places.js' */

/**
 * @typedef {object} Task
 * @property {Name} [name] of a task that the script causes
 * @property {number} at ms after the tag
 * @property {number} time of the processor, in ms
 * @property {Record<string, number>} parts what of it went where, in ms
 * @property {string[]} events of a task that is the page's own
 */

/** Tasks of the page that are shorter are not kept one by one, in ms. */
const WORTH_KEEPING = 0.5;

const PARTS = {
  code: /^(EvaluateScript|FunctionCall)$/,
  compile: /^v8\.compile$/,
  'garbage collection': /^(Minor|Major)GC$/,
  rendering: /^(UpdateLayoutTree|Layout|PrePaint|Paint|Layerize|Commit)$/,
};

/** Time of such events, those inside of others not counted twice. @param {TraceEvent[]} events @param {RegExp} pattern */
const timeOf = (events, pattern) => {
  let sum = 0;
  let end = 0;
  for (const { name, ts, dur = 0, tdur = 0 } of events) {
    if (!pattern.test(name) || ts < end) continue;
    sum += tdur / 1000;
    end = ts + dur;
  }
  return sum;
};

/**
 * All tasks of the main thread of one visit, from the tag on, and until so long after the load event.
 *
 * @param {TraceEvent[]} trace
 * @param {string} path of the page
 * @param {{ alone: string, endpoint: string }} contestant
 * @param {ToPlace} toPlace
 * @param {number} [watched] how long the page was watched after its load event, in ms
 */
export const readVisit = (trace, path, contestant, toPlace, watched = WATCHED) => {
  const mark = findEvent(trace, `mark of ${path}`, ({ name }) => name === `tag ${path}`);
  const thread = trace.filter(({ pid, tid }) => pid === mark.pid && tid === mark.tid);
  const load = findEvent(thread, `load event of ${path}`, ({ name, ts }) => name === 'MarkLoad' && ts > mark.ts);
  const until = load.ts + watched * 1000;
  const during = thread.filter(({ ts }) => ts >= mark.ts && ts < until).sort((one, other) => one.ts - other.ts);
  const nameTask = createNamer(contestant, toPlace);

  const tasks = tasksOf(thread, mark)
    .filter(({ ts, dur = 0 }) => ts + dur > mark.ts && ts < until)
    .sort((one, other) => one.ts - other.ts)
    .map(({ ts, dur = 0, tts = 0, tdur = 0 }) => {
      const events = during.filter((event) => event.name !== 'RunTask' && event.ts >= ts && event.ts < ts + dur);
      // Of the task that holds the mark, what came before it is the page's.
      const time = Math.max(0, tts + tdur - Math.max(tts, mark.tts ?? 0)) / 1000;
      const parts = Object.entries(PARTS).map(([part, pattern]) => [part, timeOf(events, pattern)]);
      const name = nameTask(events);
      return /** @type {Task} */ ({
        name,
        at: Math.max(0, ts - mark.ts) / 1000,
        time,
        parts: Object.fromEntries(parts.filter(([, spent]) => Number(spent) > 0)),
        events: name ? [] : [...new Set(events.map((event) => event.name))],
      });
    });
  const sum = (/** @type {Task[]} */ some) => some.reduce((total, { time }) => total + time, 0);
  const own = tasks.filter(({ name }) => name);
  return {
    all: sum(tasks),
    own: sum(own),
    rest: sum(tasks) - sum(own),
    loaded: (load.ts - mark.ts) / 1000,
    tasks: tasks.filter(({ name, time }) => name || time >= WORTH_KEEPING),
  };
};

/** @typedef {ReturnType<typeof readVisit>} Visit */
