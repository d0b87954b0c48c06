import type { Fact, ProductFacts } from '../../facts/fact.js';
import { isSame } from '../../facts/products.js';
import type { Booking } from './bookings.js';

/** How long before the request a source may see the attempt: it sees the click, and the shop's script may check a form first. */
const ATTEMPT_MS = 1_500;
/** How long after the refusal a script may still report the attempt, whatever the shop has answered. */
export const LATE_MS = 500;

/**
 * Finds the changes that a refusal is about: those of its products, or else all that came with the request. A change too many does
 * no harm while it waits, because the comparison of the carts reports what has really changed.
 * @param complete adds what the page knows of a product
 */
export const findRefused = <Change extends Booking>(
  changes: Change[],
  { lines = [], since = 0 }: Fact,
  complete: (product: ProductFacts) => ProductFacts,
): Change[] => {
  const recent = changes.filter(({ at }) => at > since - ATTEMPT_MS);
  const refused = lines.map(({ product }) => complete(product));
  const named = recent.filter(({ fact }) =>
    fact.lines?.some(({ product }) => refused.some((one) => isSame(one, complete(product)))),
  );
  return named[0] ? named : recent;
};
