import { fetchDeadLetters, storeAgain, toMilliseconds } from './api.js';
import { button, element, foreignText } from './dom.js';
import { count, plural } from './format.js';
import { relativeTime } from './row-view.js';

/** @typedef {import('./api.js').DeadLetter} DeadLetter */

/** @param {DeadLetter} letter */
const lineOf = ({ business, died_at, reason, bytes }) =>
  element(
    'tr',
    {},
    element('td', {}, relativeTime(toMilliseconds(died_at))),
    element('td', {}, foreignText(business)),
    element('td', {}, foreignText(reason)),
    element('td', { class: 'number' }, bytes === 0 ? 'erased' : plural(bytes, 'byte')),
  );

/** @param {{ received: number, duplicate: number, failed: number }} counts */
const outcomeOf = ({ received, duplicate, failed }) => {
  const parts = [
    received > 0 && `${plural(received, 'event')} stored`,
    duplicate > 0 && `${plural(duplicate, 'event')} ${duplicate === 1 ? 'was' : 'were'} there already`,
    failed > 0 && `${plural(failed, 'batch', 'batches')} could still not be stored (the list shows why)`,
  ].filter(Boolean);
  return parts.length === 0 ? 'There was nothing that could be stored.' : `${parts.join(', ')}.`;
};

/** @param {DeadLetter[]} letters */
const tableOf = (letters) => {
  const titles = ['When', 'Business', 'Why', 'Size'];
  const head = titles.map((title) => element('th', { scope: 'col', class: title === 'Size' && 'number' }, title));
  return element(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Batches that could not be stored' },
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
    const word = whole.length === 1 ? 'Store it again' : `Store ${plural(whole.length, 'batch', 'batches')} again`;
    const again = button(word, { 'data-store-again': true }, () => void send(whole));
    content.replaceChildren(
      element(
        'details',
        { open: isOpen },
        element('summary', {}, `${plural(total, 'batch', 'batches')} could not be stored`),
        element(
          'p',
          { class: 'hint' },
          'Their senders were told that the events had arrived, and each batch is kept as it came. Mend the cause, then store them again: each event is stored once.',
          total > deadLetters.length && ` The latest ${count(deadLetters.length)}:`,
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
      status.textContent = `Nothing was stored. ${error instanceof Error ? error.message : String(error)}`;
    }
    isBusy = false;
    await look();
  };

  root.replaceChildren(content, status);
  return look;
};
