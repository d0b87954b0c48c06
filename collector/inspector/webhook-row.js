import { toMilliseconds } from './api.js';
import { button, element, foreignText } from './dom.js';
import { clip, count, plural } from './format.js';
import { relativeTime } from './row-view.js';

/** @typedef {import('./connections-api.js').Webhook} Webhook */
/** @typedef {{ onAgain: (webhook: Webhook) => void, onSwitchOn: (webhook: Webhook) => void, isBusinessShown: boolean }} Options */

/** @param {Webhook} webhook whether the latest attempt has come to nothing */
const hasFailed = ({ last_error: error, last_status: status }) => error !== null && !(status && status < 300);

/**
 * @param {Webhook} webhook
 * @returns {[word: string, tone: string]}
 */
const stateOf = (webhook) => {
  if (!webhook.enabled) return ['Off', 'tone-other shade-2'];
  if (hasFailed(webhook) || webhook.dead > 0) return ['In trouble', 'tone-refund shade-0'];
  return ['Working', 'tone-order shade-0'];
};

/**
 * What failed, in words of people who run a shop and with those of the network behind them.
 * @param {string} error
 */
const plainly = (error) => {
  const technical = error.replace(/[.\s]+$/, '');
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(error)) return `nothing answers at its address (${technical}).`;
  if (/ENOTFOUND|EAI_AGAIN/.test(error)) return `the name in its address is not found (${technical}).`;
  if (/ECONNRESET|EPIPE|socket hang up/.test(error)) return `the receiver broke off (${technical}).`;
  if (/CERT|certificate|self.signed/i.test(error)) return `its certificate is not right (${technical}).`;
  return `${technical}.`;
};

/** @param {Webhook} webhook */
const whyOf = (webhook) => {
  const { enabled, off_at: offAt, off_reason: reason, last_error: error, last_at: last, waiting } = webhook;
  if (!enabled && offAt === null) return 'It is off: the configuration says so, of it or of the whole shop.';
  if (!enabled)
    return `It was switched off: ${reason ?? 'the reason was not kept.'} What has waited and what comes meanwhile can be sent again.`;
  if (hasFailed(webhook))
    return `The last attempt came to nothing: ${plainly(error ?? '')} ${waiting > 0 ? 'It is tried again by itself.' : ''}`;
  if (last === null) return 'Nothing was sent yet: none of its events has happened since it was declared.';
  return 'The last event was taken.';
};

/** @param {Webhook} webhook */
const answerOf = ({ last_at: last, last_status: status }) =>
  last !== null &&
  element(
    'p',
    { class: 'hint' },
    'Last answer: ',
    status === null ? 'none' : `${status}`,
    ', ',
    relativeTime(toMilliseconds(last)),
    '.',
  );

/**
 * @param {Webhook} webhook
 * @param {Options} options
 */
const buttonsOf = (webhook, { onAgain, onSwitchOn }) => [
  !webhook.enabled &&
    webhook.off_at !== null &&
    button('Switch on', { 'data-press': 'switch-on' }, () => onSwitchOn(webhook)),
  webhook.dead > 0 &&
    button(`Send ${plural(webhook.dead, 'event')} again`, { 'data-press': 'resend' }, () => onAgain(webhook)),
];

/**
 * @param {Webhook} webhook
 * @param {Options} options
 * @returns {import('./folds.js').Fold}
 */
export const webhookFold = (webhook, options) => {
  const { business, id, type, url, actions, waiting, dead, next_at: next } = webhook;
  const [word, tone] = stateOf(webhook);
  return {
    key: `${business}/${id}`,
    state: [webhook, options.isBusinessShown],
    draw: () => ({
      summary: [
        element('span', { class: `chip ${tone}` }, word),
        element(
          'span',
          { class: 'fold-what' },
          foreignText(type === 'hellotext' ? 'Hellotext' : clip(id, 80), { class: 'fold-title' }),
          element(
            'span',
            { class: 'fold-about' },
            options.isBusinessShown && element('span', {}, foreignText(business), ' · '),
            `${count(waiting)} waiting · ${count(dead)} given up`,
          ),
        ),
        element(
          'span',
          { class: 'fold-time' },
          next === null || !webhook.enabled ? '' : 'next attempt ',
          next !== null && webhook.enabled && relativeTime(toMilliseconds(next)),
        ),
      ],
      detail: [
        foreignParagraph(whyOf(webhook)),
        answerOf(webhook),
        element('p', { class: 'fold-foot' }, ...buttonsOf(webhook, options)),
        element('p', { class: 'hint' }, 'Sent to ', foreignText(url, { class: 'code' }), '.'),
        element(
          'p',
          { class: 'hint' },
          'It gets: ',
          foreignText(actions.includes('*') ? 'every event' : clip(actions.join(', '), 300)),
          '.',
        ),
      ],
    }),
  };
};

/** @param {string} text which may quote what a receiver has answered */
const foreignParagraph = (text) => element('p', { class: 'fold-why' }, foreignText(text));
