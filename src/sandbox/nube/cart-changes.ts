import { subtractLines } from '../../facts/cart-lines.js';
import type { Fact, Line } from '../../facts/fact.js';
import { isSame } from '../../facts/products.js';
import { VISIT_GAP_MS } from '../../visitor/visit.js';
import type { ShopMemory } from '../shop-memory.js';

const isRecent = (at: unknown, now: number) => now - Number(at) < VISIT_GAP_MS;

/** The change that an event of the platform names. */
export interface Change {
  isRemoval: boolean;
  lines: Line[];
}

/**
 * Compares the cart with the stored one, and stores it. The first cart of a visit is a baseline. Only the change that the event
 * itself names is reported.
 * @param now Unix ms
 * @returns the lines that were added and removed
 */
export const compareCart = (
  fact: Fact,
  memory: ShopMemory,
  platform: string,
  now: number,
  change?: Change,
): [added: Line[], removed: Line[]] => {
  const { told, cart: kept } = memory.read();
  const { reference: id, currency } = fact;
  let lines = fact.lines ?? [];
  // The cart has not been loaded yet.
  if (!id && !lines[0]) return [[], []];
  const hasBaseline = kept?.by === platform && isRecent(kept.seen, now) && !(kept.id && id && kept.id !== id);
  // An order empties the cart. That is no removal.
  const isBought = !lines[0] && told.some(([key, , at]) => /^order/.test(key) && isRecent(at, now));
  let changes: [Line[], Line[]] = [[], []];
  if (hasBaseline) {
    changes = [subtractLines(lines, kept.lines), isBought ? [] : subtractLines(kept.lines, lines)];
  } else if (change) {
    const { isRemoval, lines: named } = change;
    changes = isRemoval ? [[], named] : [named, []];
    // The cart may not show the change yet.
    const otherLines = lines.filter(({ product }) => !named.some((one) => isSame(one.product, product)));
    const shown = lines.filter((one) => !otherLines.includes(one));
    lines = isRemoval ? lines : [...otherLines, ...(shown[0] ? shown : named)];
  }
  const reference = id ?? kept?.reference;
  memory.change({ cart: { reference, id, lines, currency, by: platform, seen: now, active: now } });
  return changes;
};
