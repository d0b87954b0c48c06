import { findProduct, findVariant, imagePath } from '../catalogue.js';
import { formatMoney } from '../money.js';
import { fillText, find, show } from './find-elements.js';

/**
 * One line of a cart or of an order, made from the page's template.
 *
 * @param {HTMLTemplateElement} template
 * @param {import('./cart-store.js').Line} line
 */
export const lineElement = (template, { slug, sku, quantity }) => {
  const element = /** @type {HTMLElement} */ (find('li', template.content).cloneNode(true));
  const product = findProduct(slug);
  if (!product) return element;
  const variant = findVariant(product, sku);
  const isSummary = element.matches('.summary-line');
  fillText('line-name', isSummary && quantity > 1 ? `${quantity} × ${product.name}` : product.name, element);
  fillText('line-variant', variant?.name ?? '', element);
  fillText('line-each', `${formatMoney(product.price)} each`, element);
  fillText('line-total', formatMoney(product.price * quantity), element);
  find('.tile', element).classList.add(`tint-${product.tint}`);
  find('[data-line-image]', element).setAttribute('src', imagePath(product, sku));
  for (const link of element.querySelectorAll('a[data-line-link]')) link.setAttribute('href', `/product/${slug}`);
  return element;
};

/** @param {import('./orders.js').Totals} totals an order of an earlier visit may know of no discount */
export const showTotals = ({ goods, discount = 0, shipping, total }) => {
  fillText('goods', formatMoney(goods));
  fillText('discount', `−${formatMoney(discount)}`);
  show('[data-discount-row]', discount > 0);
  fillText('delivery', shipping === 0 ? 'Free' : formatMoney(shipping));
  fillText('total', formatMoney(total));
};
