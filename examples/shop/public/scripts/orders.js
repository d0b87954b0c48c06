import { sumOf } from './cart-store.js';
import { readStored, writeStored } from './page-storage.js';
import { newReference } from './references.js';

/**
 * @typedef {'deliver' | 'collect'} Delivery
 * @typedef {{ reference: string, lines: import('./cart-store.js').Line[], delivery: Delivery, goods: number, shipping: number, total: number, isReported: boolean }} Order
 */

const KEY = 'coronilla:orders';
const KEPT = 5;
const DELIVERY_PRICE = 29000;
export const FREE_DELIVERY_FROM = 600000;

/**
 * @param {import('./cart-store.js').Line[]} lines
 * @param {Delivery} delivery
 */
export const totalsOf = (lines, delivery) => {
  const goods = sumOf(lines);
  const shipping = delivery === 'collect' || goods >= FREE_DELIVERY_FROM ? 0 : DELIVERY_PRICE;
  return { goods, shipping, total: goods + shipping };
};

/** @returns {Order[]} */
const readOrders = () => {
  const orders = readStored(KEY);
  return Array.isArray(orders) ? orders : [];
};

/**
 * @param {import('./cart-store.js').Line[]} lines
 * @param {Delivery} delivery
 * @returns {Order}
 */
export const placeOrder = (lines, delivery) => {
  const order = { reference: newReference('CO'), lines, delivery, ...totalsOf(lines, delivery), isReported: false };
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
