/** @import { Row, Section } from './rows.js' */
/** @import { Summary } from '../statistics.js' */

/** @param {number} value */
const toText = (value) =>
  Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toFixed(value < 10 ? 2 : 1);

/** @param {Summary | undefined} summary @param {string} unit */
const toCell = (summary, unit) => {
  if (!summary) return '–';
  const { median, least, most } = summary;
  const spread = least === most ? '' : ` (${toText(least)}–${toText(most)})`;
  return `${toText(median)}${unit && ` ${unit}`}${spread}`;
};

/** @param {Row} row */
const toCells = ({ what, unit, vitrina, plausible, baseline, goal = '', isMet }) => [
  what,
  toCell(vitrina, unit),
  toCell(plausible, unit),
  baseline ? toCell(baseline, unit) : '',
  goal,
  isMet === undefined ? '' : isMet ? 'ok' : 'OVER',
];

const HEAD = ['median (least–most)', 'Vitrina', 'plausible-tracker', 'baseline', 'goal', ''];

/** The table as text. @param {Section[]} sections */
export const formatTable = (sections) => {
  const all = [HEAD, ...sections.flatMap(({ rows }) => rows.map(toCells))];
  const widths = HEAD.map((_, column) => Math.max(...all.map((cells) => (cells[column] ?? '').length)));
  /** @param {string[]} cells */
  const toLine = (cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = [toLine(HEAD), '-'.repeat(toLine(HEAD.map((_, column) => '-'.repeat(widths[column] ?? 0))).length)];
  for (const { title, rows } of sections) lines.push(title, ...rows.map((row) => toLine(toCells(row))), '');
  return lines.join('\n');
};
