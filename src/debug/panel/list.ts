import { make } from './elements.js';
import type { Item } from './journal.js';
import type { Language } from './language.js';
import { createRow } from './rows.js';
import type { Row } from './rows.js';

const MAX_ROWS = 300;

/** Creates a list of items, the newest first. `empty` stands there until something comes. */
export const createList = (empty: string, language: Language, isPreview: () => boolean) => {
  const element = make('ol', {}, make('li', { class: 'empty' }, empty));
  const rows = new Map<Item, Row>();
  const isGone = (item: Item) => item.kind === 'call' && item.state === 'gone';
  return {
    element,
    /** Adds an item or shows what has changed in it. Returns how many there are. */
    show(item: Item): number {
      const row = rows.get(item);
      if (isGone(item)) {
        row?.element.remove();
        rows.delete(item);
      } else if (row) row.update();
      else {
        const added = createRow(item, language, isPreview);
        rows.set(item, added);
        element.querySelector('.empty')?.remove();
        element.prepend(added.element);
        const [oldest] = rows;
        if (rows.size > MAX_ROWS && oldest) {
          oldest[1].element.remove();
          rows.delete(oldest[0]);
        }
      }
      return rows.size;
    },
  };
};
