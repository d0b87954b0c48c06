import type { Fact, ProductFacts } from '../../facts/fact.js';
import { lineKey } from '../../facts/products.js';
import type { Observer } from '../../types/tracker.js';
import { isShown } from './bookings.js';
import { isChange } from './find-duplicate.js';
import type { Sighting } from './sighting.js';
import type { createState } from './state.js';

/** How the ledger came to know of a change of the cart. */
export interface ChangeOptions {
  /** Computed from two states of the whole cart, so the same change again is another change. */
  isFromCart?: boolean;
  /** The whole cart was emptied. */
  isEmptying?: boolean;
  /** The sources that have reported the change before the whole cart has shown it. */
  reporters?: Observer[];
}

/**
 * Stores the whole cart as a source shows it.
 * @param sightings what this page has seen so far
 * @returns the changes since the cart was shown before, one fact for each line
 */
export const readCartSight = (
  fact: Fact,
  source: Observer,
  sightings: Sighting[],
  state: ReturnType<typeof createState>,
  complete: (product: ProductFacts) => ProductFacts,
): [Fact, ChangeOptions][] => {
  // Later pages may know less, so each product is stored with all that this page knows of it. The key stays the source's own.
  const lines = fact.lines?.map((line) => ({ ...line, key: lineKey(line), product: complete(line.product) })) ?? [];
  const { changes, hasBaseline } = state.updateCart({ ...fact, lines }, source);
  // A change that is part of the baseline is not shown by a later comparison, so it must not be booked for one.
  for (const held of hasBaseline ? [] : sightings)
    if (held.timer && isChange(held.fact.type)) held.isFromCart ||= isShown(held, lines);
  return changes.map(({ type, line, sources }) => [
    { ...fact, type, lines: [line], total: undefined },
    { isFromCart: true, isEmptying: type === 'cart.removed' && !lines[0], reporters: sources },
  ]);
};
