import { attempt } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import type { Fact, Line } from '../../../facts/fact.js';
import { fromMinor, toCurrency } from '../../../facts/money.js';
import { first, toObject, toObjects, toQuantity, toText, toTexts, toUrl } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';

/** The path of a product's page. Sources without a common id know the product by it. `undefined` for the home page. */
export const pathOf = (address: unknown, withQuery = false): string | undefined => {
  const { pathname = '', search } = attempt(() => new URL(String(address), location.href)) ?? {};
  return pathname.length > 1 ? pathname + (withQuery ? search : '') : undefined;
};

const toLine = (item: Values): Line => {
  const { prices, permalink } = item;
  const { price, currency_minor_unit: decimals } = isObject(prices) ? prices : {};
  const id = toText(item.id);
  const isVariation = item.type === 'variation' || !!toObjects(item.variation)[0];
  return {
    product: {
      // The Store API gives only the variation's own id. The product's id is known from its page.
      reference: isVariation ? undefined : id,
      variant: isVariation ? id : undefined,
      sku: toText(item.sku),
      aliases: toTexts([id, permalink && pathOf(permalink, true), permalink && pathOf(permalink)]),
      name: toText(item.name),
      url: toUrl(permalink),
      image_url: toUrl(toObjects(item.images)[0]?.src),
      price: fromMinor(price, Number(first(decimals, 2))),
    },
    quantity: toQuantity(item.quantity),
  };
};

/** What the cart shows of the order to come, and the page of the order does not show. */
export interface Terms {
  /** How many decimals the shop's prices have. */
  decimals?: number;
  coupons?: string[];
}

/** The whole cart, as the Store API answers it and as the store of the blocks keeps it; `undefined` for anything else. */
export const readStoreCart = (cart: unknown): (Fact & Terms) | undefined => {
  if (!isObject(cart) || !Array.isArray(cart.items) || !isObject(cart.totals)) return undefined;
  const lines = toObjects(cart.items);
  const [item] = lines;
  const decimals = Number(first(cart.totals.currency_minor_unit, NaN));
  return {
    decimals: decimals >= 0 ? decimals : undefined,
    coupons: toTexts(toObjects(cart.coupons).map(({ code }) => code)),
    type: 'cart',
    confirmed: true,
    lines: lines.map(toLine),
    currency: toCurrency(first(cart.totals.currency_code, isObject(item?.prices) && item?.prices.currency_code)),
  };
};

/** Whether the Store API has refused a change, or one of the changes in a batch. */
export const hasRefusal = (status: number, answer: unknown): boolean =>
  status >= 400 || toObjects(toObject(answer).responses).some((one) => Number(one.status) >= 400);

/** The cart in an answer of the Store API. A batch may answer several carts, of which the last one is the newest. */
export const readAnswer = (answer: unknown): (Fact & Terms) | undefined => {
  const parts = toObjects(toObject(answer).responses).map(({ body }) => body);
  return [answer, ...parts]
    .map(readStoreCart)
    .reverse()
    .find((cart) => cart);
};
