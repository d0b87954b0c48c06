import { findProduct, findVariant } from '../catalogue.js';
import { findCoupon } from '../coupons.js';
import { readStored, writeStored } from './page-storage.js';
import { newReference } from './references.js';

/**
 * @typedef {{ slug: string, sku: string, quantity: number }} Line
 * @typedef {{ reference: string, lines: Line[], coupon?: string }} Cart
 * @typedef {{ cart: Cart, line: Line, difference: number }} CartChange
 */

const KEY = 'coronilla:cart';
export const MOST_OF_ONE = 20;

/**
 * @param {unknown} line
 * @returns {line is Line}
 */
const isLine = (line) => {
  const { slug, sku, quantity } = /** @type {Partial<Line>} */ (line ?? {});
  const product = findProduct(String(slug));
  return (
    product !== undefined &&
    findVariant(product, String(sku)) !== undefined &&
    Number.isInteger(quantity) &&
    Number(quantity) > 0
  );
};

/** @returns {Cart} */
export const readCart = () => {
  const { reference, lines, coupon } = /** @type {Partial<Cart>} */ (readStored(KEY) ?? {});
  return {
    reference: typeof reference === 'string' ? reference : newReference('cart'),
    lines: Array.isArray(lines) ? lines.filter(isLine) : [],
    coupon: findCoupon(String(coupon))?.code,
  };
};

/** @param {Line[]} lines */
export const countPieces = (lines) => lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** @param {Line[]} lines */
export const sumOf = (lines) =>
  lines.reduce((sum, { slug, quantity }) => sum + (findProduct(slug)?.price ?? 0) * quantity, 0);

/** @param {Cart} cart */
const writeCart = (cart) => {
  writeStored(KEY, cart);
  document.dispatchEvent(new Event('cart-changed'));
};

/** The next thing that is added starts a cart of its own. */
export const clearCart = () => writeCart({ reference: newReference('cart'), lines: [] });

/** @param {string | undefined} code */
export const setCoupon = (code) => writeCart({ ...readCart(), coupon: code });

/**
 * @param {string} slug
 * @param {string} sku
 * @param {number} quantity 0 removes the line
 * @returns {CartChange}
 */
export const setQuantity = (slug, sku, quantity) => {
  const cart = readCart();
  const before = cart.lines.find((line) => line.sku === sku)?.quantity ?? 0;
  const line = { slug, sku, quantity: Math.min(Math.max(Math.trunc(quantity) || 0, 0), MOST_OF_ONE) };
  const lines = before
    ? cart.lines.map((other) => (other.sku === sku ? line : other)).filter((other) => other.quantity > 0)
    : [...cart.lines, line].filter((other) => other.quantity > 0);
  const after = { ...cart, lines };
  writeCart(after);
  return { cart: after, line, difference: line.quantity - before };
};

/**
 * @param {string} slug
 * @param {string} sku
 * @param {number} quantity
 */
export const addToCart = (slug, sku, quantity) => {
  const before = readCart().lines.find((line) => line.sku === sku)?.quantity ?? 0;
  return setQuantity(slug, sku, before + quantity);
};

/**
 * @param {() => void} listener called when the cart changed: in this tab, in another, or while the page was left for another
 */
export const onCartChange = (listener) => {
  document.addEventListener('cart-changed', listener);
  window.addEventListener('storage', ({ key }) => {
    if (key === KEY || key === null) listener();
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) listener();
  });
};
