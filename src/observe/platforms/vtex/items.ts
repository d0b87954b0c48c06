import { isObject } from '../../../base/json.js';
import type { Line, Units } from '../../../facts/fact.js';
import { fromMinor, toUnits } from '../../../facts/money.js';
import { toQuantity, first, toObjects, toText, toTexts } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';

/** `['/Home/Kitchen/', '/Home/']`, `Home/Kitchen`, `['Home', 'Kitchen']` or `{ 1: 'Home', 2: 'Kitchen' }`. */
export const toCategories = (value: unknown): string[] | undefined => {
  if (isObject(value)) return toTexts(Object.values(value).slice(0, 20));
  const given = Array.isArray(value) ? (value.slice(0, 20) as unknown[]) : [value];
  const paths = given.map((one) => (toText(one) ?? '').split('/').filter((name) => name));
  // Paths tell the whole way, each to another depth.
  const [longest = []] = [...paths].sort((one, other) => other.length - one.length);
  return toTexts(longest[1] ? longest : paths.flat());
};

const brandOf = (item: Values) => (isObject(item.additionalInfo) ? item.additionalInfo.brandName : undefined);

/** How a surface of the platform counts its money. */
export type ReadPrice = (value: unknown) => Units | undefined;
export const inMajor: ReadPrice = (value) => toUnits(value);
export const inHundredths: ReadPrice = (value) => fromMinor(value);

/**
 * An item of a cart or of an order. What is paid is `sellingPrice`, of one piece; `price` is what it is compared with. Messages
 * about changes count in hundredths where they say so.
 */
export const toLine = (item: Values, read: ReadPrice, given?: { id: string; sku: string }): Line => {
  const { slug } = item;
  const sku = toText(first(item.skuId, given ? item[given.sku] : undefined));
  const path = toText(slug);
  // In carts and orders the name goes on with the variant's, which the platform's own app for GTM cuts off too.
  // https://github.com/vtex-apps/google-tag-manager, react/modules/utils.ts (2026-11)
  const ending = given && ` ${toText(item.skuName)}`;
  const name = toText(item.name);
  return {
    product: {
      reference: toText(given ? item[given.id] : item.productId),
      sku,
      aliases: toTexts([item.productRefId, item.skuRefId, item.refId, item.referenceId, item.ean]),
      name: ending && name?.endsWith(ending) ? name.slice(0, -ending.length) : name,
      url: toText(item.detailUrl) ?? (path && `/${path.replace(/^\//, '')}/p`),
      image_url: toText(item.imageUrl),
      brand: toText(first(item.brand, brandOf(item))),
      categories: toCategories(first(item.categoryTree, item.productCategories, item.category)),
      price: (item.priceIsInt === true ? inHundredths : read)(first(item.sellingPrice, item.price)),
    },
    quantity: item.quantity === 0 ? 0 : toQuantity(item.quantity),
  };
};

export const toLines = (items: unknown, ...more: [read: ReadPrice, given?: { id: string; sku: string }]): Line[] =>
  toObjects(items).map((item) => toLine(item, ...more));
