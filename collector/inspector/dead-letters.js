import { fetchDeadLetters, storeAgain, toMilliseconds } from './api.js';
import { button, element, foreignText } from './dom.js';
import { plural } from './format.js';
import { wordsOf } from './language.js';
import { relativeTime } from './row-view.js';
import { problemOf } from './said.js';
import { batchWords } from './words/batch.js';

/** @typedef {import('./api.js').DeadLetter} DeadLetter */

/** @param {DeadLetter} letter */
const lineOf = ({ business, died_at, reason, bytes }) =>
  element(
    'tr',
    {},
    element('td', {}, relativeTime(toMilliseconds(died_at))),
    element('td', {}, foreignText(business)),
    element('td', {}, foreignText(reason, { lang: 'en' })),
    element('td', { class: 'number' }, bytes === 0 ? wordsOf(batchWords).erased : plural(bytes, 'byte')),
  );

/** @param {{ received: number, duplicate: number, failed: number }} counts */
const outcomeOf = ({ received, duplicate, failed }) => {
  const words = wordsOf(batchWords);
  const parts = [
    received > 0 && words.stored(received),
    duplicate > 0 && words.already(duplicate),
    failed > 0 && words.failed(failed),
  ].filter(Boolean);
  return parts.length === 0 ? words.nothing : `${parts.join(', ')}.`;
};

/** @param {DeadLetter[]} letters */
const tableOf = (letters) => {
  const words = wordsOf(batchWords);
  const titles = [words.when, words.business, words.why, words.size];
  const head = titles.map((title) => element('th', { scope: 'col', class: title === words.size && 'number' }, title));
  return element(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': words.label },
    element(
      'table',
      { class: 'items' },
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...letters.map(lineOf)),
    ),
  );
};

/**
 * Batches of the stream that could not be stored: nothing in the list of events tells of them.
 * @param {HTMLElement} root hidden while there are none and nothing is to be said
 * @param {() => void} onStored events were stored
 * @returns {() => Promise<void>} looks again
 */
export const createDeadLetters = (root, onStored) => {
  const words = wordsOf(batchWords);
  const status = element('p', { class: 'dead-status', role: 'status', tabindex: -1 });
  const content = element('div');
  let drawn = '';
  let isBusy = false;

  /** @param {{ deadLetters: DeadLetter[], total: number }} found */
  const show = ({ deadLetters, total }) => {
    root.hidden = total === 0 && status.textContent === '';
    const text = JSON.stringify([deadLetters, total]);
    if (text === drawn) return;
    drawn = text;
    const hadFocus = content.contains(document.activeElement);
    const isOpen = content.querySelector('details')?.open ?? false;
    if (total === 0) {
      content.replaceChildren();
      if (hadFocus) status.focus();
      return;
    }
    const whole = deadLetters.filter(({ bytes }) => bytes > 0).map(({ number }) => number);
    const again = button(words.again(whole.length), { 'data-store-again': true }, () => void send(whole));
    content.replaceChildren(
      element(
        'details',
        { open: isOpen },
        element('summary', {}, words.title(total)),
        element(
          'p',
          { class: 'hint' },
          words.hint,
          total > deadLetters.length && ` ${words.latest(deadLetters.length)}`,
        ),
        tableOf(deadLetters),
        whole.length > 0 && element('p', { class: 'fold-foot' }, again),
      ),
    );
    if (hadFocus) (content.querySelector('button') ?? content.querySelector('summary'))?.focus();
  };

  const look = async () => show(await fetchDeadLetters().catch(() => ({ deadLetters: [], total: 0 })));

  /** @param {number[]} numbers */
  const send = async (numbers) => {
    if (isBusy) return;
    isBusy = true;
    try {
      const counts = await storeAgain(numbers);
      status.textContent = outcomeOf(counts);
      if (counts.received > 0) onStored();
    } catch (error) {
      status.replaceChildren(words.nothingStored, ' ', problemOf(error));
    }
    isBusy = false;
    await look();
  };

  root.replaceChildren(content, status);
  return look;
};
