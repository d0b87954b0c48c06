import { isObject } from '../../../base/json.js';
import type { Fact } from '../../../facts/fact.js';
import { fromMinor, toCurrency, toUnits } from '../../../facts/money.js';
import { first, toObjects, toText, toTexts } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { toId } from './cart.js';

const toFact = (reference: unknown, variant: unknown, more: object, currency: unknown): Fact => {
  const id = toId(variant);
  const product = { reference: toId(reference), variant: id, aliases: id ? [id] : undefined, ...more };
  return { type: 'product.viewed', confirmed: true, lines: [{ product, quantity: 1 }], currency: toCurrency(currency) };
};

/** The product of a `shopify:product:view`; `root` begins the addresses of the shop in this language. */
export const readProduct = (given: unknown, root: string): Fact | undefined => {
  if (!isObject(given) || !toId(given.id)) return undefined;
  const { selectedVariant } = given;
  const variant: Values = isObject(selectedVariant) ? selectedVariant : {};
  const money: Values = isObject(variant.price) ? variant.price : {};
  const handle = toText(given.handle);
  const more = {
    name: toText(given.title),
    sku: toText(variant.sku),
    url: handle && `${root}products/${handle}`,
    price: toUnits(money.amount, toText(money.currencyCode)),
  };
  return toFact(given.id, variant.id, more, money.currencyCode);
};

/**
 * The product of a page by `ShopifyAnalytics.meta`, which every theme has. It knows neither picture nor name, but each variant
 * by the name of the product with its own behind it.
 * @param chosen the variant in the address
 * @param path of the page
 */
export const readMeta = (meta: unknown, chosen: unknown, path: string): Fact | undefined => {
  if (!isObject(meta) || !isObject(meta.product)) return undefined;
  const { product } = meta;
  const reference = first(product.id, product.gid);
  if (!toId(reference)) return undefined;
  const variants = toObjects(product.variants);
  const wanted = [chosen, meta.selectedVariantId].map(toId);
  const variant = variants.find(({ id }) => wanted.includes(toId(id))) ?? variants[0] ?? {};
  const [title, kind] = [toText(variant.name), toText(variant.public_title)];
  const more = {
    sku: toText(variant.sku),
    name: kind && title?.endsWith(` - ${kind}`) ? title.slice(0, -3 - kind.length) : title,
    brand: toText(product.vendor),
    categories: toTexts([product.type]),
    // The same product has an address in each of its collections too.
    url: path.replace(/\/collections\/[^/]+(?=\/products\/)/, ''),
    price: fromMinor(variant.price),
  };
  return toFact(reference, variant.id, more, meta.currency);
};
