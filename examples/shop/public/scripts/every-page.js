import { countPieces, onCartChange, readCart } from './cart-store.js';
import { explainFields } from './explain-fields.js';
import { find } from './find-elements.js';
import { reportNewsletterJoined } from './report.js';

const showCount = () => {
  const count = countPieces(readCart().lines);
  const badge = find('[data-cart-count]');
  badge.textContent = String(count);
  badge.hidden = count === 0;
};

/** @param {HTMLFormElement} form */
const startNewsletter = (form) => {
  const isFilledIn = explainFields(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!isFilledIn()) return;
    form.reset();
    find('[data-newsletter-status]').textContent = 'Thank you. The next letter goes out with the autumn kiln.';
    reportNewsletterJoined();
  });
};

showCount();
onCartChange(showCount);
const newsletter = document.querySelector('[data-newsletter]');
if (newsletter instanceof HTMLFormElement) startNewsletter(newsletter);
