import type { Line, ProductFacts } from '../facts.js';
import { toUnits } from '../money.js';
import { first, toObjects, toText, toTexts } from '../values.js';
import type { Values } from '../values.js';

/** Feed ids of Shopify: `shopify_US_<product>_<variant>`. */
const FEED_ID = /^shopify_[a-z]+_(\d+)_(\d+)$/i;

/**
 * A product of GA4 (`item_id`, `item_name` …) or of Universal Analytics (`id`, `name` …), with the additions that are common
 * in shops. Only what is named here is read.
 */
const toProduct = (item: Values, currency: string | undefined): ProductFacts => {
  const id = toText(first(item.item_id, item.id))?.replace(/^#/, '');
  const [, feedProduct, feedVariant] = FEED_ID.exec(id ?? '') ?? [];
  const group = feedProduct ?? toText(item.item_group_id);
  const sku = toText(first(item.item_sku, item.sku));
  return {
    reference: group ?? id ?? sku,
    // Where there is an id on product level, the other one is of the variant.
    sku: sku ?? (group && group !== id ? (feedVariant ?? id) : undefined),
    variant: toText(first(item.item_variant, item.variant, item.variant_name)),
    aliases: toTexts([id, feedVariant]),
    name: toText(first(item.item_name, item.name)),
    url: toText(first(item.item_url, item.url)),
    image_url: toText(first(item.image_url, item.imageURL, item.item_image)),
    brand: toText(first(item.item_brand, item.brand)),
    categories:
      toTexts([
        item.item_category,
        item.item_category2,
        item.item_category3,
        item.item_category4,
        item.item_category5,
      ]) ?? (typeof item.category === 'string' ? toTexts(item.category.split('/')) : undefined),
    // The discount is already out of it.
    price: toUnits(item.price, currency),
  };
};

/** How many; one where nobody says, also of goods by weight. Removals come with negative numbers too. */
const toQuantity = (value: unknown): number => {
  const quantity = Math.abs(Number(first(value, 1)));
  return quantity && isFinite(quantity) ? Math.max(1, Math.round(quantity)) : 0;
};

const isProduct = ({ item_id, item_name, id, name, sku }: Values) => !!first(item_id, item_name, id, name, sku);

/** The lines of a list of items or products. */
export const toLines = (items: unknown, currency: string | undefined): Line[] =>
  toObjects(items, isProduct).map((item) => ({
    product: toProduct(item, currency),
    quantity: toQuantity(item.quantity),
  }));

/** The coupons of an order, of itself and of its items: a list in one text. */
export const toCoupons = (coupon: unknown, items: unknown): string[] | undefined =>
  toTexts(
    [coupon, ...toObjects(items).map((item) => item.coupon)].flatMap((codes) =>
      typeof codes === 'string' ? codes.split(/[,|]/) : [codes],
    ),
  );
