import type { Fact } from '../../facts/fact.js';
import { isNamedAlike, isSame, isSameVariant, lineKey } from '../../facts/products.js';
import { fill, withoutSign } from '../../facts/values.js';
import type { Sighting } from './sighting.js';

/** Two sources that see the same action report it within this time. */
const SAME_ACTION_WINDOW_MS = 5_000;
/** One source that reports the same thing twice within this time may mean it once: two tags, or a click and its success. */
const REPEAT_WINDOW_MS = 500;
/** Nobody clicks twice within this time. */
export const AT_ONCE_MS = 50;

export const isChange = (type: string): boolean => /^cart\.(add|remov)ed/.test(type);

/** Whether a fact of this type is about a single product. */
export const isOfProduct = (type: string): boolean => type === 'product.viewed' || isChange(type);

/**
 * Adds what a weaker source knows of the same action. Sources may count differently, so a total belongs to the quantity of its own
 * source.
 */
export const fillFact = (strong: Fact, weak: Fact): Fact =>
  fill(strong, isOfProduct(strong.type) && strong.lines?.[0]?.product.price ? { ...weak, total: undefined } : weak);

/**
 * Returns a function that names the current page: a count and the address without query. A single-page app that comes back to
 * an address is on another page, so the function has to be called for each page that is shown.
 */
export const createPageCounter = (address: () => string) => {
  let path = '';
  let pages = 0;
  return (): string => {
    const previous = path;
    path = address().replace(/[?#].*/, '');
    if (path !== previous) pages++;
    return `${pages} ${path}`;
  };
};

/** Whether the source did not know the number of the order, or the id of the form. */
export const isUnnamed = ({ type, reference, aliases = [] }: Fact): boolean =>
  type === 'order.placed' ? !reference : type === 'form.completed' && aliases[0] === reference;

/** The key under which one source reports the same thing again. */
export const sightingKey = ({ type, action, reference = '', lines: [line] = [] }: Fact): string =>
  line && /^[pc]/.test(type) ? `${lineKey(line)} × ${line.quantity}` : withoutSign(action ?? reference);

/** Whether two sightings are about one product, by this test. Two variants are viewed as one product, and added as two. */
export const isAbout = (
  test: typeof isSame,
  { fact: { type, lines: [line] = [] } }: Sighting,
  { fact: { lines: [other] = [] } }: Sighting,
) =>
  isOfProduct(type) &&
  !!line &&
  !!other &&
  (!isChange(type) || isSameVariant(line.product, other.product)) &&
  test(line.product, other.product);

/** A page is viewed once, and an order is placed once in a document. Anything else can be done again. */
const isWithin = ({ fact: { type }, at }: Sighting, earlier: Sighting, ms: number) =>
  /viewed$|^o/.test(type) || at - earlier.at < ms;
const isAlike = ({ fact: { type }, page }: Sighting, earlier: Sighting) =>
  earlier.fact.type === type && (!/viewed$/.test(type) || earlier.page === page);

/**
 * Whether a source that reports the same change again has not seen another one. A platform reports each change once. Tags may report
 * it twice at once, or with a click and with its success. Without a click, the same words again are another change. Messages to
 * which the shop has given different ids are different changes.
 */
const isSameChange = (sighting: Sighting, earlier: Sighting) => {
  const { rank, at, gesture, words, fact, sources } = sighting;
  const [source = ''] = sources;
  const [message, before] = [fact.message, earlier.fact.message];
  const isOther = message !== before;
  if (rank < 2 || at - earlier.at < AT_ONCE_MS) return rank > 1;
  return (
    gesture === earlier.gesture &&
    !(isOther && typeof message === 'string' && typeof before === 'string') &&
    (earlier.at - Number(gesture) < SAME_ACTION_WINDOW_MS ||
      (!!message && !isOther) ||
      words[source] !== earlier.words[source])
  );
};

const isOneProduct: typeof isSame = (one, other) => isSame(one, other) || isNamedAlike(one, other);

/** Finds the earlier sighting that this one's own source repeats; `undefined` if there is none. */
export const findRepeat = (sightings: Sighting[], sighting: Sighting): Sighting | undefined => {
  const { fact, keys, sources } = sighting;
  const [source = ''] = sources;
  const [key = ''] = keys;
  return sightings.find(
    (earlier) =>
      isAlike(sighting, earlier) &&
      earlier.sources.includes(source) &&
      isWithin(sighting, earlier, REPEAT_WINDOW_MS) &&
      ((earlier.keys.includes(key) && (!isChange(fact.type) || isSameChange(sighting, earlier))) ||
        // Two tags may know one product by different ids. If two were meant, the cart for which they wait will show the other one.
        (earlier.timer &&
          fact.message !== earlier.fact.message &&
          isSameChange(sighting, earlier) &&
          isAbout(isOneProduct, sighting, earlier)) ||
        // An order without a number is the same source's incomplete report of the order with a number.
        (fact.type === 'order.placed' && !(key && earlier.keys[0])) ||
        (fact.type === 'product.viewed' &&
          isAbout(sighting.at - earlier.at < SAME_ACTION_WINDOW_MS ? isOneProduct : isSame, sighting, earlier))),
  );
};

/**
 * Whether a platform's change may contain this one too: several changes in a row may be one change of the whole cart. Without a
 * further click, tags tell the same change again: two of them with different ids, or the next page. If it was another one after
 * all, the cart will show it.
 */
const hasRoomFor = (part: Sighting, { rank, fact, pieces, isFromCart, gesture }: Sighting) =>
  rank < 2 &&
  isChange(fact.type) &&
  ((isFromCart && part.rank > 1 && part.gesture === gesture) ||
    part.sources.every(
      (source) => (pieces[source] ?? 0) + (part.pieces[source] ?? 0) <= (fact.lines?.[0]?.quantity ?? 0),
    ));

/** Whether a held sighting is a part of the change that a platform reports, which is not held any more. */
export const isPart = (held: Sighting, whole: Sighting): boolean =>
  !!held.timer && isAlike(held, whole) && isAbout(isOneProduct, held, whole) && hasRoomFor(held, whole);

/** An id whose level is not known is rather that of the product, which most shops use. */
const isSameReference: typeof isSame = (one, other) => one.reference === other.reference && isSame(one, other);

/**
 * Finds the sighting of the same thing by another source; `undefined` if there is none. Matches each sighting with at most one
 * sighting per other source, so two additions of one product stay two.
 */
export const findDuplicate = (sightings: Sighting[], sighting: Sighting): Sighting | undefined => {
  const [source = ''] = sighting.sources;
  const { type, lines } = sighting.fact;
  const ofOthers = sightings.filter(
    (earlier) =>
      isAlike(sighting, earlier) &&
      (!earlier.sources.includes(source) || hasRoomFor(sighting, earlier)) &&
      isWithin(sighting, earlier, SAME_ACTION_WINDOW_MS),
  );
  if (!isOfProduct(type) || !lines) return ofOthers[0];
  return (
    [isSameReference, isSame, isNamedAlike]
      .map((test) => ofOthers.find((earlier) => isAbout(test, sighting, earlier)))
      .find((earlier) => earlier) ??
    // JSON-LD on the page of a single product describes the product that was viewed, whatever ids it uses.
    ofOthers.find(
      (earlier) =>
        type === 'product.viewed' &&
        sighting.at - earlier.at < SAME_ACTION_WINDOW_MS &&
        [...earlier.sources, source].includes('json-ld'),
    ) ??
    // The shop has tracked it without saying which product it was.
    ofOthers.find(({ fact }) => !fact.lines)
  );
};
