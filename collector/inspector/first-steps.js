import { element } from './dom.js';
import { createInstallHelp } from './install-help.js';

/** What a merchant sees before the first event: how to get one. */
export const createFirstSteps = () => {
  const window_ = element(
    'div',
    { class: 'first-window', 'aria-hidden': 'true' },
    element('span', { class: 'first-awning' }),
  );
  return element(
    'div',
    { class: 'first' },
    window_,
    element('h3', {}, 'The window is set up. Waiting for the first visitor.'),
    element(
      'p',
      { class: 'first-lead' },
      'Leave this page open: an event appears here by itself, within a second or two of what a visitor does.',
    ),
    element(
      'ol',
      { class: 'first-steps' },
      element(
        'li',
        {},
        element('strong', {}, 'Try the demo shop.'),
        ' If you have started it, its address was printed next to this one. Open it, look at a product, put it into the cart.',
      ),
      element('li', {}, element('strong', {}, 'Or use your own shop.'), ...createInstallHelp()),
      element(
        'li',
        {},
        element('strong', {}, 'Still nothing?'),
        ' Add ',
        element('code', {}, '&debug=true'),
        ' to the address of the script and look into the console of a shop page. The collector refuses an unknown business id (401) and a shop whose origin is not on the business’s list (403).',
      ),
    ),
  );
};
