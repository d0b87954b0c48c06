import { stringify } from '../../base/json.js';
import type { Fact } from '../../facts/fact.js';
import { fill } from '../../facts/values.js';
import type { Observer } from '../../types/tracker.js';
import type { ChangeOptions } from './cart-sight.js';
import { isUnnamed, sightingKey } from './find-duplicate.js';
import { isReportedOnce, onceKeys } from './report-fact.js';
import type { Sighting } from './sighting.js';
import { sourceRank } from './source-rank.js';

/** A sighting of a fact by one source. */
export const toSighting = (
  fact: Fact,
  source: Observer,
  seen: Pick<Sighting, 'at' | 'gesture' | 'address' | 'page'>,
  { isFromCart, isEmptying, reporters = [] }: ChangeOptions,
): Sighting => ({
  ...seen,
  isFromCart,
  isEmptying,
  fact,
  // The same change of the whole cart again is another one, so nothing repeats it.
  keys: isFromCart ? [] : [sightingKey(fact)],
  sources: [source, ...reporters],
  pieces: Object.fromEntries([source, ...reporters].map((name) => [name, fact.lines?.[0]?.quantity])),
  words: { [source]: stringify([fact.lines, fact.total, fact.currency]) },
  // An order with a number is better than any order without one, and so is a form with an id.
  rank: sourceRank(source, fact.confirmed) + (isUnnamed(fact) ? 9 : 0),
  once: isReportedOnce(fact, source) ? onceKeys(fact) : [],
});

/** Adds what a sighting has seen to an earlier sighting of the same thing. */
export const join = (
  earlier: Sighting,
  { sources, keys, once, pieces, words, isFromCart }: Sighting,
  isRepeat: boolean,
): void => {
  earlier.keys.push(...keys);
  fill(earlier.words, words);
  earlier.isFromCart ||= isFromCart;
  // Other sources may know the order by other numbers, and may report it alone on a later page.
  earlier.once.push(...once);
  for (const source of isRepeat ? [] : sources)
    earlier.pieces[source] = (earlier.pieces[source] ?? 0) + (pieces[source] ?? 0);
};
