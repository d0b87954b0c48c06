import { isObject } from '../../../base/json.js';
import type { Fact } from '../../../facts/fact.js';
import { fromMinor, toCurrency, unitsOf } from '../../../facts/money.js';
import { first, toObjects, toText, toTexts } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { toId } from './cart.js';

const toFact = (reference: unknown, variant: unknown, more: object, currency: unknown): Fact => {
  const id = toId(variant);
  const product = { reference: toId(reference), variant: id, aliases: id ? [id] : undefined, ...more };
  return { type: 'product.viewed', confirmed: true, lines: [{ product, quantity: 1 }], currency: toCurrency(currency) };
};

/**
 * The product of a `shopify:product:view`; `undefined` if it has no id.
 * @param root the path with which the shop's addresses in this language begin
 */
export const readProduct = (product: unknown, root: string): Fact | undefined => {
  if (!isObject(product) || !toId(product.id)) return undefined;
  const { selectedVariant } = product;
  const variant: Values = isObject(selectedVariant) ? selectedVariant : {};
  const money: Values = isObject(variant.price) ? variant.price : {};
  const handle = toText(product.handle);
  const more = {
    name: toText(product.title),
    sku: toText(variant.sku),
    url: handle && `${root}products/${handle}`,
    price: unitsOf(money.amount),
  };
  return toFact(product.id, variant.id, more, money.currencyCode);
};

/**
 * The product of a page by `ShopifyAnalytics.meta`, which every theme has; `undefined` if the page is about none. It has no image,
 * and the product's name only within the name of each variant: `<product> - <variant>`.
 * @param chosen the variant in the address
 * @param path the path of the page
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
    // Each collection has its own address of the same product.
    url: path.replace(/\/collections\/[^/]+(?=\/products\/)/, ''),
    price: fromMinor(variant.price),
  };
  return toFact(reference, variant.id, more, meta.currency);
};
