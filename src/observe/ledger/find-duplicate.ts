import type { Fact } from '../../facts/fact.js';
import { isNamedAlike, isSame, isSameByLevel, isSameVariant, lineKey } from '../../facts/products.js';
import { fill } from '../../facts/values.js';
import type { Sighting } from './sighting.js';

/** Two sources that see the same action report it within this time. */
const SAME_ACTION_WINDOW_MS = 5_000;
/** One source that reports the same change twice within this time means one change: two tags, or a click and its success. */
const REPEAT_WINDOW_MS = 500;

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

/** A reference without the sign that some sources put before it: `#1001` and `1001` are one order. */
export const withoutSign = (reference: string): string => reference.replace(/^#\s*/, '');

/** Whether the source did not know the number of the order, or the id of the form. */
export const isUnnamed = ({ type, reference, aliases = [] }: Fact): boolean =>
  type === 'order.placed' ? !reference : type === 'form.completed' && aliases[0] === reference;

/** The key under which one source reports the same thing again. */
export const sightingKey = ({ type, action, reference = '', lines: [line] = [] }: Fact): string =>
  line && /^[pc]/.test(type) ? `${lineKey(line)} × ${line.quantity}` : withoutSign(action ?? reference);

/**
 * Finds the earlier sighting of the same thing; `undefined` if there is none. Matches each sighting with at most one sighting
 * per other source, so two additions of one product stay two.
 */
export const findDuplicate = (sightings: Sighting[], sighting: Sighting): Sighting | undefined => {
  const { fact, keys, at, page } = sighting;
  const [source = ''] = sighting.sources;
  const [key = ''] = keys;
  const { type } = fact;
  const isView = /viewed$/.test(type);
  const isOrder = type === 'order.placed';
  const product = isOfProduct(type) ? fact.lines?.[0]?.product : undefined;

  const isAbout = (test: typeof isSame, { fact: { lines: [line] = [] } }: Sighting) =>
    !!product && !!line && (isView || isSameVariant(product, line.product)) && test(product, line.product);
  const isOwn = (earlier: Sighting) => earlier.sources.includes(source);
  /** A page is viewed once, and an order is placed once in a document. Anything else can be done again. */
  const isWithin = (earlier: Sighting, ms: number) => isView || isOrder || at - earlier.at < ms;
  const alike = sightings.filter((earlier) => earlier.fact.type === type && (!isView || earlier.page === page));
  const ofOthers = alike.filter((earlier) => !isOwn(earlier) && isWithin(earlier, SAME_ACTION_WINDOW_MS));
  return (
    alike.find(
      (earlier) =>
        isOwn(earlier) &&
        isWithin(earlier, REPEAT_WINDOW_MS) &&
        // An order without a number is the same source's incomplete report of the order with a number.
        (earlier.keys.includes(key) || (isOrder && !(key && earlier.keys[0])) || (isView && isAbout(isSame, earlier))),
    ) ??
    (product
      ? ([isSameByLevel, isSame, isNamedAlike]
          .map((test) => ofOthers.find((earlier) => isAbout(test, earlier)))
          .find((earlier) => earlier) ??
        // JSON-LD on the page of a single product describes the product that was viewed, whatever ids it uses.
        ofOthers.find(
          (earlier) =>
            isView && at - earlier.at < SAME_ACTION_WINDOW_MS && [...earlier.sources, source].includes('json-ld'),
        ) ??
        // The shop has tracked it without saying which product it was.
        ofOthers.find(({ fact: { lines } }) => !lines))
      : ofOthers[0])
  );
};
