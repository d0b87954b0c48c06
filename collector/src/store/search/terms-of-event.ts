import { actionTerm, businessTerm, termsOf } from './terms.js';

/** What of an event can be found. */
export interface IndexedEvent {
  business: string;
  action: string;
  page_url: string | null;
  amount: number | null;
}

type Json = Record<string, unknown>;

/** Bounds of what one event may add to the index, whatever it holds. */
const mostTerms = 64;
const longestText = 200;
const mostItems = 50;

/** Fields by which people know a product, an order or a coupon. */
const names = ['name', 'reference', 'sku', 'id', 'code'] as const;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const moneyText = (amount: number): string => (Math.abs(amount) < 1e15 ? Math.abs(amount).toFixed(2) : '');

/** Path, query and fragment of an address. */
const withinHost = (address: string): string => address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');

function* textsOf(object: unknown): Generator<string> {
  if (typeof object === 'string') yield object;
  if (!isObject(object)) return;
  for (const name of names) {
    const value = object[name];
    if (typeof value === 'string') yield value;
    if (typeof value === 'number') yield String(value);
  }
}

function* textsOfSubject(subject: unknown): Generator<string> {
  yield* textsOf(subject);
  if (!isObject(subject)) return;
  const { items, product, total } = subject;
  yield* textsOf(product);
  if (isObject(total) && typeof total.amount === 'number') yield moneyText(total.amount);
  if (!Array.isArray(items)) return;
  for (const item of items.slice(0, mostItems) as unknown[]) {
    yield* textsOf(item);
    if (isObject(item)) yield* textsOf(item.product);
  }
}

/**
 * The terms by which an event is found: the path of its page, names and ids of products, numbers of orders and carts, and the
 * value. Session and user are found by their columns, so that the index holds nothing that names a visitor.
 *
 * @param event its content
 */
export function termsOfEvent({ business, action, page_url, amount }: IndexedEvent, event: Json): string[] {
  const terms = new Set([businessTerm(business), actionTerm(action)]);
  const add = (text: string) => {
    for (const term of termsOf(text.slice(0, longestText))) if (terms.size < mostTerms) terms.add(term);
  };
  if (amount !== null) add(moneyText(amount));
  if (typeof event.object === 'string') add(event.object);
  if (page_url !== null) add(withinHost(page_url));
  for (const text of textsOfSubject(event.object_parameters)) add(text);
  return [...terms];
}
