import type { Line } from './fact.js';
import { lineKey } from './products.js';

/** The cart as it was last seen. */
export interface KeptCart {
  /** The platform's, or one that was made here. */
  reference: string;
  /** The platform's, where it has told one. */
  id?: string;
  lines: Line[];
  currency?: string;
  /** Who shows the whole cart, and when last. */
  by?: string;
  seen?: number;
  /** When it was last changed or looked at, and when the checkout was begun; Unix ms. */
  active: number;
  checkout?: number;
  /** When something was added to it last; Unix ms. */
  added?: number;
}

/** One line for each product and variant, since the same may be in a cart twice. */
export const mergeLines = (lines: Line[]): Map<string, Line> => {
  const map = new Map<string, Line>();
  for (const line of lines) {
    const key = lineKey(line);
    map.set(key, { ...line, quantity: line.quantity + (map.get(key)?.quantity ?? 0) });
  }
  return map;
};

/** What there is of `lines` beyond `others`. */
export const subtractLines = (lines: Line[], others: Line[]): Line[] => {
  const less = mergeLines(others);
  return [...mergeLines(lines)]
    .map(([key, line]) => ({ ...line, quantity: line.quantity - (less.get(key)?.quantity ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
};
