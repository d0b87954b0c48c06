import { fetchDeadLetters, toMilliseconds } from './api.js';
import { element, foreignText } from './dom.js';
import { count, plural } from './format.js';
import { relativeTime } from './row-view.js';

/** @param {import('./api.js').DeadLetter} letter */
const lineOf = ({ business, died_at, reason, bytes }) =>
  element(
    'tr',
    {},
    element('td', {}, relativeTime(toMilliseconds(died_at))),
    element('td', {}, foreignText(business)),
    element('td', {}, foreignText(reason)),
    element('td', { class: 'number' }, bytes === 0 ? 'erased' : plural(bytes, 'byte')),
  );

/**
 * Batches of the stream that could not be stored: nothing in the list of events tells of them.
 * @param {HTMLElement} root hidden while there are none
 * @returns {() => Promise<void>} looks again
 */
export const createDeadLetters = (root) => async () => {
  const { deadLetters, total } = await fetchDeadLetters().catch(() => ({ deadLetters: [], total: 0 }));
  root.hidden = total === 0;
  if (total === 0) return;
  const isOpen = root.querySelector('details')?.open ?? false;
  const titles = ['When', 'Business', 'Why', 'Size'];
  const head = titles.map((title) => element('th', { scope: 'col', class: title === 'Size' && 'number' }, title));
  root.replaceChildren(
    element(
      'details',
      { open: isOpen },
      element('summary', {}, `${plural(total, 'batch', 'batches')} could not be stored`),
      element(
        'p',
        { class: 'hint' },
        'Their senders were told that the events had arrived. The database keeps each batch as it came, in the table dead_letters.',
        total > deadLetters.length && ` The latest ${count(deadLetters.length)}:`,
      ),
      element(
        'div',
        { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Batches that could not be stored' },
        element(
          'table',
          { class: 'items' },
          element('thead', {}, element('tr', {}, ...head)),
          element('tbody', {}, ...deadLetters.map(lineOf)),
        ),
      ),
    ),
  );
};
