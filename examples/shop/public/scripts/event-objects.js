import { findCategory, findProduct, BRAND, imagePath, SOURCE } from '../catalogue.js';
import { toMoney } from '../money.js';
import { sumOf } from './cart-store.js';

/**
 * @typedef {import('./cart-store.js').Line} Line
 * @typedef {import('../catalogue.js').Product} Product
 */

/**
 * @param {Product} product
 * @param {string} sku
 */
export const productObject = (product, sku) => ({
  name: product.name,
  reference: product.slug,
  source: SOURCE,
  sku,
  url: `${location.origin}/product/${product.slug}`,
  image_url: `${location.origin}${imagePath(product, sku)}`,
  price: toMoney(product.price),
  brand: BRAND,
  categories: [findCategory(product.category)?.name ?? product.category],
});

/** @param {Line[]} lines */
const itemObjects = (lines) =>
  lines.flatMap(({ slug, sku, quantity }) => {
    const product = findProduct(slug);
    return product ? [{ product: productObject(product, sku), quantity, price: toMoney(product.price) }] : [];
  });

/**
 * @param {string} reference
 * @param {Line[]} lines what changed, or all that is in the cart
 */
export const cartProps = (reference, lines) => ({
  object_parameters: { reference, source: SOURCE, items: itemObjects(lines) },
  ...toMoney(sumOf(lines)),
});

/** @param {import('../coupons.js').Coupon} coupon */
export const couponProps = ({ code, description }) => ({ object_parameters: { code, description } });

/** @param {import('./orders.js').Order} order */
export const orderProps = ({ reference, lines, delivery, total }) => ({
  object_parameters: { reference, source: SOURCE, items: itemObjects(lines), delivery, total: toMoney(total) },
  ...toMoney(total),
});
