import { subtractLines } from '../../facts/cart-lines.js';
import type { KeptCart } from '../../facts/cart-lines.js';
import type { Fact, Line } from '../../facts/fact.js';
import { isSame } from '../../facts/products.js';
import { VISIT_GAP_MS } from '../../visitor/visit.js';
import type { ShopMemory } from '../shop-memory.js';

const isRecent = (at: unknown, now: number) => now - Number(at) < VISIT_GAP_MS;

/** What one event of the platform says of a change, where there is nothing to compare with. */
export interface Change {
  isRemoval: boolean;
  lines: Line[];
}

/**
 * What was added to the cart and removed from it since it was last seen. The first sight of a visit is a start to compare with,
 * but for the change that the platform names with it.
 */
export const compareCart = (
  fact: Fact,
  memory: ShopMemory,
  platform: string,
  now: number,
  change?: Change,
): [added: Line[], removed: Line[]] => {
  const { told, cart } = memory.read();
  const kept = cart as KeptCart | undefined;
  const { reference: id, currency } = fact;
  let lines = fact.lines ?? [];
  // Not loaded yet.
  if (!id && !lines[0]) return [[], []];
  const isKnown = kept?.by === platform && isRecent(kept.seen, now) && !(kept.id && id && kept.id !== id);
  // Nobody removes line by line what they have just bought.
  const isBought = !lines[0] && told.some(([key, , at]) => /^order/.test(key) && isRecent(at, now));
  let changes: [Line[], Line[]] = [[], []];
  if (isKnown) {
    changes = [subtractLines(lines, kept.lines), isBought ? [] : subtractLines(kept.lines, lines)];
  } else if (change) {
    const { isRemoval, lines: named } = change;
    changes = isRemoval ? [[], named] : [named, []];
    // The cart may not yet show it.
    const others = lines.filter(({ product }) => !named.some((one) => isSame(one.product, product)));
    const shown = lines.filter((one) => !others.includes(one));
    lines = isRemoval ? lines : [...others, ...(shown[0] ? shown : named)];
  }
  const reference = id ?? kept?.reference;
  memory.change({ cart: { reference, id, lines, currency, by: platform, seen: now, active: now } });
  return changes;
};
