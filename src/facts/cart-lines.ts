import type { Line } from './fact.js';
import { lineKey } from './products.js';
import { toExact } from './values.js';

/** The cart as it was last seen. It is stored in this form, so the names of its properties must not change. */
export interface KeptCart {
  /** The platform's reference, or one that was made here. */
  reference: string;
  /** The platform's id of the cart, if it has given one. */
  id?: string;
  lines: Line[];
  currency?: string;
  /** The source that shows the whole cart. */
  by?: string;
  /** When the source showed the whole cart last; Unix ms. */
  seen?: number;
  /** When the cart was last changed or viewed; Unix ms. */
  active: number;
  /** When the checkout was started, unless the cart has changed since; Unix ms. */
  checkout?: number;
  /** When something was last added; Unix ms. */
  added?: number;
}

/** Returns one line for each product and variant, by its key. A cart may hold the same product in several lines. */
export const mergeLines = (lines: Line[]): Map<string, Line> => {
  const map = new Map<string, Line>();
  for (const line of lines) {
    const key = lineKey(line);
    map.set(key, { ...line, quantity: toExact(line.quantity + (map.get(key)?.quantity ?? 0)) });
  }
  return map;
};

/** Returns the lines that `lines` has more of than `subtracted`, with the difference as quantity. */
export const subtractLines = (lines: Line[], subtracted: Line[]): Line[] => {
  const less = mergeLines(subtracted);
  return [...mergeLines(lines)]
    .map(([key, line]) => ({ ...line, quantity: toExact(line.quantity - (less.get(key)?.quantity ?? 0)) }))
    .filter(({ quantity }) => quantity > 0);
};
