import type { Line, ProductFacts } from './fact.js';
import { fill } from './values.js';

/** When a page has described more keys than this, the index is emptied. */
const MAX_PRODUCT_KEYS = 2_000;

/** Such ids count up in each shop, so that one product's id may be the SKU of another product. */
const SHORT_NUMBER = /^\d{1,7}$/;

const idsOf = ({ reference, sku, aliases = [] }: ProductFacts) => [reference, sku, ...aliases].filter((id) => id);
const nameOf = ({ name = '' }: ProductFacts) => name.toLowerCase();
/** The names of both; if the second begins with the first, it may go on with the name of the variant. */
const namesOf = (one: ProductFacts, other: ProductFacts) => [nameOf(one), nameOf(other)].sort() as [string, string];
const isEqual = (mine?: string, its?: string) => !!mine && mine === its;
const isOther = (mine?: string, its?: string) => !!mine && !!its && mine !== its;

/** The id of which the source knows that it is on product level. */
const productId = ({ reference, isAnyLevel }: ProductFacts) => (isAnyLevel ? undefined : reference);
/** The ids that may be on any level. */
const looseIds = ({ reference, isAnyLevel, aliases = [] }: ProductFacts) =>
  isAnyLevel && reference ? [reference, ...aliases] : aliases;
/** Whether a loose id of one product is an id that the other has on a level where the first one has none. */
const isKnownAs = (one: ProductFacts, other: ProductFacts): boolean => {
  const hasAllLevels = productId(one) && productId(other) && one.sku && other.sku;
  const its = [!productId(one) && productId(other), !one.sku && other.sku, ...(hasAllLevels ? [] : looseIds(other))];
  const [short, long] = namesOf(one, other);
  const isOtherName = short && !long.startsWith(short);
  return looseIds(one).some((id) => its.includes(id) && !(isOtherName && SHORT_NUMBER.test(id)));
};

/**
 * Whether two products share an id. Ids are compared within their level: product ids, and SKUs. Aliases, and ids that may be on any
 * level, count only where one of the products has no id of that level.
 */
export const isSame = (one: ProductFacts, other: ProductFacts): boolean =>
  isEqual(one.sku, other.sku) ||
  (isEqual(one.reference, other.reference) && one.isAnyLevel === other.isAnyLevel) ||
  isKnownAs(one, other) ||
  isKnownAs(other, one);

/** Whether two sources may mean the same variant. If a source has no SKU, an id may take its place. */
export const isSameVariant = ({ sku, aliases }: ProductFacts, other: ProductFacts): boolean =>
  !sku || !other.sku || sku === other.sku || !!aliases?.includes(other.sku) || !!other.aliases?.includes(sku);

/** Whether two sources that use different ids may mean the same product. One name may continue with the variant's name. */
export const isNamedAlike = (one: ProductFacts, other: ProductFacts): boolean => {
  // Signs do not count, because WordPress sets names for print: `–` for `-`, `’` for `'`, and `×` for the `x` of `30x40`.
  const [short, long] = namesOf(one, other)
    .map((name) =>
      name
        .replace(/×/g, 'x')
        .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
        .trim(),
    )
    .sort() as [string, string];
  return short === long ? !!short : short.length > 3 && long.startsWith(short);
};

/** The key that one source gives to the same line each time. */
export const lineKey = ({ product: { reference, sku, name, variant }, key }: Line): string =>
  key ?? [reference ?? sku ?? name, variant ?? sku].join('/');

/** Copies what `extra` knows and the product lacks. A reference keeps what is known of its level. */
export const learn = (product: ProductFacts, { isAnyLevel, ...extra }: ProductFacts): ProductFacts =>
  fill(product, product.reference ? extra : { isAnyLevel, ...extra });

/** Collects what a page says about products, because most cart events carry little more than an id. */
export const createProductIndex = () => {
  /** The last product with each id, apart for each level, and with each name. */
  const known = new Map<string, ProductFacts>();
  const complete = (product: ProductFacts): ProductFacts => {
    const whole = { ...product };
    const ids = idsOf(product);
    const named = known.get(`n${nameOf(product)}`);
    const sameIds = ids
      .flatMap((id) => ['r', 's', 'a'].map((level) => known.get(`${level}${id}`)))
      .filter((like) => like && isSame(product, like));
    // Two products may have the same name, so the name counts only if one of the two has no id.
    for (const like of [...sameIds, ids[0] && named && idsOf(named)[0] ? undefined : named]) {
      if (!like || isOther(productId(whole), productId(like))) continue;
      const { sku, variant, price, ...shared } = like;
      const isSibling = isOther(whole.sku, sku) || isOther(whole.variant, variant);
      learn(whole, isSibling ? shared : { sku, variant, price, ...shared });
    }
    return whole;
  };
  return {
    /** Returns a copy of the product, with all that is known of it. */
    complete,
    add(product: ProductFacts) {
      if (known.size > MAX_PRODUCT_KEYS) known.clear();
      const all = complete(product);
      const { reference, sku, aliases = [] } = all;
      const keys = [`r${reference}`, `s${sku}`, `n${nameOf(all)}`, ...aliases.map((id) => `a${id}`)];
      for (const key of keys) known.set(key, all);
    },
  };
};
