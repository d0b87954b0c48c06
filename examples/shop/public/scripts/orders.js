import { discountOf, findCoupon } from '../coupons.js';
import { sumOf } from './cart-store.js';
import { readStored, writeStored } from './page-storage.js';
import { newReference } from './references.js';

/**
 * @typedef {import('./cart-store.js').Line} Line
 * @typedef {'deliver' | 'collect'} Delivery
 * @typedef {{ goods: number, discount: number, shipping: number, total: number }} Totals
 * @typedef {{ reference: string, lines: Line[], delivery: Delivery, coupon?: string, isReported: boolean } & Totals} Order
 */

const KEY = 'coronilla:orders';
const KEPT = 5;
const DELIVERY_PRICE = 29000;
export const FREE_DELIVERY_FROM = 600000;

/**
 * A coupon lowers the sum, and never what makes delivery free.
 *
 * @param {Line[]} lines
 * @param {Delivery} delivery
 * @param {string} [coupon] its code
 * @returns {Totals}
 */
export const totalsOf = (lines, delivery, coupon = '') => {
  const goods = sumOf(lines);
  const discount = discountOf(goods, findCoupon(coupon));
  const shipping = delivery === 'collect' || goods >= FREE_DELIVERY_FROM ? 0 : DELIVERY_PRICE;
  return { goods, discount, shipping, total: goods - discount + shipping };
};

/** @returns {Order[]} */
const readOrders = () => {
  const orders = readStored(KEY);
  return Array.isArray(orders) ? orders : [];
};

/**
 * @param {Line[]} lines
 * @param {Delivery} delivery
 * @param {string} [coupon] its code
 * @returns {Order}
 */
export const placeOrder = (lines, delivery, coupon) => {
  const totals = totalsOf(lines, delivery, coupon);
  const order = { reference: newReference('CO'), lines, delivery, coupon, ...totals, isReported: false };
  writeStored(KEY, [order, ...readOrders()].slice(0, KEPT));
  return order;
};

/** @param {string | null} reference */
export const findOrder = (reference) => readOrders().find((order) => order.reference === reference);

/** @param {string} reference */
export const markReported = (reference) =>
  writeStored(
    KEY,
    readOrders().map((order) => (order.reference === reference ? { ...order, isReported: true } : order)),
  );
