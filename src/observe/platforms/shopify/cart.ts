import { isObject } from '../../../base/json.js';
import type { Fact, Line } from '../../../facts/fact.js';
import { fromMinor, toCurrency } from '../../../facts/money.js';
import { first, toObjects, toQuantity, toText, toTexts, toUrl } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';

/** The digits at the end of a global id (`gid://shopify/Product/632910392`). Any other id stays as it is. */
export const toId = (value: unknown): string | undefined => toText(value)?.replace(/^gid:.*?(\d+)(\?.*)?$/, '$1');

/** The token of a cart, without the key that follows it. The key gives access to the cart, and must never leave the page. */
export const toToken = (value: unknown): string | undefined =>
  toText(value)
    ?.replace(/^gid:.*\//, '')
    .replace(/[?%].*/, '') || undefined;

const toLine = (item: Values): Line => {
  const variant = toId(first(item.variant_id, item.id));
  const { featured_image: image } = item;
  return {
    product: {
      reference: toId(item.product_id),
      sku: toText(item.sku),
      variant,
      aliases: variant ? [variant] : undefined,
      name: toText(first(item.product_title, item.title)),
      url: toUrl(item.url)?.replace(/\?.*/, ''),
      image_url: toUrl(first(item.image, isObject(image) ? image.url : undefined)),
      brand: toText(item.vendor),
      categories: toTexts([item.product_type]),
      // In hundredths for all currencies, also for those without decimals.
      price: fromMinor(first(item.final_price, item.price)),
    },
    quantity: toQuantity(item.quantity),
  };
};

/** The whole cart, as `/cart.js` and most changes of the cart answer it; `undefined` for any other answer. */
export const readCart = (answer: unknown): (Fact & { lines: Line[] }) | undefined =>
  isObject(answer) && typeof answer.item_count === 'number' && Array.isArray(answer.items)
    ? {
        type: 'cart',
        confirmed: true,
        reference: toToken(answer.token),
        lines: toObjects(answer.items).map(toLine),
        currency: toCurrency(answer.currency),
      }
    : undefined;
