import { cutText } from '../cut-text.js';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const currencyPattern = /^[A-Z]{3}$/;

/** No order is worth more; PostgreSQL refuses to add up numbers that are too large, and nobody would see any figures then. */
const most = 1e12;

interface Value {
  amount: unknown;
  currency: unknown;
}

/** Money that can be added up; anything else counts as not known. */
function moneyOf(values: Value[]): { amount: number; currency: string } | { amount: null; currency: null } {
  for (const { amount, currency } of values) {
    const isMoney = typeof amount === 'number' && amount >= 0 && amount < most;
    if (isMoney && typeof currency === 'string' && currencyPattern.test(currency)) return { amount, currency };
  }
  return { amount: null, currency: null };
}

/**
 * What an "order.placed" says about its order.
 *
 * @param id of the event; without an order number each event is an order of its own
 */
export function orderOf(id: string, value: Value, event: Json) {
  const object = isObject(event.object_parameters) ? event.object_parameters : {};
  const named = [object.reference, event.object].find(
    (name) => ['string', 'number'].includes(typeof name) && name !== '',
  );
  const total = isObject(object.total) ? object.total : {};
  return {
    reference: named === undefined ? `event ${id}` : cutText(String(named)),
    ...moneyOf([value, { amount: total.amount, currency: total.currency }]),
  };
}
