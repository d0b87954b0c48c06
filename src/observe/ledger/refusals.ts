import type { Fact, ProductFacts } from '../../facts/fact.js';
import { isSame } from '../../facts/products.js';
import type { Booking } from './bookings.js';
import { isChange } from './find-duplicate.js';
import { cancel } from './hold.js';
import type { Sighting } from './sighting.js';

/** How long before the request a source may see the attempt: it sees the click, and the shop's script may check a form first. */
const ATTEMPT_MS = 1_500;
/** How long after the refusal a script may still report the attempt, whatever the shop has answered. */
const LATE_MS = 500;

/** Whether a source that only sees attempts reports one that the shop has refused. A cart that has changed after all shows it. */
export const isLate = (refusedAt: number, now: number): boolean => now - refusedAt < LATE_MS;

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

/**
 * Drops the sightings that the shop has refused, so that they are not reported, and are no twins of a later change if they were.
 * Returns the others.
 */
export const dropRefused = (
  sightings: Sighting[],
  ...refusal: [fact: Fact, complete: (product: ProductFacts) => ProductFacts]
): Sighting[] => {
  // What the platform has confirmed cannot be meant.
  const possible = sightings.filter(({ rank, isFromCart, fact }) => rank && !isFromCart && isChange(fact.type));
  const refused = findRefused(possible, ...refusal);
  refused.forEach(cancel);
  return sightings.filter((sighting) => !refused.includes(sighting));
};
