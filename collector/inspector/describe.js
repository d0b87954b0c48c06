import { clip } from './format.js';
import { wordsOf } from './language.js';
import { eventWords } from './words/event.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {{ name: string, reference: string, quantity: number, amount: number | null, currency: string }} Item */

/** Objects with a colour of their own; the names are those of the css. */
const objects = ['page', 'product', 'cart', 'checkout', 'order', 'coupon', 'form', 'refund', 'app', 'user'];
const spareTones = 3;

/** A step away from the object's colour, so that two actions of one object can be told apart in the picture. */
const shades = new Map([
  ['product.purchased', 1],
  ['cart.removed', 1],
  ['cart.viewed', 2],
  ['cart.abandoned', 2],
  ['order.confirmed', 1],
  ['order.cancelled', 2],
  ['order.shipped', 2],
  ['order.delivered', 1],
  ['refund.received', 1],
  ['app.removed', 1],
  ['app.spent', 2],
]);

/** @param {string} text */
const hashOf = (text) => [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7);

/** @param {string} action */
export const objectOf = (action) => action.split('.', 1)[0] ?? '';

/**
 * The css class of an action's colour: the same object always has the same one.
 * @param {string} action
 */
export const toneOf = (action) => {
  const object = objectOf(action);
  return objects.includes(object) ? `tone-${object}` : `tone-custom-${hashOf(object) % spareTones}`;
};

/** @param {string} action */
export const shadeOf = (action) => {
  if (objects.includes(objectOf(action))) return `shade-${shades.get(action) ?? 0}`;
  return `shade-${hashOf(action) % 3}`;
};

/**
 * Reads a path of a value of unknown shape.
 * @param {unknown} value
 * @param {...string} path
 * @returns {unknown}
 */
export const at = (value, ...path) => {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = /** @type {Record<string, unknown>} */ (current)[name];
  }
  return current;
};

/**
 * @param {unknown} value
 * @param {...string} path
 */
export const textAt = (value, ...path) => {
  const found = at(value, ...path);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
};

/**
 * @param {Row} row
 * @returns {Item[]}
 */
export const itemsOf = (row) => {
  const items = at(row.event, 'object_parameters', 'items');
  if (!Array.isArray(items)) return [];
  return items.map((item) => {
    const product = at(item, 'product');
    const amount = at(item, 'price', 'amount') ?? at(product, 'price', 'amount');
    const quantity = at(item, 'quantity');
    return {
      name:
        textAt(product, 'name') ||
        textAt(item, 'product') ||
        textAt(product, 'reference') ||
        wordsOf(eventWords).unnamed,
      reference: textAt(product, 'reference') || textAt(product, 'sku'),
      quantity: typeof quantity === 'number' ? quantity : 1,
      amount: typeof amount === 'number' ? amount : null,
      currency: textAt(item, 'price', 'currency') || textAt(product, 'price', 'currency') || (row.currency ?? ''),
    };
  });
};

/** @param {Item[]} items */
const listed = (items) => {
  const [first, ...others] = items;
  if (!first) return '';
  const start = first.quantity === 1 ? first.name : `${first.name} × ${first.quantity}`;
  return others.length ? wordsOf(eventWords).andMore(clip(start, 60), others.length) : start;
};

/** @param {Row} row */
export const pathOf = (row) => {
  const path = textAt(row.event, 'page', 'path');
  if (path) return path;
  return row.page_url && URL.canParse(row.page_url) ? new URL(row.page_url).pathname : (row.page_url ?? '');
};

/** @param {Row} row */
export const titleOf = (row) => textAt(row.event, 'page', 'title') || pathOf(row);

/**
 * One line that says what the event was about, in the shop's own words.
 * @param {Row} row
 */
export const summaryOf = (row) => {
  const parameters = at(row.event, 'object_parameters');
  const reference = textAt(parameters, 'reference');
  const name =
    textAt(parameters, 'name') || textAt(parameters, 'code') || reference || textAt(row.event, 'object') || '';
  const items = itemsOf(row);
  switch (objectOf(row.action)) {
    case 'page':
      return titleOf(row);
    case 'cart':
    case 'checkout':
      return listed(items) || name || titleOf(row);
    case 'order': {
      const pieces = items.reduce((sum, item) => sum + item.quantity, 0);
      const words = wordsOf(eventWords);
      const label = [reference && words.order(reference), pieces > 0 && words.items(pieces)]
        .filter(Boolean)
        .join(' · ');
      return label || name || titleOf(row);
    }
    case 'refund': {
      // The number of a refund tells nobody anything; that of its order does.
      const order = textAt(parameters, 'order');
      return order ? wordsOf(eventWords).order(order) : name || titleOf(row);
    }
    case 'user':
      return row.user_id || textAt(row.event, 'user_parameters', 'id') || titleOf(row);
    default:
      return name || listed(items) || titleOf(row);
  }
};
