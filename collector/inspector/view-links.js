import { element } from './dom.js';

/** The views that the panel offers while nothing is opened. */
const views = [
  { id: 'visitors', name: 'Visitors' },
  { id: 'people', name: 'People' },
];

/**
 * @param {string} current the part `view` of the address
 * @param {(change: Partial<import('./router.js').View>) => string} hrefWith
 */
export const viewLinks = (current, hrefWith) =>
  element(
    'nav',
    { class: 'view-links', 'aria-label': 'Visitors and people' },
    ...views.map(({ id, name }) =>
      element(
        'a',
        {
          href: hrefWith({ view: id }),
          'data-view': id,
          'aria-current': id === current ? 'page' : false,
        },
        name,
      ),
    ),
  );
