import { itemsOf } from './describe.js';
import { element, foreignText } from './dom.js';
import { clip, count, money } from './format.js';
import { wordsOf } from './language.js';
import { eventWords } from './words/event.js';

/** @typedef {import('./api.js').Row} Row */

/** @param {Row} row */
export const itemsTable = (row) => {
  const items = itemsOf(row);
  if (items.length === 0) return undefined;
  const words = wordsOf(eventWords);
  const lines = items
    .slice(0, 50)
    .map((item) =>
      element(
        'tr',
        {},
        element(
          'th',
          { scope: 'row' },
          foreignText(clip(item.name, 120)),
          item.reference && item.reference !== item.name
            ? foreignText(clip(item.reference, 40), { class: 'item-reference' })
            : undefined,
        ),
        element('td', { class: 'number' }, count(item.quantity)),
        element('td', { class: 'number' }, item.amount === null ? '' : money(item.amount, item.currency)),
      ),
    );
  const more = items.length > 50 && element('p', { class: 'hint' }, words.moreInJson(count(items.length - 50)));
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, words.item),
    element('th', { scope: 'col', class: 'number' }, words.quantity),
    element('th', { scope: 'col', class: 'number' }, words.unitPrice),
  );
  return element(
    'div',
    {},
    element('table', { class: 'items' }, element('thead', {}, head), element('tbody', {}, ...lines)),
    more,
  );
};
