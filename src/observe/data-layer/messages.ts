import type { Observer } from '../../types.js';
import { isObject } from '../../core/json.js';
import type { Fact, Subject } from '../facts.js';
import { toCurrency, toUnits } from '../money.js';
import { first, toObjects, toText } from '../values.js';
import type { Values } from '../values.js';
import { toCoupons, toLines } from './items.js';

/** What shops add to the names of events for tags of their own. */
export interface MessageOptions {
  /** Default `_stape`. */
  suffix?: string;
  /** Events that say that a form was filled in and taken. Default `generate_lead`. */
  forms?: string[];
}

export type Reported = [fact: Fact, observer: Observer];

const GA4 = new Map<string, Subject>([
  ['view_item', 'product.viewed'],
  ['add_to_cart', 'cart.added'],
  ['remove_from_cart', 'cart.removed'],
  ['view_cart', 'cart.viewed'],
  ['begin_checkout', 'checkout.started'],
  ['purchase', 'order.placed'],
  ['view_item_list', 'products'],
  ['select_item', 'products'],
]);

/** Universal Analytics is told by the key inside `ecommerce`; its events have any name. */
const UA: Record<string, Subject> = {
  purchase: 'order.placed',
  detail: 'product.viewed',
  add: 'cart.added',
  remove: 'cart.removed',
  checkout: 'checkout.started',
  click: 'products',
};

const toFact = (what: Subject, currencyText: unknown, items: unknown, values: Values): Fact => {
  const currency = toCurrency(first(currencyText, toObjects(items)[0]?.currency));
  const lines = toLines(items, currency);
  const isOrder = what === 'order.placed';
  // Several products are a list, unless they are the variants of one.
  const isList = what === 'product.viewed' && new Set(lines.map(({ product }) => product.name)).size > 1;
  return {
    what: isList ? 'products' : what,
    lines: what === 'product.viewed' && !isList ? lines.slice(0, 1) : lines,
    currency,
    total: toUnits(first(values.value, values.revenue), currency),
    ...(isOrder && {
      reference: toText(first(values.transaction_id, values.id)),
      tax: toUnits(values.tax, currency),
      shipping: toUnits(values.shipping, currency),
      coupons: toCoupons(values.coupon, items),
    }),
  };
};

const readGa4 = (event: unknown, params: Values, currency: unknown, options: MessageOptions): Reported[] => {
  const { suffix = '_stape', forms = ['generate_lead'] } = options;
  const text = toText(event) ?? '';
  const name = text.endsWith(suffix) ? text.slice(0, -suffix.length || undefined) : text;
  if (forms.includes(name)) {
    const id = toText(first(params.form_id, params.form_name, name));
    const known = toCurrency(params.currency);
    return [[{ what: 'form.completed', reference: id, currency: known, total: toUnits(params.value, known) }, 'ga4']];
  }
  // Some shops leave the name of the event to a tag that runs on every page.
  const isNameless = params.transaction_id && params.items && !/refund/i.test(name);
  const what = GA4.get(name) ?? (isNameless ? 'order.placed' : undefined);
  return what ? [[toFact(what, currency, params.items, params), 'ga4']] : [];
};

const readUa = (event: unknown, ecommerce: Values): Reported[] => {
  const facts: Reported[] = [];
  const add = (what: Subject, items: unknown, values: Values = {}) =>
    facts.push([toFact(what, first(ecommerce.currencyCode, ecommerce.currency), items, values), 'ua']);
  if (ecommerce.impressions) add('products', ecommerce.impressions);
  for (const name in UA) {
    const measure = ecommerce[name];
    if (!isObject(measure)) continue;
    const field = isObject(measure.actionField) ? measure.actionField : {};
    // The first step is the cart itself in some shops.
    const isCart = name === 'checkout' && Number(field.step) === 1 && /cart/i.test(toText(event) ?? '');
    add(isCart ? 'cart.viewed' : (UA[name] as Subject), measure.products, field);
  }
  return facts;
};

/** The oldest form: keys of their own on the message itself. */
const readStandard = (message: Values): Reported[] => {
  const { transactionId, transactionTotal, transactionProducts } = message;
  if (!first(transactionId) || !first(transactionTotal, transactionProducts)) return [];
  const currency = first(message.transactionCurrency, message.currency, message.currencyCode);
  const values = {
    id: transactionId,
    value: transactionTotal,
    tax: message.transactionTax,
    shipping: message.transactionShipping,
    coupon: first(message.transactionCoupon, message.coupon),
  };
  return [[toFact('order.placed', currency, transactionProducts, values), 'ua']];
};

/**
 * The facts in one entry of a data layer, each message read by itself: an object, the `arguments` of a gtag call, or the
 * wrapper of a sandboxed template. Reads named fields only and keeps nothing of the message, which its owner may change.
 */
export const readMessage = (entry: unknown, options: MessageOptions = {}): Reported[] => {
  // A plain array is a call of a method of GTM's model, and no fact.
  if (Object.prototype.toString.call(entry) === '[object Arguments]') {
    const [command, event, params] = Array.from(entry as ArrayLike<unknown>);
    return command === 'event' && isObject(params) ? readGa4(event, params, params.currency, options) : [];
  }
  if (!isObject(entry)) return [];
  const unwrap = entry.getUntrustedUpdateValue;
  const message = typeof unwrap === 'function' ? (unwrap.call(entry) as unknown) : entry;
  if (!isObject(message)) return [];
  const { event, ecommerce } = message;
  if (typeof event === 'string' && event.startsWith('gtm.')) return [];
  if (!isObject(ecommerce)) {
    const standard = readStandard(message);
    return standard[0] ? standard : readGa4(event, message, message.currency, options);
  }
  const found = [
    ...readGa4(first(event, ecommerce.event), ecommerce, first(ecommerce.currency, message.currency), options),
    ...readUa(event, ecommerce),
  ];
  return found.some(([{ what }]) => what === 'order.placed') ? found : [...found, ...readStandard(message)];
};
