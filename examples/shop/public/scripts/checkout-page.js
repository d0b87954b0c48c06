import { clearCart, onCartChange, readCart } from './cart-store.js';
import { showCoupon, startCoupon } from './coupon-form.js';
import { explainFields } from './explain-fields.js';
import { find, show } from './find-elements.js';
import { placeOrder, totalsOf } from './orders.js';
import { reportCheckoutStarted } from './report.js';
import { lineElement, showTotals } from './show-lines.js';

const form = /** @type {HTMLFormElement} */ (find('[data-checkout]'));
const address = /** @type {HTMLFieldSetElement} */ (find('[data-address]'));

const isFilledIn = explainFields(form);

/** @returns {import('./orders.js').Delivery} */
const chosenDelivery = () => (new FormData(form).get('delivery') === 'collect' ? 'collect' : 'deliver');

const showDelivery = () => {
  const isCollected = chosenDelivery() === 'collect';
  address.hidden = isCollected;
  address.disabled = isCollected;
  const { lines, coupon } = readCart();
  showTotals(totalsOf(lines, chosenDelivery(), coupon));
};

const showOrder = () => {
  const { lines } = readCart();
  const template = /** @type {HTMLTemplateElement} */ (find('[data-summary-template]'));
  find('[data-lines]').replaceChildren(...lines.map((line) => lineElement(template, line)));
  show('[data-empty]', lines.length === 0);
  show('[data-filled]', lines.length > 0);
  showDelivery();
  showCoupon();
};

form.addEventListener('change', showDelivery);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  // A second press, or the form restored by the back button, finds the cart empty.
  const { lines, coupon } = readCart();
  if (lines.length === 0) return location.assign('/cart');
  if (!isFilledIn()) return;
  const order = placeOrder(lines, chosenDelivery(), coupon);
  clearCart();
  location.assign(`/thank-you?order=${order.reference}`);
});

startCoupon();
showOrder();
onCartChange(showOrder);
reportCheckoutStarted();
