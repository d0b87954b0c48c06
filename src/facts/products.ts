import type { Line, ProductFacts } from './fact.js';
import { fill } from './values.js';

/** Keys that a page can describe before it is begun anew. */
const MAX_PRODUCT_KEYS = 2_000;

const idsOf = ({ reference, sku, aliases = [] }: ProductFacts) => [reference, sku, ...aliases].filter((id) => id);
const nameOf = ({ name = '' }: ProductFacts) => name.toLowerCase();

/** Whether two products share an id. */
export const isSame = (one: ProductFacts, other: ProductFacts): boolean =>
  idsOf(one).some((id) => idsOf(other).includes(id));

/** Whether two sources may mean the same variant: an id stands in for a SKU where there is none. */
export const isSameVariant = ({ sku, aliases }: ProductFacts, other: ProductFacts): boolean =>
  !sku || !other.sku || sku === other.sku || !!aliases?.includes(other.sku) || !!other.aliases?.includes(sku);

/** Whether two sources that know a product by different ids may mean the same: a name can go on with the variant. */
export const isNamedAlike = (one: ProductFacts, other: ProductFacts): boolean => {
  const [short = '', long = ''] = [nameOf(one), nameOf(other)].sort();
  return short === long ? !!short : short.length > 3 && long.startsWith(short);
};

/** By what one source always calls a line. */
export const lineKey = ({ product: { reference, sku, name, variant }, key }: Line): string =>
  key ?? [reference ?? sku ?? name, variant ?? sku].join('/');

/** What a page has told about products, since most cart events carry little more than an id. */
export const createProductIndex = () => {
  const known = new Map<unknown, ProductFacts>();
  const keysOf = (product: ProductFacts) => [...idsOf(product), nameOf(product)].filter((key) => key);
  const isOther = (mine?: string, its?: string) => mine && its && mine !== its;
  const complete = (product: ProductFacts): ProductFacts => {
    const whole = { ...product };
    const ids = idsOf(product);
    const named = known.get(nameOf(product));
    // Two products may have one name.
    for (const like of [...ids.map((id) => known.get(id)), ids[0] && named && idsOf(named)[0] ? undefined : named]) {
      const { sku, variant, price, ...shared } = like ?? {};
      const isSibling = isOther(whole.sku, sku) || isOther(whole.variant, variant);
      fill(whole, isSibling ? shared : { sku, variant, price, ...shared });
    }
    return whole;
  };
  return {
    /** The product with what else is known of it. */
    complete,
    add(product: ProductFacts) {
      if (known.size > MAX_PRODUCT_KEYS) known.clear();
      const all = complete(product);
      for (const key of keysOf(all)) known.set(key, all);
    },
  };
};
