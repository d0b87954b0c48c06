import { attempt } from '../../../base/attempt.js';
import type { Line, ProductFacts } from '../../../facts/fact.js';
import type { ReadAmount } from '../../../facts/money.js';
import { first, toObjects, toQuantity, toText, toTexts, toUrl } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';

/** Feed ids of Shopify: `shopify_US_<product>_<variant>`. */
const FEED_ID = /^shopify_[a-z]+_(\d+)_(\d+)$/i;

/**
 * What stands before the id that WooCommerce knows: a sign, or the prefix of a feed by Google for WooCommerce, WooCommerce Google
 * Product Feed, or Facebook for WooCommerce.
 */
const BEFORE_ID = /^#|^(gla|woocommerce_gpf|wc_post_id)_(?=\d+$)/i;

/** A field as GA4 names it (`item_name`) or as Universal Analytics does (`name`). */
const fieldOf = (item: Values, name: string) => first(item[`item_${name}`], item[name]);

/** A product in either form, with the fields that shops commonly add. Only the fields named here are read. */
const toProduct = (item: Values, read: ReadAmount): ProductFacts => {
  const of = (name: string) => toText(fieldOf(item, name));
  const id = of('id')?.replace(BEFORE_ID, '');
  const [, feedProduct, feedVariant] = FEED_ID.exec(id ?? '') ?? [];
  const group = feedProduct ?? of('group_id');
  const sku = of('sku');
  const { category } = item;
  // Plug-ins of WordPress repeat the product's own number where there is no SKU.
  // https://github.com/duracelltomi/gtm4wp, integration/woocommerce.php (2026-11)
  const isNumber = sku === (of('internal_id') ?? (/^\d+$/.test(id ?? '') ? id : ''));
  return {
    reference: group ?? id ?? sku,
    // If there is an id on product level, `id` is that of the variant.
    sku: isNumber ? undefined : (sku ?? (group && (feedVariant ?? id))),
    variant: of('variant'),
    aliases: id && (feedVariant ?? (group && sku)) ? [id] : undefined,
    name: of('name'),
    url: of('url'),
    image_url: toUrl(first(item.image_url, item.imageURL)),
    brand: of('brand'),
    categories: toTexts(
      typeof category === 'string'
        ? category.split('/')
        : ['', 2, 3, 4, 5].map((level) => item[`item_category${level}`]),
    ),
    // The discount is already subtracted from this price.
    price: read(item.price),
  };
};

/** The items or products of a list, which may be JSON text, or a single item. */
export const toItems = (list: unknown): Values[] =>
  toObjects(
    typeof list === 'string' ? attempt(() => JSON.parse(list) as unknown) : list,
    (item) => !!first(...['id', 'name', 'sku'].map((name) => fieldOf(item, name))),
  );

export const toLines = (items: Values[], read: ReadAmount): Line[] =>
  items.map((item) => ({ product: toProduct(item, read), quantity: toQuantity(item.quantity) }));

/** The coupons of an order and of its items. One text may hold several codes. */
export const toCoupons = (coupon: unknown, items: Values[]): string[] | undefined =>
  toTexts([coupon, ...items.map((item) => item.coupon)].flatMap((codes) => (toText(codes) ?? '').split(/[,|]/)));
