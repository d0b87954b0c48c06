import { keyOf } from './api.js';
import { pathOf, shadeOf, summaryOf, toneOf } from './describe.js';
import { element, foreignText } from './dom.js';
import { ago, clip, clock, exactTime, isoTime, money, shortId } from './format.js';
import { wordsOf } from './language.js';
import { marksOf } from './marks.js';
import { visitorMark } from './visitor-mark.js';
import { timeOf } from './visits.js';
import { listWords } from './words/list.js';

/** @typedef {import('./api.js').Row} Row */

/** @param {string} action */
export const actionChip = (action) =>
  element('span', { class: `chip ${toneOf(action)} ${shadeOf(action)}` }, foreignText(clip(action, 40)));

/**
 * @param {number} milliseconds
 * @param {Record<string, string>} [attributes]
 */
export const relativeTime = (milliseconds, attributes = {}) =>
  element(
    'time',
    { datetime: isoTime(milliseconds), title: exactTime(milliseconds), 'data-ago': milliseconds, ...attributes },
    ago(milliseconds),
  );

/**
 * Who it was; an event of a sender without sessions, such as a server, belongs to no visitor.
 * @param {Row} row
 * @param {(change: { event?: string, session?: string }) => string} hrefWith
 */
const visitorOf = ({ session, user_id: user }, hrefWith) => {
  const words = wordsOf(listWords);
  if (session === null) {
    return element('span', { class: 'row-visitor' }, foreignText(user ? clip(user, 14) : words.noVisitor));
  }
  return element(
    'a',
    {
      class: 'row-visitor',
      href: hrefWith({ session, event: '' }),
      tabindex: -1,
      title: words.openTimeline(session),
    },
    element('span', { class: 'visually-hidden' }, words.timelineOf),
    visitorMark(session),
    foreignText(user ? clip(user, 14) : shortId(session)),
  );
};

/**
 * @param {Row} row
 * @param {(change: { event?: string, session?: string }) => string} hrefWith
 */
const drawRow = (row, hrefWith) => {
  const summary = summaryOf(row);
  const path = pathOf(row);
  const amount = money(row.amount, row.currency);
  const time = timeOf(row);
  const link = element(
    'a',
    { class: 'row-link', href: hrefWith({ event: keyOf(row) }), tabindex: -1 },
    actionChip(row.action),
    element(
      'span',
      { class: 'row-what' },
      element('span', { class: 'row-summary' }, ...marksOf(row), foreignText(clip(summary, 160))),
      path && path !== summary && foreignText(clip(path, 160), { class: 'row-path' }),
    ),
    element('span', { class: 'row-amount' }, amount),
    element(
      'span',
      { class: 'row-time' },
      element('span', { class: 'row-clock' }, clock(time)),
      relativeTime(time, { class: 'row-ago' }),
    ),
  );
  return element(
    'li',
    {
      class: 'row',
      'data-event-id': row.id,
      'data-action': row.action,
      'data-session': row.session,
      'data-business': row.business,
      'data-key': keyOf(row),
    },
    link,
    visitorOf(row, hrefWith),
  );
};

/**
 * One line of the list. The whole line is clickable, the link in it is what keyboard and screen reader meet. A row that cannot be
 * drawn says so in its line, and the others are drawn all the same.
 * @param {Row} row
 * @param {(change: { event?: string, session?: string }) => string} hrefWith
 */
export const createRow = (row, hrefWith) => {
  try {
    return drawRow(row, hrefWith);
  } catch (error) {
    console.error('A row of the list could not be drawn.', error);
    const id = String(row?.id);
    const link = element(
      'a',
      { class: 'row-link', tabindex: -1 },
      foreignText(wordsOf(listWords).notDrawn(clip(id, 80))),
    );
    return element('li', { class: 'row', 'data-event-id': id, 'data-key': id }, link);
  }
};
