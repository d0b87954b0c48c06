import { isObject } from '../../../base/json.js';
import type { Line, Units } from '../../../facts/fact.js';
import { fromMinor, toUnits, unitsOf } from '../../../facts/money.js';
import { first, toObjects, toQuantity, toText, toTexts, toUrl } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';

/** Reads `['/Home/Kitchen/', '/Home/']`, `Home/Kitchen`, `['Home', 'Kitchen']` or `{ 1: 'Home', 2: 'Kitchen' }`. */
export const toCategories = (value: unknown): string[] | undefined => {
  if (isObject(value)) return toTexts(Object.values(value).slice(0, 20));
  const values = Array.isArray(value) ? (value.slice(0, 20) as unknown[]) : [value];
  const paths = values.map((one) => (toText(one) ?? '').split('/').filter((name) => name));
  // Each path begins at the top, so the longest one holds all names.
  const [longest = []] = [...paths].sort((one, other) => other.length - one.length);
  return toTexts(longest[1] ? longest : paths.flat());
};

const brandOf = (item: Values) => (isObject(item.additionalInfo) ? item.additionalInfo.brandName : undefined);

/** Reads a price, in the unit that a part of the platform uses. */
export type ReadPrice = (value: unknown) => Units | undefined;
export const inMajor: ReadPrice = (value) => unitsOf(value) ?? toUnits(value);
export const inHundredths: ReadPrice = (value) => fromMinor(value);

/**
 * A line for an item of a cart or an order. `sellingPrice` is what is paid for one piece, and `price` is the price before. Messages
 * about changes use hundredths if `priceIsInt` says so. Of goods by weight, `quantity` counts portions of `unitMultiplier` kilos,
 * `sellingPrice` is that of a portion, and `price` is that of a kilo. Messages about changes do not name the portion, so portions
 * are counted. https://developers.vtex.com/docs/guides/orderform-fields (2026-11)
 * @param names the fields that hold the ids; without it, the item is one of a message about changes
 */
export const toLine = (item: Values, read: ReadPrice, names?: { id: string; sku: string }): Line => {
  const { slug } = item;
  const sku = toText(first(item.skuId, names ? item[names.sku] : undefined));
  const path = toText(slug);
  // In carts and orders, the name ends with the variant's name. The platform's own app for GTM removes it too.
  // https://github.com/vtex-apps/google-tag-manager, react/modules/utils.ts (2026-11)
  const ending = names && ` ${toText(item.skuName)}`;
  const name = toText(item.name);
  return {
    product: {
      reference: toText(names ? item[names.id] : item.productId),
      sku,
      aliases: toTexts([item.productRefId, item.skuRefId, item.refId, item.referenceId, item.ean]),
      name: ending && name?.endsWith(ending) ? name.slice(0, -ending.length) : name,
      url: toUrl(item.detailUrl) ?? (path && `/${path.replace(/^\//, '')}/p`),
      image_url: toUrl(item.imageUrl),
      brand: toText(first(item.brand, brandOf(item))),
      categories: toCategories(first(item.categoryTree, item.productCategories, item.category)),
      price: (item.priceIsInt === true ? inHundredths : read)(first(item.sellingPrice, item.price)),
    },
    quantity: toQuantity(item.quantity),
  };
};

export const toLines = (items: unknown, ...more: [read: ReadPrice, names?: { id: string; sku: string }]): Line[] =>
  toObjects(items).map((item) => toLine(item, ...more));
