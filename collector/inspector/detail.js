import { keyOf, toMilliseconds } from './api.js';
import { copyButton } from './copy.js';
import { at, summaryOf, textAt, titleOf } from './describe.js';
import { button, element, foreignLink, foreignText } from './dom.js';
import { clip, count, duration, exactTime, money } from './format.js';
import { itemsTable } from './items-table.js';
import { createJsonView } from './json-view.js';
import { wordsOf } from './language.js';
import { reasonsOf } from './marks.js';
import { panelHead } from './panel.js';
import { actionChip, relativeTime } from './row-view.js';
import { platformOf } from './tellers.js';
import { timeOf } from './visits.js';
import { visitorMark } from './visitor-mark.js';
import { eventWords } from './words/event.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {import('./dom.js').Child} Child */

/**
 * @param {string} term
 * @param {...Child} description
 */
export const fact = (term, ...description) =>
  element('div', { class: 'fact' }, element('dt', {}, term), element('dd', {}, ...description));

/** @param {Row} row */
const senderOf = ({ trusted, observed_by: observer }) => {
  const words = wordsOf(eventWords);
  if (!trusted) return words.browser;
  if (observer === 'rule') return words.automation;
  const platform = platformOf(observer ?? '');
  return platform === undefined ? words.server : words.connection(platform);
};

/** @param {Row} row */
const arrival = (row) => {
  const delay = toMilliseconds(row.received_at) - timeOf(row);
  const words = wordsOf(eventWords);
  if (!Number.isFinite(delay)) return words.unknown;
  if (delay > 60_000) return words.laterAsItWaited(duration(delay));
  return delay < 0 ? words.atOnce : words.later(duration(delay));
};

/**
 * @param {Row} row
 * @param {...string} place where the event says it
 */
const campaignOf = (row, ...place) => {
  const parts = ['source', 'medium', 'campaign'].map((name) => textAt(row.event, ...place, name)).filter(Boolean);
  return clip(parts.join(' / '), 120);
};

/**
 * @param {Row} row
 * @param {(change: { event?: string, session?: string }) => string} hrefWith
 */
const visitorFact = (row, hrefWith) => {
  const { session } = row;
  const words = wordsOf(eventWords);
  if (session === null) return fact(words.visitor, row.user_id ? foreignText(clip(row.user_id, 80)) : words.nobody);
  const visit = at(row.event, 'visit', 'number');
  return fact(
    words.visitor,
    element(
      'a',
      { href: hrefWith({ session, event: '' }), class: 'visitor-link', 'data-timeline-link': session },
      visitorMark(session),
      foreignText(clip(row.user_id ?? session, 80)),
    ),
    typeof visit === 'number' ? ` · ${words.visit(count(visit))}` : undefined,
  );
};

/**
 * @param {Row} row
 * @param {{ hrefWith: (change: { event?: string, session?: string }) => string, session: string,
 *   onClose: () => void, onStep: (step: number) => void, hasNeighbour: (step: number) => boolean }} options
 *   `session`: the visitor whose timeline the reader comes from
 */
export const createDetail = (row, { hrefWith, session, onClose, onStep, hasNeighbour }) => {
  const words = wordsOf(eventWords);
  const page = row.page_url ?? '';
  const referrer = textAt(row.event, 'page', 'referrer');
  const campaign = campaignOf(row, 'utm_params');
  const first = campaignOf(row, 'first_touch', 'utm_params') || clip(textAt(row.event, 'first_touch', 'referrer'), 120);
  const amount = money(row.amount, row.currency);
  const product = textAt(row.event, 'object_parameters', 'url');

  /**
   * @param {string} text
   * @param {string} label
   * @param {number} step
   */
  const stepButton = (text, label, step) =>
    button(
      text,
      { class: 'button icon-button', 'aria-label': label, 'data-step': step, disabled: !hasNeighbour(step) },
      () => onStep(step),
    );

  const heading = element('h2', { class: 'detail-title' }, foreignText(clip(summaryOf(row) || row.action, 200)));
  const facts = element(
    'dl',
    { class: 'facts' },
    fact(words.happened, exactTime(timeOf(row)), ' · ', relativeTime(timeOf(row))),
    fact(words.arrived, arrival(row)),
    page &&
      fact(
        words.page,
        foreignLink(page, titleOf(row) === page ? page : clip(titleOf(row), 200)),
        foreignText(clip(page, 300), { class: 'address' }),
      ),
    referrer && fact(words.cameFrom, foreignLink(referrer, clip(referrer, 300))),
    campaign && fact(words.campaign, foreignText(campaign)),
    first && first !== campaign && fact(words.firstCameBy, foreignText(first)),
    product && product !== page && fact(words.productPage, foreignLink(product, clip(product, 300))),
    visitorFact(row, hrefWith),
    row.user_id && row.session !== null
      ? fact(words.session, foreignText(clip(row.session, 80), { class: 'code' }))
      : undefined,
    fact(words.sentBy, senderOf(row)),
    row.observed_by &&
      fact(
        words.observedBy,
        foreignText(words.observers[row.observed_by] ?? platformOf(row.observed_by) ?? clip(row.observed_by, 60)),
      ),
    fact(words.business, foreignText(clip(row.business, 80), { class: 'code' })),
    fact(words.id, foreignText(clip(row.id, 80), { class: 'code' })),
  );

  const json = createJsonView(row.event);
  return element(
    'article',
    { class: 'detail', 'data-detail': keyOf(row) },
    panelHead(
      words.event,
      heading,
      stepButton('↑', words.newer, -1),
      stepButton('↓', words.older, 1),
      button('×', { class: 'button icon-button close', 'aria-label': words.close, 'data-close': true }, onClose),
    ),
    session ? element('p', { class: 'back' }, element('a', { href: hrefWith({ event: '' }) }, words.back)) : undefined,
    element(
      'p',
      { class: 'detail-lead' },
      actionChip(row.action),
      amount && element('strong', { class: 'detail-amount' }, amount),
    ),
    reasonsOf(row),
    itemsTable(row),
    facts,
    element(
      'section',
      { class: 'json-section', 'aria-labelledby': 'json-title' },
      element(
        'div',
        { class: 'json-head' },
        element('h3', { id: 'json-title' }, 'JSON'),
        json.toggle,
        copyButton(() => JSON.stringify(row.event, null, 2), words.copy),
      ),
      json.node,
    ),
  );
};
