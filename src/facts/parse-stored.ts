import { MAX_LINES, toObject } from './values.js';

/** A longer text is none of ours: no name and no address is longer. */
const MAX_TEXT = 2_000;
/** Every time and every amount is smaller. */
const MAX_NUMBER = 1e15;
const MAX_QUANTITY = 1e6;

/** What the names in our records stand for; all others stand for texts. The notes of rules have address patterns as names. */
const KINDS: [names: RegExp, kind: string][] = [
  [/^(quantity|price|total|tax|shipping|at|seen|active|checkout|added|decimals)$|[/*]/, 'number'],
  [/^(lines|told|ahead|aliases|categories|tags|coupons|sources)$/, 'list'],
  [/^(cart|product|fact|terms)$/, 'object'],
  [/^(is[A-Z].*|confirmed)$/, 'boolean'],
  [/./, 'string'],
];
const isLine = (value: unknown) => {
  const { product, quantity } = toObject(value);
  const { reference, sku, name } = toObject(product);
  return !!(reference ?? sku ?? name) && (quantity as number) < MAX_QUANTITY;
};

/** Whether one of our records may have the value under this name. A record has no name, and what is in a list has its index. */
const isOurs = (name: string, value: unknown): boolean => {
  const kind = Array.isArray(value) ? 'list' : typeof value;
  // A `toString` that is no function makes every conversion of its object throw.
  if (name in {}) return false;
  if (kind === 'string' && (value as string).length > MAX_TEXT) return false;
  if (kind === 'number' && !((value as number) >= 0 && (value as number) <= MAX_NUMBER)) return false;
  if (name === 'currency') return /^[A-Z]{3}$/.test(String(value));
  return /^\d*$/.test(name) || KINDS.find(([names]) => names.test(name))?.[1] === kind;
};

/**
 * Parses what was stored of a shop for its next page. Another script may have written anything under our keys, so only what our
 * records may hold is kept.
 * @throws SyntaxError if the text is no JSON
 */
export const parseStored = (text: string): unknown =>
  JSON.parse(text, (name: string, value: unknown) => {
    if (!isOurs(name, value)) return undefined;
    if (!Array.isArray(value) || /^(\d*|told|ahead)$/.test(name)) return value;
    return value.filter(name === 'lines' ? isLine : (inner) => typeof inner === 'string').slice(0, MAX_LINES);
  });
