import { isObject } from '../../../base/json.js';
import type { Fact, Line, Units } from '../../../facts/fact.js';
import { fromMinor, toCurrency, toUnits } from '../../../facts/money.js';
import { toQuantity, first, toObjects, toText, toTexts } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';

/** What a document says of itself, beside the global `LS`. */
export interface ShopPage {
  /** Without query and fragment. */
  url: string;
  /** Of the query: the variant that the visitor has come for. */
  variant?: string;
  image?: string;
}

/** An object in the shop, text in the checkout. */
export const readCurrency = ({ currency }: Values): string | undefined =>
  toCurrency(isObject(currency) ? currency.code : currency);

/** A line of any of the carts; in the checkout it has no id on product level. */
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
      url: toText(item.url),
      image_url: isObject(image) ? toText(image.src) : undefined,
      brand: toText(item.brand),
      categories: isObject(categories) ? toTexts(Object.values(categories)) : undefined,
      price,
    },
    quantity: toQuantity(first(item.quantity, 0)),
  };
};

const toLines = (items: unknown, priceOf: (item: Values) => Units | undefined): Line[] =>
  toObjects(items).map((item) => toLine(item, priceOf(item)));

/** `LS.cart`, in hundredths. */
const readLines = (cart: Values) => toLines(cart.items, ({ unit_price }) => fromMinor(unit_price));

/** The whole cart by `LS`; nothing on pages that do not tell. */
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

/** The whole cart by the answer to a change of it, in major units. */
export const readAnswer = (answer: unknown, ls: Values): Fact | undefined => {
  const cart = isObject(answer) && answer.success !== false ? answer.cart : undefined;
  if (!isObject(cart) || !Array.isArray(cart.products)) return undefined;
  const currency = toCurrency(cart.currency) ?? readCurrency(ls);
  return {
    type: 'cart',
    confirmed: true,
    // One name for it, should the two differ: another one would be another cart.
    reference: toText(first(isObject(ls.cart) && ls.cart.id, cart.id)),
    lines: toLines(cart.products, ({ price }) => toUnits(price, currency)),
    currency,
  };
};

/** What a product page shows, and the other variants of it. */
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
      image_url: toText(first(one.image_url, image)),
      tags: toTexts(Array.isArray(tags) ? tags : (toText(tags) ?? '').split(',')),
      price: toUnits(one.price_number, currency),
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

/** Where in the checkout the visitor is, by the address; the key that follows the id is never read. */
export const readStep = (path: string): [step?: string, id?: string] => {
  const [, step, id] = /\/checkout\/v\d+\/(start|success)\/([\w-]+)/.exec(path) ?? [];
  return [step, id];
};

/** Mails link to the page of an order, for as long as anybody keeps them. */
const LONGEST = 24 * 60 * 60_000;

/** The checkout as it begins. */
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

/** The order of a thank-you page; nothing before `LS` has it, unless it is the `last` look, and for one of long ago. */
export const readOrder = (ls: Values, id: string | undefined, now: number, last = false): Fact | undefined => {
  const { cart } = ls;
  const order = isObject(ls.order) ? ls.order : last && {};
  if (!order || now - Date.parse(toText(order.created_at) ?? '') > LONGEST) return undefined;
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
