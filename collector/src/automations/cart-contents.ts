import { compare, isObject, type Moment, objectOf } from './fact.js';

/** An amount of money as events have it. */
export interface Price {
  amount: number;
  currency: string;
}

export interface CartLine {
  product: string | Record<string, unknown>;
  quantity: number;
  price?: Price;
}

interface Change extends Moment {
  /** 1: put in; -1: taken out. */
  sign: 1 | -1;
  lines: CartLine[];
}

/**
 * What a cart holds: the latest whole view of it, and what was put in and taken out since. Some events show the whole cart, others
 * only a difference; kept apart, they give the same cart in whatever order they arrive.
 */
export interface CartContents {
  whole: (Moment & { lines: CartLine[] }) | null;
  changes: Change[];
}

export const emptyCart: CartContents = { whole: null, changes: [] };

/** Lines of a cart, and changes that are kept apart, at most. */
const mostLines = 100;
const mostChanges = 50;
/** Characters of a text of a product. */
const longest = 2048;

/** What is kept of a product: what a message can show. */
const productFields = ['reference', 'source', 'sku', 'name', 'variant', 'url', 'image_url', 'brand'];

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longest;

const toPrice = (value: unknown): Price | undefined => {
  const { amount, currency } = objectOf(value);
  const isPrice = typeof amount === 'number' && Number.isFinite(amount) && isText(currency);
  return isPrice ? { amount, currency } : undefined;
};

/** A product as it is kept and told again; undefined where nothing tells which one it is. */
export function toProduct(value: unknown): string | Record<string, unknown> | undefined {
  if (isText(value)) return value;
  if (!isObject(value)) return undefined;
  const product: Record<string, unknown> = {};
  for (const name of productFields) {
    const field = value[name];
    if (isText(field)) product[name] = field;
    else if (typeof field === 'number') product[name] = String(field);
  }
  const price = toPrice(value.price);
  if (price) product.price = price;
  return keyOfProduct(product) === '' ? undefined : product;
}

/** What tells one product from another. */
export function keyOfProduct(product: string | Record<string, unknown>): string {
  if (typeof product === 'string') return product;
  const { reference, sku, name, variant } = product;
  const own = reference ?? sku ?? name;
  return own === undefined ? '' : JSON.stringify([own, variant ?? sku ?? '']);
}

/** The lines that an event shows; undefined where it shows none. */
export function readLines(items: unknown): CartLine[] | undefined {
  if (!Array.isArray(items)) return undefined;
  return items.slice(0, mostLines).flatMap((item): CartLine[] => {
    if (!isObject(item)) return [];
    const product = toProduct(item.product);
    const quantity = item.quantity === undefined ? 1 : Number(item.quantity);
    if (product === undefined || !(quantity > 0 && quantity < 1e9)) return [];
    const price = toPrice(item.price);
    return [{ product, quantity, ...(price ? { price } : {}) }];
  });
}

/** Adds lines to others, or takes them away; nothing is there less than not at all. */
function combine(before: CartLine[], lines: CartLine[], sign: 1 | -1): CartLine[] {
  const all = new Map<string, CartLine>();
  for (const line of before) all.set(keyOfProduct(line.product), line);
  for (const line of lines) {
    const key = keyOfProduct(line.product);
    const known = all.get(key);
    // Goods by weight have decimals.
    const quantity = Math.round(((known?.quantity ?? 0) + sign * line.quantity) * 1e6) / 1e6;
    if (quantity > 0) all.set(key, { ...(sign > 0 ? { ...known, ...line } : (known as CartLine)), quantity });
    else all.delete(key);
  }
  return [...all.values()].slice(0, mostLines);
}

/** What is in the cart now. */
export const linesOf = ({ whole, changes }: CartContents): CartLine[] =>
  changes.reduce((lines, change) => combine(lines, change.lines, change.sign), combine([], whole?.lines ?? [], 1));

/** The cart after it was seen as a whole. */
export function seeWhole({ whole, changes }: CartContents, { at, tie }: Moment, lines: CartLine[]): CartContents {
  if (whole && compare({ at, tie }, whole) < 0) return { whole, changes };
  return { whole: { at, tie, lines }, changes: changes.filter((change) => compare(change, { at, tie }) > 0) };
}

/** The cart after something was put in or taken out. */
export function change(cart: CartContents, { at, tie }: Moment, sign: 1 | -1, lines: CartLine[]): CartContents {
  if (cart.whole && compare({ at, tie }, cart.whole) < 0) return cart;
  const changes = [...cart.changes, { at, tie, sign, lines }].sort(compare);
  if (changes.length <= mostChanges) return { ...cart, changes };
  // The oldest become part of the whole.
  const folded = changes.slice(0, changes.length / 2);
  const last = folded.at(-1) as Change;
  const whole = { at: last.at, tie: last.tie, lines: linesOf({ ...cart, changes: folded }) };
  return { whole, changes: changes.slice(folded.length) };
}

/** A text by which two carts with the same products in the same numbers are the same. */
export const signatureOf = (lines: CartLine[]): string =>
  JSON.stringify(lines.map(({ product, quantity }) => [keyOfProduct(product), quantity]).sort());

/** What the lines cost, where all have a price in one currency. */
export function totalOf(lines: CartLine[]): Price | undefined {
  const prices = lines.map(({ product, price }) => price ?? toPrice(objectOf(product).price));
  const currency = prices[0]?.currency;
  if (currency === undefined || prices.some((price) => price?.currency !== currency)) return undefined;
  const sum = lines.reduce((amount, { quantity }, index) => amount + quantity * (prices[index]?.amount ?? 0), 0);
  return { amount: Math.round(sum * 10_000) / 10_000, currency };
}
