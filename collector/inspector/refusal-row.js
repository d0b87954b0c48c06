import { toMilliseconds } from './api.js';
import { button, element, filled, foreignText } from './dom.js';
import { clip, exactTime, plural } from './format.js';
import { createJsonView } from './json-view.js';
import { wordsOf } from './language.js';
import { reasonLabel } from './refusal-reasons.js';
import { relativeTime } from './row-view.js';
import { refusalWords } from './words/refusal.js';

/** @typedef {import('./refusals-api.js').Refusal} Refusal */

/**
 * @typedef {{ hrefOfEvent: (key: string) => string, onResend: (refusal: Refusal) => Promise<void>, isBusinessShown: boolean }} RowOptions
 */

/**
 * @param {string} name
 * @param {import('./dom.js').Child} value
 */
const fact = (name, value) =>
  value === null || value === ''
    ? null
    : element('div', { class: 'fact' }, element('dt', {}, name), element('dd', {}, value));

/** @param {string} text */
const parse = (text) => {
  try {
    return { value: /** @type {unknown} */ (JSON.parse(text)) };
  } catch {
    return undefined;
  }
};

/** @param {Refusal} refusal */
const contentOf = ({ text, is_whole }) => {
  if (text === '') return [];
  const words = wordsOf(refusalWords);
  const parsed = is_whole ? parse(text) : undefined;
  const view = parsed && createJsonView(parsed.value);
  // A text that was kept whole is short, and what it is about is in its depth.
  view?.toggle.click();
  const title = element('h3', {}, is_whole ? words.content : words.beginning);
  // A long text scrolls, and what scrolls has to be reached by keyboard.
  const plain = () =>
    element(
      'pre',
      { class: 'json refusal-text', tabindex: 0, role: 'region', 'aria-label': words.text },
      foreignText(text),
    );
  return [element('div', { class: 'json-head' }, title, view?.toggle), view?.node ?? plain()];
};

/** @param {Refusal} refusal */
const whyNot = ({ text, bytes }) => {
  const words = wordsOf(refusalWords);
  if (text === '') return words.onlyReason;
  const kept = new TextEncoder().encode(text).length;
  return words.onlyBeginning(Math.min(kept, bytes), bytes);
};

/**
 * @param {Refusal} refusal
 * @param {RowOptions} options
 */
const footOf = (refusal, { hrefOfEvent, onResend }) => {
  const words = wordsOf(refusalWords);
  const { business, id, resent_at, is_whole } = refusal;
  if (resent_at !== null) {
    const when = relativeTime(toMilliseconds(resent_at));
    const link = id !== null && element('a', { href: hrefOfEvent(`${business}/${id}`) }, words.openEvent);
    return element('p', { class: 'fold-foot' }, element('span', {}, ...filled(words.takenAgain, { time: when })), link);
  }
  if (!is_whole) return element('p', { class: 'fold-foot hint' }, whyNot(refusal));
  const again = button(words.sendAgain, { class: 'button', 'data-resend': refusal.number }, () => {
    again.disabled = true;
    void onResend(refusal).finally(() => (again.disabled = false));
  });
  return element('p', { class: 'fold-foot' }, again);
};

/**
 * @param {Refusal} refusal
 * @param {RowOptions} options
 */
const detailOf = (refusal, options) => {
  const words = wordsOf(refusalWords);
  const { business, received_at, action, id, ip, bytes } = refusal;
  return element(
    'div',
    { class: 'fold-detail' },
    footOf(refusal, options),
    element(
      'dl',
      { class: 'facts' },
      fact(words.received, exactTime(toMilliseconds(received_at))),
      fact(words.business, foreignText(business)),
      fact(words.action, action && foreignText(action)),
      fact(words.eventId, id && foreignText(id, { class: 'code' })),
      fact(words.sender, ip && foreignText(ip, { class: 'code' })),
      fact(words.size, bytes > 0 ? plural(bytes, 'byte') : null),
    ),
    ...contentOf(refusal),
  );
};

/**
 * One refusal, which unfolds in its place.
 * @param {Refusal} refusal
 * @param {RowOptions} options
 */
export const createRefusalRow = (refusal, options) => {
  const words = wordsOf(refusalWords);
  const { number, reason, description, action, business, received_at, resent_at } = refusal;
  const isResent = resent_at !== null;
  const summary = element(
    'summary',
    { class: 'fold-line' },
    element('span', { class: `chip ${isResent ? 'tone-order' : 'tone-refund'} shade-0` }, reasonLabel(reason)),
    element(
      'span',
      { class: 'fold-what' },
      foreignText(description, { class: 'fold-title', lang: 'en' }),
      element(
        'span',
        { class: 'fold-about' },
        isResent && `${words.sentAgain} · `,
        foreignText(clip(action ?? words.wholeRequest, 60)),
        options.isBusinessShown && element('span', {}, ' · ', foreignText(business)),
      ),
    ),
    relativeTime(toMilliseconds(received_at), { class: 'fold-time' }),
  );
  const details = element('details', {}, summary);
  // Built when it is first opened: a page of refusals can hold a megabyte of text.
  const fill = () => {
    if (details.open && details.childElementCount === 1) details.append(detailOf(refusal, options));
  };
  // Before "toggle", which comes later: a quick Tab has to find the button in it already.
  summary.addEventListener('click', () => {
    if (details.childElementCount === 1) details.append(detailOf(refusal, options));
  });
  details.addEventListener('toggle', fill);
  const line = element(
    'li',
    { class: isResent ? 'fold is-resent' : 'fold', 'data-refusal': number, 'data-reason': reason },
    details,
  );
  return {
    line,
    refusal,
    isOpen: () => details.open,
    open: () => {
      details.open = true;
      fill();
    },
    focus: () => {
      summary.focus();
      summary.scrollIntoView({ block: 'nearest' });
    },
  };
};
