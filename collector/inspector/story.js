import { keyOf } from './api.js';
import { pathOf, summaryOf, textAt, toneOf } from './describe.js';
import { button, element, foreignText } from './dom.js';
import { clip, clock, count, day, duration, exactTime, hourMinute, isoTime, money } from './format.js';
import { fact } from './detail.js';
import { wordsOf } from './language.js';
import { marksOf } from './marks.js';
import { actionChip } from './row-view.js';
import { tellersOf } from './tellers.js';
import { groupVisits, isVisit, oneForEachOrder, orderTotals, timeOf } from './visits.js';
import { storyWords } from './words/story.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {import('./visits.js').Told} Told */
/** @typedef {import('./visits.js').Visit} Visit */

const gapShown = 60_000;
const rowsShown = 300;

/** @param {Told[]} rows */
const spent = (rows) =>
  orderTotals(rows)
    .map((total) => money(total.amount, total.currency))
    .join(' + ');

/** @param {number} gap milliseconds of silence */
const gapLine = (gap) => element('li', { class: 'gap' }, element('span', {}, wordsOf(storyWords).later(duration(gap))));

/**
 * @param {Told} row
 * @param {(change: { event: string }) => string} hrefWith
 */
const entry = (row, hrefWith) => {
  const time = timeOf(row);
  const amount = money(row.amount, row.currency);
  const summary = summaryOf(row);
  const path = pathOf(row);
  return element(
    'li',
    { class: `step ${toneOf(row.action)}`, 'data-timeline-event': row.id, 'data-action': row.action },
    element('time', { class: 'step-time', datetime: isoTime(time), title: exactTime(time) }, clock(time)),
    element(
      'a',
      { class: 'step-link', href: hrefWith({ event: keyOf(row) }) },
      actionChip(row.action),
      amount && element('span', { class: 'step-amount' }, amount),
      ...marksOf(row),
      row.tellers && element('span', { class: 'step-tellers' }, wordsOf(storyWords).toldBy(tellersOf(row.tellers))),
      foreignText(clip(summary, 140), { class: 'step-summary' }),
      path && path !== summary && foreignText(clip(path, 120), { class: 'step-path' }),
    ),
  );
};

/**
 * @param {Visit} visit
 * @param {number} index of the visits
 * @param {(change: { event: string }) => string} hrefWith
 */
const visitSection = (visit, index, hrefWith) => {
  const words = wordsOf(storyWords);
  const title = isVisit(visit) ? words.visit(visit.number ?? index + 1) : words.told(tellersOf(visit.rows));
  const id = `visit-${visit.rows[0]?.received_seq}`;
  const length = visit.to - visit.from;
  const total = spent(visit.rows);
  const source = textAt(visit.rows[0]?.event, 'utm_params', 'source');
  const steps = visit.rows.flatMap((row, position) => {
    const previous = visit.rows[position - 1];
    const gap = previous ? timeOf(row) - timeOf(previous) : 0;
    return gap >= gapShown ? [gapLine(gap), entry(row, hrefWith)] : [entry(row, hrefWith)];
  });
  return element(
    'section',
    { class: 'visit', 'aria-labelledby': id, 'data-visit': visit.id || index },
    element('h3', { id }, title, element('span', { class: 'visit-day' }, day(visit.from))),
    element(
      'p',
      { class: 'visit-facts' },
      [
        length >= 1000
          ? words.lasted(hourMinute(visit.from), hourMinute(visit.to), duration(length))
          : hourMinute(visit.from),
        words.events(visit.rows.length),
        source && words.cameFrom(clip(source, 30)),
        total && words.orderedFor(total),
      ]
        .filter(Boolean)
        .join(' · '),
    ),
    element('ol', { class: 'steps', role: 'list' }, ...steps),
  );
};

/**
 * The visits of somebody, and the facts that they add up to.
 * @param {{ events: Told[], total: number }} stored the latest events, and how many there are in all
 * @param {{ hrefWith: (change: { event: string }) => string, showAll: boolean, onShowAll: () => void }} options
 */
export const createStory = ({ events, total: stored }, { hrefWith, showAll, onShowAll }) => {
  const words = wordsOf(storyWords);
  const rows = oneForEachOrder(events);
  const allVisits = groupVisits(rows);
  const number = allVisits.filter(isVisit).length;
  const isCut = !showAll && rows.length > rowsShown;
  const visits = isCut ? groupVisits(rows.slice(-rowsShown)) : allVisits;
  const offset = number - visits.filter(isVisit).length;
  const total = spent(rows);
  const sections = visits.flatMap((visit, index) => {
    const previous = visits[index - 1];
    const own = visitSection(visit, offset + visits.slice(0, index).filter(isVisit).length, hrefWith);
    return previous
      ? [element('p', { class: 'between' }, words.later(duration(Math.max(0, visit.from - previous.to)))), own]
      : [own];
  });
  const more = button(
    words.showEarlier(count(rows.length - rowsShown)),
    { class: 'button show-all', 'data-focus': 'show-all' },
    onShowAll,
  );
  return {
    allVisits,
    facts: [
      fact(
        words.activity,
        stored > events.length
          ? words.latestInVisits(rows.length, number, count(stored))
          : words.inVisits(rows.length, number),
      ),
      total && fact(words.ordered, element('strong', { 'data-total': true }, total)),
    ],
    visits: [
      ...(isCut ? [more] : []),
      ...sections,
      ...(rows.length === 0 ? [element('p', { class: 'hint' }, words.none)] : []),
    ],
  };
};
