import type { Fact } from '../../facts/fact.js';
import { isNamedAlike, isSame, isSameVariant, lineKey } from '../../facts/products.js';
import type { Observer } from '../../types/tracker.js';

/** Sources that tell of the same doing do so within this time, in ms. */
const TOGETHER = 5_000;
/** A source that tells of the same change twice within this time tells of one: two tags, or a click and its success. */
const TWICE = 500;

/** Something that was seen once, by one source or by several. */
export interface Sight {
  fact: Fact;
  /** The natural keys by which its sources know it. */
  keys: string[];
  /** All who have seen it. */
  sources: Observer[];
  at: number;
  /** As `createPages` names it. */
  page: string;
}

export const isChange = (type: string): boolean => /^cart\.(add|remov)ed/.test(type);

/** Whether it is about a single product. */
export const isOfProduct = (type: string): boolean => type === 'product.viewed' || isChange(type);

/** Names the page by its address without query; one that a single-page app comes back to is another page. */
export const createPages = (address: () => string) => {
  let path = '';
  let turns = 0;
  return (): string => {
    const before = path;
    path = address().replace(/[?#].*/, '');
    if (path !== before) turns++;
    return `${turns} ${path}`;
  };
};

/** By what one source knows the same sight again. */
export const keyOf = ({ type, action, reference = '', lines: [line] = [] }: Fact): string =>
  line && /^[pc]/.test(type) ? `${lineKey(line)} × ${line.quantity}` : (action ?? reference);

/**
 * Finds what was seen before and is told now once more. Two sources each see two additions of one product twice, so each
 * sight of one source answers to one sight of another, and no further.
 */
export const findTwin = <S extends Sight>(seen: S[], sight: Sight): S | undefined => {
  const { fact, keys, at, page } = sight;
  const [source = ''] = sight.sources;
  const [key = ''] = keys;
  const { type } = fact;
  const isView = /viewed$/.test(type);
  const isOrder = type === 'order.placed';
  const product = isOfProduct(type) ? fact.lines?.[0]?.product : undefined;

  const isAbout = (test: typeof isSame, { fact: { lines: [line] = [] } }: S) =>
    !!product && !!line && (isView || isSameVariant(product, line.product)) && test(product, line.product);
  const isOwn = (old: S) => old.sources.includes(source);
  /** A page is viewed once, and an order placed once in a document; anything else can be done again. */
  const isWithin = (old: S, ms: number) => isView || isOrder || at - old.at < ms;
  const same = seen.filter((old) => old.fact.type === type && (!isView || old.page === page));
  const others = same.filter((old) => !isOwn(old) && isWithin(old, TOGETHER));
  return (
    same.find(
      (old) =>
        isOwn(old) &&
        isWithin(old, TWICE) &&
        // An order without a number is the one with a number, told badly.
        (old.keys.includes(key) || (isOrder && !(key && old.keys[0])) || (isView && isAbout(isSame, old))),
    ) ??
    (product
      ? (others.find((old) => isAbout(isSame, old)) ??
        others.find((old) => isAbout(isNamedAlike, old)) ??
        // What the page of a single product says of itself is about what was viewed, whatever its ids.
        others.find((old) => isView && at - old.at < TOGETHER && [...old.sources, source].includes('json-ld')))
      : others[0])
  );
};
