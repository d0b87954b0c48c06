import { countPieces, onCartChange, readCart } from './cart-store.js';
import { find } from './find-elements.js';
import { reportNewsletterJoined } from './report.js';

const showCount = () => {
  const count = countPieces(readCart().lines);
  const badge = find('[data-cart-count]');
  badge.textContent = String(count);
  badge.hidden = count === 0;
};

/** @param {SubmitEvent} event */
const joinNewsletter = (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  form.reset();
  find('[data-newsletter-status]').textContent = 'Thank you. The next letter goes out with the autumn kiln.';
  reportNewsletterJoined();
};

showCount();
onCartChange(showCount);
document.addEventListener('submit', (event) => {
  if (event.target instanceof Element && event.target.matches('[data-newsletter]')) joinNewsletter(event);
});
