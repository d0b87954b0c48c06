import { element } from './dom.js';
import { copyButton } from './copy.js';

/** What a merchant sees before the first event: how to get one. */
export const createFirstSteps = () => {
  const origin = location.origin;
  const tag = `<script async src="${origin}/vitrina.js?id=YOUR-BUSINESS-ID"></script>`;
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
        ' The start command printed its address next to this one. Open it, look at a product, put it into the cart.',
      ),
      element(
        'li',
        {},
        element('strong', {}, 'Or use your own shop.'),
        ' Paste this line into the head of every page, with your business id:',
        element(
          'div',
          { class: 'snippet' },
          element('pre', { tabindex: 0 }, element('code', {}, tag)),
          copyButton(() => tag, 'Copy the tag'),
        ),
      ),
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
