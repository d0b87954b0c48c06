import { toMilliseconds } from './api.js';
import { button, element, filled, foreignText } from './dom.js';
import { clip } from './format.js';
import { wordsOf } from './language.js';
import { relativeTime } from './row-view.js';
import { said } from './said.js';
import { webhookWords } from './words/webhook.js';

/** @typedef {import('./connections-api.js').Webhook} Webhook */
/** @typedef {{ onAgain: (webhook: Webhook) => void, onSwitchOn: (webhook: Webhook) => void, isBusinessShown: boolean }} Options */

/** @param {Webhook} webhook whether the latest attempt has come to nothing */
const hasFailed = ({ last_error: error, last_status: status }) => error !== null && !(status && status < 300);

/**
 * @param {Webhook} webhook
 * @returns {[word: string, tone: string]}
 */
const stateOf = (webhook) => {
  const words = wordsOf(webhookWords);
  if (!webhook.enabled) return [words.off, 'tone-other shade-2'];
  if (hasFailed(webhook) || webhook.dead > 0) return [words.inTrouble, 'tone-refund shade-0'];
  return [words.working, 'tone-order shade-0'];
};

/** What the collector writes of an answer: its status, and what the receiver has said. */
const answerPattern = /^(The answer was|Hellotext has answered) (\d+)(?:: (.+))?$/s;

/**
 * What failed, in words of people who run a shop and with those of the network or the receiver behind them.
 * @param {string} error
 * @returns {import('./dom.js').Child[]}
 */
const causeOf = (error) => {
  const words = wordsOf(webhookWords);
  const technical = error.replace(/[.\s]+$/, '');
  const network = { error: foreignText(technical, { lang: 'en' }) };
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(error)) return filled(words.causes.unreachable, network);
  if (/ENOTFOUND|EAI_AGAIN/.test(error)) return filled(words.causes.notFound, network);
  if (/ECONNRESET|EPIPE|socket hang up/.test(error)) return filled(words.causes.brokenOff, network);
  if (/CERT|certificate|self.signed/i.test(error)) return filled(words.causes.certificate, network);
  const [, seconds] = /^There was no answer within (\d+) seconds$/.exec(technical) ?? [];
  if (seconds !== undefined) return [words.notInTime(Number(seconds))];
  const [, who, status, text] = answerPattern.exec(technical) ?? [];
  if (who === undefined) return [said(`${technical}.`)];
  const isHellotext = who.startsWith('Hellotext');
  if (text === undefined) return [(isHellotext ? words.hellotextAnswered : words.answered)(Number(status))];
  const sentence = (isHellotext ? words.hellotextAnsweredText : words.answeredText)(Number(status));
  return filled(sentence, { text: foreignText(text) });
};

/** @param {Webhook} webhook */
const whyOf = (webhook) => {
  const words = wordsOf(webhookWords);
  const { enabled, off_at: offAt, off_reason: reason, last_error: error, last_at: last, waiting } = webhook;
  if (!enabled && offAt === null) return [words.isOff];
  if (!enabled) return filled(words.switchedOff, { reason: reason === null ? words.noReason : said(reason) });
  if (hasFailed(webhook)) {
    const cause = element('span', {}, ...causeOf(error ?? ''));
    return [...filled(words.failed, { cause }), waiting > 0 && ` ${words.triedAgain}`];
  }
  return [last === null ? words.nothingSent : words.taken];
};

/** @param {Webhook} webhook */
const answerOf = ({ last_at: last, last_status: status }) => {
  if (last === null) return null;
  const words = wordsOf(webhookWords);
  const time = relativeTime(toMilliseconds(last));
  const sentence = status === null ? words.noLastAnswer : words.lastAnswer(status);
  return element('p', { class: 'hint' }, ...filled(sentence, { time }));
};

/**
 * @param {Webhook} webhook
 * @param {Options} options
 */
const buttonsOf = (webhook, { onAgain, onSwitchOn }) => {
  const words = wordsOf(webhookWords);
  const { enabled, off_at: offAt, dead } = webhook;
  return [
    !enabled && offAt !== null && button(words.switchOn, { 'data-press': 'switch-on' }, () => onSwitchOn(webhook)),
    dead > 0 && button(words.sendAgain(dead), { 'data-press': 'resend' }, () => onAgain(webhook)),
  ];
};

/**
 * @param {Webhook} webhook
 * @param {Options} options
 * @returns {import('./folds.js').Fold}
 */
export const webhookFold = (webhook, options) => {
  const { business, id, type, url, actions, waiting, dead, next_at: next } = webhook;
  const words = wordsOf(webhookWords);
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
            words.sums(waiting, dead),
          ),
        ),
        element(
          'span',
          { class: 'fold-time' },
          ...(next === null || !webhook.enabled
            ? []
            : filled(words.nextAttempt, { time: relativeTime(toMilliseconds(next)) })),
        ),
      ],
      detail: [
        element('p', { class: 'fold-why' }, ...whyOf(webhook)),
        answerOf(webhook),
        element('p', { class: 'fold-foot' }, ...buttonsOf(webhook, options)),
        element('p', { class: 'hint' }, ...filled(words.sentTo, { url: foreignText(url, { class: 'code' }) })),
        element(
          'p',
          { class: 'hint' },
          ...(actions.includes('*')
            ? [words.getsAll]
            : filled(words.gets, { actions: foreignText(clip(actions.join(', '), 300)) })),
        ),
      ],
    }),
  };
};
