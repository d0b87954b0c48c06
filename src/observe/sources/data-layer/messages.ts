import { isObject } from '../../../base/json.js';
import type { Fact, FactType } from '../../../facts/fact.js';
import { toCurrency, toUnits } from '../../../facts/money.js';
import { first, toObjects, toText } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import type { Observer } from '../../../types/tracker.js';
import { toCoupons, toLines } from './items.js';

/** What shops add to the names of events for tags of their own. */
export interface MessageOptions {
  /** Default `_stape`. */
  suffix?: string;
  /** Events that say that a form was filled in and taken. Default `generate_lead`. */
  forms?: string[];
}

/** Names of events with the number of an order that are none: a step on the way to it, or its end. */
const NO_ORDER = /refund(?!abl)|((cancel|return)(l?ed|lation|s)?([\W_]?(order|purchase|request(ed)?))?|_info)$/i;

/** Products of a list that are worth knowing: they come by the hundred, and few are put into a cart. */
const MOST_LISTED = 20;

export type Reported = [fact: Fact, observer: Observer];

/** Takes what need not be read at once. */
export type Later = (read: () => Reported) => void;

/** Lists are long and may wait: they are no action. */
const report = (type: FactType, read: () => Reported, later?: Later): Reported[] => {
  if (type !== 'products' || !later) return [read()];
  later(read);
  return [];
};

const GA4 = new Map<string, FactType>([
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
const UA: Record<string, FactType> = {
  purchase: 'order.placed',
  detail: 'product.viewed',
  add: 'cart.added',
  remove: 'cart.removed',
  checkout: 'checkout.started',
  click: 'products',
  impressions: 'products',
};

const toFact = (type: FactType, currencyText: unknown, items: unknown, values: Values): Fact => {
  const currency = toCurrency(first(currencyText, toObjects(items)[0]?.currency));
  const lines = toLines(type === 'products' ? toObjects(items).slice(0, MOST_LISTED) : items, currency);
  const isOrder = type === 'order.placed';
  // Several products are a list, unless they are the variants of one.
  const isList = type === 'product.viewed' && new Set(lines.map(({ product }) => product.name)).size > 1;
  return {
    type: isList ? 'products' : type,
    lines: type === 'product.viewed' && !isList ? lines.slice(0, 1) : lines,
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

/** The fact in one event of GA4. */
export const readGa4 = (
  event: unknown,
  params: Values,
  currency: unknown,
  options: MessageOptions,
  later?: Later,
): Reported[] => {
  const { suffix = '_stape', forms = ['generate_lead'] } = options;
  const text = toText(event) ?? '';
  const name = suffix && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
  if (forms.includes(name)) {
    const known = toCurrency(currency);
    const reference = toText(first(params.form_id, params.form_name, name));
    return [[{ type: 'form.completed', reference, currency: known, total: toUnits(params.value, known) }, 'ga4']];
  }
  // Some shops leave the name of the event to a tag that runs on every page.
  const isNameless = params.transaction_id && params.items && !NO_ORDER.test(name);
  const type = GA4.get(name) ?? (isNameless ? 'order.placed' : undefined);
  return type ? report(type, () => [toFact(type, currency, params.items, params), 'ga4'], later) : [];
};

const readUa = (event: unknown, ecommerce: Values, later?: Later): Reported[] =>
  Object.keys(UA).flatMap((name): Reported[] => {
    const given = ecommerce[name];
    // Impressions are a list without more around it.
    const measure = Array.isArray(given) ? { products: given as unknown } : given;
    if (!isObject(measure)) return [];
    const field = isObject(measure.actionField) ? measure.actionField : {};
    // The first step is the cart itself in some shops.
    const isCart = name === 'checkout' && Number(field.step) === 1 && /cart/i.test(toText(event) ?? '');
    const type = isCart ? 'cart.viewed' : (UA[name] as FactType);
    const currency = first(ecommerce.currencyCode, ecommerce.currency);
    return report(type, () => [toFact(type, currency, measure.products, field), 'ua'], later);
  });

/** The oldest form: keys of their own on the message itself. */
const readStandard = (message: Values): Reported[] => {
  const of = (name: string) => message[`transaction${name}`];
  const [id, value, products] = ['Id', 'Total', 'Products'].map(of);
  if (!first(id) || !first(value, products)) return [];
  const values = { id, value, tax: of('Tax'), shipping: of('Shipping'), coupon: first(of('Coupon'), message.coupon) };
  return [[toFact('order.placed', first(of('Currency'), message.currency), products, values), 'ua']];
};

/**
 * The facts in one entry of a data layer, each message read by itself: an object, the `arguments` of a gtag call, or the
 * wrapper of a sandboxed template. Reads named fields only and keeps nothing of the message, which its owner may change, but for
 * lists of products where `later` takes them.
 */
export const readMessage = (entry: unknown, options: MessageOptions = {}, later?: Later): Reported[] => {
  // A plain array is a call of a method of GTM's model, and no fact.
  if (Object.prototype.toString.call(entry) === '[object Arguments]') {
    const [command, event, params] = Array.from(entry as ArrayLike<unknown>);
    return command === 'event' && isObject(params) ? readGa4(event, params, params.currency, options, later) : [];
  }
  if (!isObject(entry)) return [];
  const unwrap = entry.getUntrustedUpdateValue;
  const message = typeof unwrap === 'function' ? (unwrap.call(entry) as unknown) : entry;
  if (!isObject(message)) return [];
  const { event, ecommerce } = message;
  const values = isObject(ecommerce) ? ecommerce : message;
  const found = [
    ...readGa4(first(event, values.event), values, first(values.currency, message.currency), options, later),
    ...(values === message ? [] : readUa(event, values, later)),
  ];
  return found.some(([{ type }]) => type === 'order.placed') ? found : [...found, ...readStandard(message)];
};
