import { isSame } from '../../facts/products.js';
import { isAbout, isChange } from './find-duplicate.js';
import type { Sighting } from './sighting.js';

/**
 * The held sightings that have to be reported before this one, because it builds on them: a checkout and an order on all that led to
 * them, and a change of the cart on the opposite change of the same product.
 */
export const heldBefore = (sightings: Sighting[], sighting: Sighting): Sighting[] => {
  const { type } = sighting.fact;
  const isEnd = /^(ch|o)/.test(type);
  return sightings.slice(0, sightings.indexOf(sighting)).filter((held) => {
    const earlier = held.fact.type;
    return (
      held.timer &&
      // An emptied cart waits for an order, which then explains it.
      !held.isEmptying &&
      (isEnd
        ? /^(p|c[ah])/.test(earlier)
        : isChange(type) && isChange(earlier) && type !== earlier && isAbout(isSame, sighting, held))
    );
  });
};
