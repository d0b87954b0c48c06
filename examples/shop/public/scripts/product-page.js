import { findProduct, findVariant } from '../catalogue.js';
import { addToCart } from './cart-store.js';
import { startFavourite } from './favourites.js';
import { find } from './find-elements.js';
import { reportCartChange, reportProductViewed } from './report.js';
import { stepQuantity } from './step-quantity.js';

const slug = find('[data-product]').dataset.product ?? '';
const product = findProduct(slug);
const form = /** @type {HTMLFormElement} */ (find('[data-buy]'));

const chosenSku = () => String(new FormData(form).get('variant'));
const chosenQuantity = () => Number(new FormData(form).get('quantity'));

const colourPicture = () => {
  const variant = product && findVariant(product, chosenSku());
  if (variant?.tone) find('[data-picture]').style.setProperty('--tone', variant.tone);
};

const putIntoCart = () => {
  const change = addToCart(slug, chosenSku(), chosenQuantity());
  reportCartChange(change);
  return change;
};

const confirmAdded = (/** @type {number} */ pieces) => {
  const link = Object.assign(document.createElement('a'), { href: '/cart', textContent: 'See the cart' });
  const words = pieces > 0 ? `${pieces} in your cart now. ` : 'You have all twenty that we make. ';
  find('[data-added]').replaceChildren(words, link);
};

form.addEventListener('change', colourPicture);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  confirmAdded(putIntoCart().difference);
});
find('[data-buy-now]').addEventListener('click', () => {
  if (!form.reportValidity()) return;
  putIntoCart();
  location.assign('/checkout');
});

stepQuantity(find('.stepper', form));
startFavourite(find('[data-favourite]'));
colourPicture();
if (product) reportProductViewed(product, chosenSku());
