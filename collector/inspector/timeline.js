import { keyOf } from './api.js';
import { pathOf, summaryOf, textAt, toneOf } from './describe.js';
import { button, element, foreignText } from './dom.js';
import { clip, clock, count, day, duration, exactTime, hourMinute, isoTime, money, plural, shortId } from './format.js';
import { fact } from './detail.js';
import { panelHead } from './panel.js';
import { actionChip, relativeTime } from './row-view.js';
import { visitorMark } from './visitor-mark.js';
import { groupVisits, orderTotals, timeOf } from './visits.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {import('./visits.js').Visit} Visit */

const gapShown = 60_000;
const rowsShown = 300;

/** @param {Row[]} rows */
const spent = (rows) =>
  orderTotals(rows)
    .map((total) => money(total.amount, total.currency))
    .join(' + ');

/** @param {number} gap milliseconds of silence */
const gapLine = (gap) => element('li', { class: 'gap' }, element('span', {}, `${duration(gap)} later`));

/**
 * @param {Row} row
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
      foreignText(clip(summary, 140), { class: 'step-summary' }),
      path && path !== summary && foreignText(clip(path, 120), { class: 'step-path' }),
    ),
  );
};

/**
 * @param {Visit} visit
 * @param {number} index
 * @param {(change: { event: string }) => string} hrefWith
 */
const visitSection = (visit, index, hrefWith) => {
  const id = `visit-${index}`;
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
    element(
      'h3',
      { id },
      `Visit ${visit.number ?? index + 1}`,
      element('span', { class: 'visit-day' }, day(visit.from)),
    ),
    element(
      'p',
      { class: 'visit-facts' },
      [
        length >= 1000
          ? `${hourMinute(visit.from)} to ${hourMinute(visit.to)}, ${duration(length)}`
          : hourMinute(visit.from),
        plural(visit.rows.length, 'event'),
        source && `from ${clip(source, 30)}`,
        total && `ordered ${total}`,
      ]
        .filter(Boolean)
        .join(' · '),
    ),
    element('ol', { class: 'steps', role: 'list' }, ...steps),
  );
};

/**
 * @param {string} session
 * @param {{ events: Row[], total: number }} stored the latest events of this session, and how many there are in all
 * @param {{ hrefWith: (change: { event: string }) => string, onClose: () => void, onErase: () => void,
 *   showAll: boolean, onShowAll: () => void }} options
 */
export const createTimeline = (
  session,
  { events: rows, total: stored },
  { hrefWith, onClose, onErase, showAll, onShowAll },
) => {
  const allVisits = groupVisits(rows);
  const user = rows.filter((row) => row.user_id).at(-1)?.user_id ?? '';
  const isCut = !showAll && rows.length > rowsShown;
  const visits = isCut ? groupVisits(rows.slice(-rowsShown)) : allVisits;
  const offset = allVisits.length - visits.length;
  const total = spent(rows);
  const first = allVisits[0];
  const last = allVisits.at(-1);

  const body = visits.flatMap((visit, index) => {
    const previous = visits[index - 1];
    const section = visitSection(visit, index + offset, hrefWith);
    return previous
      ? [element('p', { class: 'between' }, `${duration(Math.max(0, visit.from - previous.to))} later`), section]
      : [section];
  });

  return element(
    'article',
    { class: 'timeline', 'data-timeline': session },
    panelHead(
      'Visitor',
      element('h2', { class: 'visitor-title' }, visitorMark(session), foreignText(clip(user || shortId(session), 60))),
      button(
        '×',
        { class: 'button icon-button close', 'aria-label': 'Close the timeline', 'data-close': true },
        onClose,
      ),
    ),
    element(
      'dl',
      { class: 'facts' },
      first && fact('First seen', exactTime(first.from)),
      last && fact('Last seen', relativeTime(last.to)),
      fact(
        'Activity',
        `${plural(rows.length, 'event')} in ${plural(allVisits.length, 'visit')}`,
        stored > rows.length && `, the latest of ${count(stored)}`,
      ),
      total && fact('Ordered', element('strong', { 'data-total': true }, total)),
      fact('Session', foreignText(clip(session, 80), { class: 'code' })),
    ),
    isCut &&
      button(`Show the ${count(rows.length - rowsShown)} earlier events`, { class: 'button show-all' }, onShowAll),
    ...body,
    rows.length === 0 &&
      element('p', { class: 'hint' }, 'No event of this visitor is stored: none arrived yet, or they were erased.'),
    rows.length > 0 &&
      element(
        'footer',
        { class: 'panel-foot' },
        button('Erase this visitor’s events', { class: 'button danger', 'data-erase': session }, onErase),
      ),
  );
};
