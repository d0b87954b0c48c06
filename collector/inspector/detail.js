import { keyOf, toMilliseconds } from './api.js';
import { copyButton } from './copy.js';
import { at, summaryOf, textAt, titleOf } from './describe.js';
import { button, element, foreignLink, foreignText } from './dom.js';
import { clip, count, duration, exactTime, money } from './format.js';
import { itemsTable } from './items-table.js';
import { createJsonView } from './json-view.js';
import { reasonsOf } from './marks.js';
import { panelHead } from './panel.js';
import { actionChip, relativeTime } from './row-view.js';
import { platforms } from './tellers.js';
import { timeOf } from './visits.js';
import { visitorMark } from './visitor-mark.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {import('./dom.js').Child} Child */

/** @type {Record<string, string>} */
const observers = {
  manual: 'the shop’s code',
  page: 'page observer',
  mark: 'marked element',
  form: 'form observer',
  rule: 'address rule',
  ga4: 'data layer (GA4)',
  ua: 'data layer (Universal Analytics)',
  'json-ld': 'product data of the page (JSON-LD)',
};

/**
 * @param {string} term
 * @param {...Child} description
 */
export const fact = (term, ...description) =>
  element('div', { class: 'fact' }, element('dt', {}, term), element('dd', {}, ...description));

/** @param {Row} row */
const arrival = (row) => {
  const delay = toMilliseconds(row.received_at) - timeOf(row);
  if (!Number.isFinite(delay)) return 'unknown';
  if (delay > 60_000) return `${duration(delay)} later, so it waited in the visitor’s browser`;
  return delay < 0 ? 'at once' : `${duration(delay)} later`;
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
  if (session === null)
    return fact('Visitor', row.user_id ? foreignText(clip(row.user_id, 80)) : 'None: sent without a session');
  const visit = at(row.event, 'visit', 'number');
  return fact(
    'Visitor',
    element(
      'a',
      { href: hrefWith({ session, event: '' }), class: 'visitor-link', 'data-timeline-link': session },
      visitorMark(session),
      foreignText(clip(row.user_id ?? session, 80)),
    ),
    typeof visit === 'number' ? ` · visit ${count(visit)}` : undefined,
  );
};

/**
 * @param {Row} row
 * @param {{ hrefWith: (change: { event?: string, session?: string }) => string, session: string,
 *   onClose: () => void, onStep: (step: number) => void, hasNeighbour: (step: number) => boolean }} options
 *   `session`: the visitor whose timeline the reader comes from
 */
export const createDetail = (row, { hrefWith, session, onClose, onStep, hasNeighbour }) => {
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
    fact('Happened', exactTime(timeOf(row)), ' · ', relativeTime(timeOf(row))),
    fact('Arrived', arrival(row)),
    page &&
      fact(
        'Page',
        foreignLink(page, titleOf(row) === page ? page : clip(titleOf(row), 200)),
        foreignText(clip(page, 300), { class: 'address' }),
      ),
    referrer && fact('Came from', foreignLink(referrer, clip(referrer, 300))),
    campaign && fact('Campaign', foreignText(campaign)),
    first && first !== campaign && fact('First came by', foreignText(first)),
    product && product !== page && fact('Product page', foreignLink(product, clip(product, 300))),
    visitorFact(row, hrefWith),
    row.user_id && row.session !== null
      ? fact('Session', foreignText(clip(row.session, 80), { class: 'code' }))
      : undefined,
    fact('Sent by', row.trusted ? 'A server, with a private key' : 'A browser: anybody could have sent it'),
    row.observed_by &&
      fact(
        'Observed by',
        foreignText(observers[row.observed_by] ?? platforms[row.observed_by] ?? clip(row.observed_by, 60)),
      ),
    fact('Business', foreignText(clip(row.business, 80), { class: 'code' })),
    fact('Event id', foreignText(clip(row.id, 80), { class: 'code' })),
  );

  const json = createJsonView(row.event);
  return element(
    'article',
    { class: 'detail', 'data-detail': keyOf(row) },
    panelHead(
      'Event',
      heading,
      stepButton('↑', 'Newer event', -1),
      stepButton('↓', 'Older event', 1),
      button('×', { class: 'button icon-button close', 'aria-label': 'Close the event', 'data-close': true }, onClose),
    ),
    session
      ? element(
          'p',
          { class: 'back' },
          element('a', { href: hrefWith({ event: '' }) }, '← Back to the visitor’s timeline'),
        )
      : undefined,
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
        copyButton(() => JSON.stringify(row.event, null, 2), 'Copy'),
      ),
      json.node,
    ),
  );
};
