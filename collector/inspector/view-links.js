import { element } from './dom.js';
import { wordsOf } from './language.js';
import { peopleWords } from './words/people.js';

/** The views that the panel offers while nothing is opened. */
const views = /** @type {const} */ (['visitors', 'people']);

/**
 * @param {string} current the part `view` of the address
 * @param {(change: Partial<import('./router.js').View>) => string} hrefWith
 */
export const viewLinks = (current, hrefWith) => {
  const words = wordsOf(peopleWords);
  return element(
    'nav',
    { class: 'view-links', 'aria-label': words.views },
    ...views.map((id) =>
      element(
        'a',
        {
          href: hrefWith({ view: id }),
          'data-view': id,
          'aria-current': id === current ? 'page' : false,
        },
        words[id],
      ),
    ),
  );
};
