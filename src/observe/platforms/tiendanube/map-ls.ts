import { isObject } from '../../../base/json.js';
import type { Fact, Line, Units } from '../../../facts/fact.js';
import { fromMinor, toCurrency, toUnits, unitsOf } from '../../../facts/money.js';
import { first, toObjects, toQuantity, toText, toTexts, toUrl } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';

/** What is read of a document besides the global `LS`. */
export interface ShopPage {
  /** Without query and fragment. */
  url: string;
  /** The id of the variant in the query. */
  variant?: string;
  image?: string;
}

/** The currency of `LS`, which is an object in the shop and text in the checkout. */
export const readCurrency = ({ currency }: Values): string | undefined =>
  toCurrency(isObject(currency) ? currency.code : currency);

/** A line of any of the carts. In the checkout, it has no id on product level. */
const toLine = (item: Values, price: Units | undefined): Line => {
  const { image, google_item_categories: categories } = item;
  const ending = ` (${toText(item.short_variant_name)})`;
  const name = toText(item.name);
  return {
    product: {
      reference: toText(item.product_id),
      sku: toText(item.sku),
      variant: toText(item.variant_id),
      aliases: toTexts([item.variant_id, item.google_item_id]),
      name: name?.endsWith(ending) ? name.slice(0, -ending.length) : name,
      url: toUrl(item.url),
      image_url: isObject(image) ? toUrl(image.src) : undefined,
      brand: toText(item.brand),
      categories: isObject(categories) ? toTexts(Object.values(categories)) : undefined,
      price,
    },
    quantity: toQuantity(item.quantity),
  };
};

const toLines = (items: unknown, priceOf: (item: Values) => Units | undefined): Line[] =>
  toObjects(items).map((item) => toLine(item, priceOf(item)));

/** The lines of `LS.cart`, whose prices are in hundredths. */
const readLines = (cart: Values) => toLines(cart.items, ({ unit_price }) => fromMinor(unit_price));

/** The whole cart in `LS`; `undefined` on pages without it. */
export const readCart = (ls: Values): Fact | undefined => {
  const { cart } = ls;
  if (!isObject(cart) || !cart.items) return undefined;
  return {
    type: 'cart',
    confirmed: true,
    reference: toText(cart.id),
    lines: readLines(cart),
    currency: readCurrency(ls),
  };
};

/** The whole cart in the answer to a change, whose prices are in major units; `undefined` if the answer shows none. */
export const readAnswer = (answer: unknown, ls: Values): Fact | undefined => {
  const cart = isObject(answer) && answer.success !== false ? answer.cart : undefined;
  if (!isObject(cart) || !Array.isArray(cart.products)) return undefined;
  const currency = toCurrency(cart.currency) ?? readCurrency(ls);
  return {
    type: 'cart',
    confirmed: true,
    // If the two ids differ, that of `LS` counts. Another reference would mean another cart.
    reference: toText(first(isObject(ls.cart) && ls.cart.id, cart.id)),
    lines: toLines(cart.products, ({ price }) => unitsOf(price) ?? toUnits(price, currency)),
    currency,
  };
};

/** The view of a product page, after all variants of the product as `products`; empty on any other page. */
export const readProduct = (ls: Values, { url, variant, image }: ShopPage): Fact[] => {
  const { product } = ls;
  if (!isObject(product)) return [];
  const { tags } = product;
  const currency = readCurrency(ls);
  const variants = toObjects(ls.variants);
  const toProductLine = (one: Values): Line => ({
    product: {
      reference: toText(product.id),
      sku: toText(one.sku),
      variant: toText(one.id),
      aliases: toTexts([one.id]),
      name: toText(product.name),
      url,
      image_url: toUrl(first(one.image_url, image)),
      tags: toTexts(Array.isArray(tags) ? tags : (toText(tags) ?? '').split(',')),
      price: unitsOf(one.price_number),
    },
    quantity: 1,
  });
  const shown =
    variants.find(({ id }) => variant && toText(id) === variant) ??
    variants.find(({ available }) => available) ??
    variants[0] ??
    {};
  return [
    { type: 'products', lines: variants.map(toProductLine), currency },
    { type: 'product.viewed', confirmed: true, lines: [toProductLine(shown)], currency },
  ];
};

/** The step of the checkout and the id of the cart or order, by the path. The key that follows the id is never read. */
export const readStep = (path: string): [step?: string, id?: string] => {
  const [, step, id] = /\/checkout\/v\d+\/(start|success)\/([\w-]+)/.exec(path) ?? [];
  return [step, id];
};

/** Older orders are not reported, because e-mails link to the page of an order for a long time. */
const ORDER_MAX_AGE_MS = 24 * 60 * 60_000;

/** The start of the checkout; `undefined` if `LS` has no cart. */
export const readCheckout = (ls: Values, id: string | undefined): Fact | undefined => {
  const { cart } = ls;
  if (!isObject(cart)) return undefined;
  return {
    type: 'checkout.started',
    confirmed: true,
    reference: id,
    lines: readLines(cart),
    total: fromMinor(cart.subtotal),
    currency: readCurrency(ls),
  };
};

/**
 * The order of a thank-you page; `undefined` for an old order, and while `LS` has no order yet.
 * @param last the last look at the page, which reports the order even if `LS` has none
 */
export const readOrder = (ls: Values, id: string | undefined, now: number, last = false): Fact | undefined => {
  const { cart } = ls;
  const order = isObject(ls.order) ? ls.order : last && {};
  if (!order || now - Date.parse(toText(order.created_at) ?? '') > ORDER_MAX_AGE_MS) return undefined;
  return {
    type: 'order.placed',
    confirmed: true,
    reference: id,
    lines: isObject(cart) ? readLines(cart) : [],
    total: fromMinor(order.total),
    currency: readCurrency(ls),
    coupons: toTexts([order.coupon].flat().map((one) => (isObject(one) ? first(one.code, one.name) : one))),
    payment_method: toText(order.gateway),
  };
};
