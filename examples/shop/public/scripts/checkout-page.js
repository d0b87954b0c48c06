import { clearCart, onCartChange, readCart } from './cart-store.js';
import { find, show } from './find-elements.js';
import { placeOrder, totalsOf } from './orders.js';
import { reportCheckoutStarted } from './report.js';
import { lineElement, showTotals } from './show-lines.js';

const form = /** @type {HTMLFormElement} */ (find('[data-checkout]'));
const address = /** @type {HTMLFieldSetElement} */ (find('[data-address]'));

/** @returns {import('./orders.js').Delivery} */
const chosenDelivery = () => (new FormData(form).get('delivery') === 'collect' ? 'collect' : 'deliver');

const showDelivery = () => {
  const isCollected = chosenDelivery() === 'collect';
  address.hidden = isCollected;
  address.disabled = isCollected;
  showTotals(totalsOf(readCart().lines, chosenDelivery()));
};

const showOrder = () => {
  const { lines } = readCart();
  const template = /** @type {HTMLTemplateElement} */ (find('[data-summary-template]'));
  find('[data-lines]').replaceChildren(...lines.map((line) => lineElement(template, line)));
  show('[data-empty]', lines.length === 0);
  show('[data-filled]', lines.length > 0);
  showDelivery();
};

form.addEventListener('change', showDelivery);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  // A second press, or the form restored by the back button, finds the cart empty.
  const ordered = readCart().lines;
  if (ordered.length === 0) return location.assign('/cart');
  const order = placeOrder(ordered, chosenDelivery());
  clearCart();
  location.assign(`/thank-you?order=${order.reference}`);
});

showOrder();
onCartChange(showOrder);
reportCheckoutStarted();
