import type { Fact } from '../../facts/fact.js';
import type { Observer } from '../../types/tracker.js';
import type { ChangeOptions } from './cart-sight.js';
import { isUnnamed, sightingKey } from './find-duplicate.js';
import { isReportedOnce, onceKeys } from './report-fact.js';
import type { Sighting } from './sighting.js';
import { sourceRank } from './source-rank.js';

/**
 * A sighting of a fact by one source.
 * @param change number of the change, if it was computed from two states of the whole cart: the same change again is another one
 */
export const toSighting = (
  fact: Fact,
  source: Observer,
  seen: Pick<Sighting, 'at' | 'address' | 'page'>,
  { isFromCart, isEmptying, reporters = [] }: ChangeOptions,
  change?: number,
): Sighting => ({
  ...seen,
  isFromCart,
  isEmptying,
  fact,
  keys: [sightingKey(fact) + (change ? ` ${change}` : '')],
  sources: [source, ...reporters],
  // An order with a number is better than any order without one, and so is a form with an id.
  rank: sourceRank(source, fact.confirmed) + (isUnnamed(fact) ? 9 : 0),
  once: isReportedOnce(fact, source) ? onceKeys(fact) : [],
});
