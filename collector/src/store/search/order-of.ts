import { cutText } from '../cut-text.js';
import { storable } from '../insert.js';

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

/** A name as it is compared: platforms put a sign before the number that they show, and `#1001` and `1001` are one order. */
const toName = (name: string | number): string =>
  cutText(
    String(storable(String(name)))
      .trim()
      .replace(/^#(?=.)/su, ''),
  );

/**
 * What an "order.placed" says about its order.
 *
 * @param id of the event; without an order number each event is an order of its own
 */
export function orderOf(id: string, value: Value, event: Json) {
  const object = isObject(event.object_parameters) ? event.object_parameters : {};
  const [reference = `event ${id}`, ...others] = [object.reference, event.object, object.number, object.id]
    .filter((name) => typeof name === 'string' || typeof name === 'number')
    .map(toName)
    .filter((name) => name !== '');
  const total = isObject(object.total) ? object.total : {};
  return {
    reference,
    source: typeof object.source === 'string' ? toName(object.source) : '',
    names: [...new Set(others)].filter((name) => name !== reference),
    ...moneyOf([value, { amount: total.amount, currency: total.currency }]),
  };
}
