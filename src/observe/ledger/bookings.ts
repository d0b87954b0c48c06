import type { Fact, FactType, Line, ProductFacts } from '../../facts/fact.js';
import { isNamedAlike, isSame, isSameVariant } from '../../facts/products.js';
import type { Observer } from '../../types/tracker.js';
import type { Sighting } from './sighting.js';

/**
 * A change of the cart that was reported before the whole cart has shown it. It is stored in this form, so the names of its
 * properties must not change. Without lines, its source has not named the product.
 */
export type Booking = Pick<Sighting, 'fact' | 'sources' | 'at'>;

/** How long the shop may take for a change. A cart that the same page shows earlier may be from before the change. */
export const CHANGE_MS = 5_000;
const MAX_BOOKINGS = 20;

type Test = (booked: ProductFacts | undefined, shown: ProductFacts) => boolean | undefined;

/** How a booked product is found among the lines of the cart, the surest way first. */
const TESTS: Test[] = [
  (booked, shown) => booked && isSameVariant(booked, shown) && isSame(booked, shown),
  (booked, shown) => booked && isSameVariant(booked, shown) && isNamedAlike(booked, shown),
  (booked) => !booked,
];

const lineOf = ({ fact: { lines: [line] = [] } }: Booking): Line | undefined => line;

/**
 * Adds a change to the bookings.
 * @param whole the fact of the sighting, completed with all that its page knows of the product
 */
export const book = (bookings: Booking[], { fact, sources, at }: Booking, { type, lines }: Fact): Booking[] => {
  const [line] = lines ?? [];
  const { reference, aliases, name } = line?.product ?? {};
  // The page may have completed the product with the SKU of another variant.
  const product = { reference, aliases, name, sku: fact.lines?.[0]?.product.sku };
  const kept = { type, lines: line && [{ product, quantity: line.quantity }] };
  return [...bookings, { fact: kept, sources, at }].slice(-MAX_BOOKINGS);
};

/** One line of a change that the whole cart shows. `sources` are those that have reported it before. */
export interface CartChange {
  type: FactType;
  line: Line;
  sources?: Observer[];
}

/**
 * Takes what was booked off the changes that the whole cart shows. Each booking is used up by one line, even if it has counted more
 * of the product.
 * @param shown their quantities become what was not booked
 * @returns the changes, the booked ones first, and the bookings that have matched nothing
 */
export const useBookings = (bookings: Booking[], shown: CartChange[]) => {
  const booked: CartChange[] = [];
  let unused = bookings;
  for (const isAbout of TESTS) {
    for (const { type, line } of shown) {
      for (const booking of unused) {
        const { product, quantity = line.quantity } = lineOf(booking) ?? {};
        if (!line.quantity || booking.fact.type !== type || !isAbout(product, line.product)) continue;
        const taken = Math.min(line.quantity, quantity);
        booked.push({ type, line: { ...line, quantity: taken }, sources: booking.sources });
        line.quantity -= taken;
        unused = unused.filter((other) => other !== booking);
      }
    }
  }
  return { changes: [...booked, ...shown.filter(({ line }) => line.quantity)], unused };
};

/** Whether a cart that nothing is known to compare with may contain the change already. */
export const isShown = (booking: Booking, cart: Line[]): boolean => {
  const product = lineOf(booking)?.product;
  const isThere = cart.some((line) => TESTS.some((isAbout) => isAbout(product, line.product)));
  return isThere === (booking.fact.type === 'cart.added');
};
