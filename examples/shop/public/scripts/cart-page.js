import { findProduct } from '../catalogue.js';
import { formatMoney } from '../money.js';
import { countPieces, onCartChange, readCart, setQuantity } from './cart-store.js';
import { showCoupon, startCoupon } from './coupon-form.js';
import { find, fillText, show } from './find-elements.js';
import { FREE_DELIVERY_FROM, totalsOf } from './orders.js';
import { reportCartChange, reportCartViewed } from './report.js';
import { lineElement, showTotals } from './show-lines.js';
import { stepQuantity } from './step-quantity.js';

/** @typedef {import('./cart-store.js').Line} Line */

const list = find('[data-lines]');
const template = /** @type {HTMLTemplateElement} */ (find('[data-line-template]'));
const elements = /** @type {Map<string, HTMLElement>} */ (new Map());

/**
 * @param {Line} line
 * @param {number} quantity
 */
const change = ({ slug, sku }, quantity) => {
  const changed = setQuantity(slug, sku, quantity);
  reportCartChange(changed);
  fillText('cart-status', `${countPieces(changed.cart.lines)} in the cart.`);
};

/** @param {Line} line */
const newElement = (line) => {
  const element = lineElement(template, line);
  const name = findProduct(line.slug)?.name ?? '';
  const input = /** @type {HTMLInputElement} */ (find('input', element));
  input.setAttribute('aria-label', `Quantity of ${name}`);
  input.addEventListener('change', () => change(line, Math.max(1, input.valueAsNumber || 1)));
  const remove = find('[data-remove]', element);
  remove.setAttribute('aria-label', `Remove ${name}`);
  remove.addEventListener('click', () => {
    change(line, 0);
    find('h1').focus();
  });
  stepQuantity(find('.stepper', element));
  return element;
};

const render = () => {
  const { lines, coupon } = readCart();
  const skus = lines.map(({ sku }) => sku);
  for (const [sku, element] of elements) {
    if (skus.includes(sku)) continue;
    element.remove();
    elements.delete(sku);
  }
  for (const line of lines) {
    const element = elements.get(line.sku) ?? newElement(line);
    if (!elements.has(line.sku)) list.append(element);
    elements.set(line.sku, element);
    /** @type {HTMLInputElement} */ (find('input', element)).valueAsNumber = line.quantity;
    fillText('line-total', formatMoney((findProduct(line.slug)?.price ?? 0) * line.quantity), element);
  }
  const totals = totalsOf(lines, 'deliver', coupon);
  showTotals(totals);
  showCoupon();
  const missing = FREE_DELIVERY_FROM - totals.goods;
  fillText('free-delivery', missing > 0 ? `${formatMoney(missing)} more, and delivery is free.` : 'Delivery is free.');
  show('[data-empty]', lines.length === 0);
  show('[data-filled]', lines.length > 0);
};

startCoupon();
render();
onCartChange(render);
reportCartViewed();
