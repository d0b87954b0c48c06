import { median } from '../statistics.js';

/** @import { Name } from './name-tasks.js' */
/** @import { Visit } from './read-visit.js' */

/** Delays that the source names are such; others are what is left of a time, or of chance, and differ from round to round. */
const isNamed = (/** @type {number} */ delay) => delay % 100 === 0;

/** @param {Name} name */
const toKey = ({ kind, where, delay }) =>
  `${kind} ${where} ${delay === undefined ? '' : isNamed(delay) ? delay : 'differs'}`;

/** @param {Name} name @param {number[]} delays */
const toText = ({ kind, where }, delays) => {
  const [least, most] = [Math.min(...delays), Math.max(...delays)].map(Math.round);
  const after = delays.length ? ` after ${least === most ? least : `${least}–${most}`} ms` : '';
  return `${kind}${after}${where && `: ${where}`}`;
};

/** @param {Record<string, number>[]} parts */
const toParts = (parts) => {
  const names = new Set(parts.flatMap((part) => Object.keys(part)));
  const medians = [...names].map((name) => ({ name, time: median(parts.map((part) => part[name] ?? 0)) }));
  return medians.filter(({ time }) => time >= 0.1).sort((one, other) => other.time - one.time);
};

/**
 * The tasks that a script causes in a visit, largest first: medians of all rounds, where a task that did not come took no time.
 *
 * @param {Visit[]} visits
 */
export const sumUpTasks = (visits) => {
  const named = visits.flatMap(({ tasks }, round) =>
    tasks.flatMap(({ name, ...task }) => (name ? [{ ...task, name, round }] : [])),
  );
  const keys = [...new Set(named.map(({ name }) => toKey(name)))];
  return keys
    .map((key) => {
      const same = named.filter(({ name }) => toKey(name) === key);
      const times = visits.map((_, round) =>
        same.filter((task) => task.round === round).reduce((sum, { time }) => sum + time, 0),
      );
      const [{ name }] = /** @type {[typeof same[0]]} */ (same);
      const delays = same.flatMap(({ name: { delay } }) => delay ?? []);
      return {
        what: toText(name, delays),
        at: median(same.map(({ at }) => at)),
        time: median(times),
        parts: toParts(same.map(({ parts }) => parts)),
      };
    })
    .sort((one, other) => other.time - one.time);
};

/** @typedef {ReturnType<typeof sumUpTasks>} TaskSums */
