import type { Line, ProductFacts } from './fact.js';
import { fill } from './values.js';

/** When a page has described more keys than this, the index is emptied. */
const MAX_PRODUCT_KEYS = 2_000;

const idsOf = ({ reference, sku, aliases = [] }: ProductFacts) => [reference, sku, ...aliases].filter((id) => id);
const nameOf = ({ name = '' }: ProductFacts) => name.toLowerCase();

/** Whether two products share an id. */
export const isSame = (one: ProductFacts, other: ProductFacts): boolean =>
  idsOf(one).some((id) => idsOf(other).includes(id));

/** Whether two sources may mean the same variant. If a source has no SKU, an id may take its place. */
export const isSameVariant = ({ sku, aliases }: ProductFacts, other: ProductFacts): boolean =>
  !sku || !other.sku || sku === other.sku || !!aliases?.includes(other.sku) || !!other.aliases?.includes(sku);

/** Whether two sources that use different ids may mean the same product. One name may continue with the variant's name. */
export const isNamedAlike = (one: ProductFacts, other: ProductFacts): boolean => {
  const [short = '', long = ''] = [nameOf(one), nameOf(other)].sort();
  return short === long ? !!short : short.length > 3 && long.startsWith(short);
};

/** The key that one source gives to the same line each time. */
export const lineKey = ({ product: { reference, sku, name, variant }, key }: Line): string =>
  key ?? [reference ?? sku ?? name, variant ?? sku].join('/');

/** Collects what a page says about products, because most cart events carry little more than an id. */
export const createProductIndex = () => {
  const known = new Map<unknown, ProductFacts>();
  const keysOf = (product: ProductFacts) => [...idsOf(product), nameOf(product)].filter((key) => key);
  const isOther = (mine?: string, its?: string) => mine && its && mine !== its;
  const complete = (product: ProductFacts): ProductFacts => {
    const whole = { ...product };
    const ids = idsOf(product);
    const named = known.get(nameOf(product));
    // Two products may have the same name, so the name counts only if one of the two has no id.
    for (const like of [...ids.map((id) => known.get(id)), ids[0] && named && idsOf(named)[0] ? undefined : named]) {
      const { sku, variant, price, ...shared } = like ?? {};
      const isSibling = isOther(whole.sku, sku) || isOther(whole.variant, variant);
      fill(whole, isSibling ? shared : { sku, variant, price, ...shared });
    }
    return whole;
  };
  return {
    /** Returns a copy of the product, with all that is known of it. */
    complete,
    add(product: ProductFacts) {
      if (known.size > MAX_PRODUCT_KEYS) known.clear();
      const all = complete(product);
      for (const key of keysOf(all)) known.set(key, all);
    },
  };
};
