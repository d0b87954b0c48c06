import { isChange } from './find-duplicate.js';
import type { LedgerHost } from './ledger-host.js';
import type { Sighting } from './sighting.js';

/** How long a sighting of a weaker source waits for a stronger source. */
const HOLD_MS = 1_500;
/** How long a change waits for the answer of the shop. */
const ANSWER_TIMEOUT_MS = 10_000;

export const cancel = (sighting: Sighting): void => {
  clearTimeout(sighting.timer);
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
