import { median } from '../statistics.js';
import { sumUpTasks } from '../tasks/sum-up-tasks.js';

/** @import { Visits } from '../run-visits.js' */
/** @import { Visit } from '../tasks/read-visit.js' */

const SHOWN = 12;
/** Tasks below that are not worth a line, in ms. */
const LEAST = 0.2;

/** @param {Visit[]} visits @param {Visit[]} empty @param {string} which */
const formatVisit = (visits, empty, which) => {
  const all = sumUpTasks(visits);
  const shown = all.slice(0, SHOWN).filter(({ time }) => time >= LEAST);
  const others = all.filter((task) => !shown.includes(task)).reduce((sum, { time }) => sum + time, 0);
  const rest = median(visits.map(({ rest: time }) => time));
  const without = median(empty.map(({ all: time }) => time));
  const lines = [
    ...shown.map(({ what, at, time, parts }) => {
      const inside = parts.map(({ name, time: spent }) => `${name} ${spent.toFixed(1)}`).join(', ');
      return [at.toFixed(0), time.toFixed(1), inside, what];
    }),
    ['', others.toFixed(1), '', 'smaller tasks of the script'],
    [
      '',
      rest.toFixed(1),
      '',
      `tasks that nothing ties to the script (all of the page with the empty one: ${without.toFixed(1)})`,
    ],
  ];
  const head = ['at', 'ms', 'inside of it', 'task'];
  const widths = head.map((name, column) =>
    Math.max(name.length, ...lines.map((cells) => (cells[column] ?? '').length)),
  );
  const toLine = (/** @type {string[]} */ cells) =>
    cells
      .map((cell, column) => (column < 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    `Tasks of Vitrina, ${which} (at: ms after the tag; medians of each, so they need not add up)`,
    toLine(head),
    ...lines.map(toLine),
    '',
  ];
};

/** Which tasks Vitrina's time goes to, as text. @param {Visits} visits */
export const formatTasks = ({ first, second }) =>
  [
    ...formatVisit(first.vitrina, first.empty, 'first visit'),
    ...formatVisit(second.vitrina, second.empty, 'second visit'),
    ...formatVisit(first.vitrinaFull, first.empty, 'first visit, 2 MB of others in localStorage'),
    ...formatVisit(second.vitrinaFull, second.empty, 'second visit, 2 MB of others in localStorage'),
  ].join('\n');
