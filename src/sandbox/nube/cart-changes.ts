import { isObject } from '../../base/json.js';
import { subtractLines } from '../../facts/cart-lines.js';
import type { Fact, Line } from '../../facts/fact.js';
import { isSame } from '../../facts/products.js';
import { toObject, toObjects, toText } from '../../facts/values.js';
import type { Values } from '../../facts/values.js';
import { VISIT_GAP_MS } from '../../visitor/visit.js';
import type { ShopMemory } from '../shop-memory.js';

const isRecent = (at: unknown, now: number) => Number.isFinite(at) && now - (at as number) < VISIT_GAP_MS;
const isLine = ({ product, quantity }: Values) => isObject(product) && Number.isFinite(quantity);

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
  const { told, cart } = memory.read();
  const kept = toObject(cart);
  const keptLines = toObjects(kept.lines).filter(isLine) as object[] as Line[];
  const { reference: id, currency } = fact;
  let lines = fact.lines ?? [];
  // The cart has not been loaded yet.
  if (!id && !lines[0]) return [[], []];
  const hasBaseline = kept.by === platform && isRecent(kept.seen, now) && !(kept.id && id && kept.id !== id);
  // An order empties the cart. That is no removal.
  const isBought = !lines[0] && told.some(([key, , at]) => /^order/.test(key) && isRecent(at, now));
  let changes: [Line[], Line[]] = [[], []];
  if (hasBaseline) {
    changes = [subtractLines(lines, keptLines), isBought ? [] : subtractLines(keptLines, lines)];
  } else if (change) {
    const { isRemoval, lines: named } = change;
    changes = isRemoval ? [[], named] : [named, []];
    // The cart may not show the change yet.
    const otherLines = lines.filter(({ product }) => !named.some((one) => isSame(one.product, product)));
    const shown = lines.filter((one) => !otherLines.includes(one));
    lines = isRemoval ? lines : [...otherLines, ...(shown[0] ? shown : named)];
  }
  const reference = id ?? toText(kept.reference);
  memory.change({ cart: { reference, id, lines, currency, by: platform, seen: now, active: now } });
  return changes;
};
