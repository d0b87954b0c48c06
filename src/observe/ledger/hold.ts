import type { Fact } from '../../facts/fact.js';
import { isSame } from '../../facts/products.js';
import { isAbout, isChange } from './find-duplicate.js';
import type { LedgerHost } from './ledger-host.js';
import type { Sighting } from './sighting.js';

/** How long a sighting of a weaker source waits for a stronger source. */
const HOLD_MS = 1_500;
/** How long a change waits for the answer of the shop. */
const ANSWER_TIMEOUT_MS = 10_000;

export const cancel = (sighting: Sighting): void => {
  clearTimeout(sighting.timer as number | undefined);
  sighting.timer = undefined;
};

/** Keeps a sighting waiting before it is released. A change of the cart waits longer while the shop may still refuse it. */
export const hold = (sighting: Sighting, host: LedgerHost, release: (sighting: Sighting) => void): void => {
  sighting.timer = setTimeout(() => {
    const { fact, isFromCart, at } = sighting;
    const isDue = !isFromCart && isChange(fact.type) && host.isChanging?.() && host.now() - at < ANSWER_TIMEOUT_MS;
    if (isDue) hold(sighting, host, release);
    else release(sighting);
  }, HOLD_MS);
};

/**
 * Why a fact is held before it is reported; `false` or `undefined` if it need not wait.
 * @param fact completed with all that is known of its products
 * @param isEmptying the whole cart was emptied, which an order would explain
 * @param isBetterSource a source of a better rank may see the same action
 */
export const holdReason = (
  { type, total, reference, lines: [line] = [] }: Fact,
  isEmptying: boolean | undefined,
  isBetterSource: boolean,
): string | false | undefined => {
  const isIncomplete =
    type === 'order.placed'
      ? !line || total === undefined || !reference
      : type === 'product.viewed'
        ? !line?.product.image_url
        : line && !line.product.name;
  return isEmptying
    ? 'an order may follow'
    : isBetterSource
      ? 'a better source may follow'
      : isIncomplete && 'incomplete';
};

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
