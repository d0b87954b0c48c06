import { isObject } from '../../../base/json.js';
import type { Fact, FactType, Line, Units } from '../../../facts/fact.js';
import { createAmountReader } from '../../../facts/money.js';
import { first, toObject, toQuantity, toReference, toText } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import type { Observer } from '../../../types/tracker.js';
import { toCoupons, toItems, toLines } from './items.js';
import { createModel, firstCurrency } from './model.js';

export interface MessageOptions {
  /** Text that the shop appends to the names of its events. It is removed. Default `_stape`. */
  suffix?: string;
  /** Names of events that mean a completed form. Default `generate_lead`. */
  forms?: string[];
}

/**
 * What names an order that was just placed: the deal itself, its completion, thanks, or nothing but the page or the tag that tells of
 * it. `order` alone is the deal too; with another word behind it, it is an order that something happens to, such as `order_shipped`.
 */
const ORDER =
  /^$|(order|orden|pedido)$|purchas|trans|compr|ven[td]|sale|bought|finali|finish|realiz|feito|hecho|thank|graci|obrig|suc+e|xito|complet|confirm|conver|plac|crea|rec(ei|i)[bv]|paid|pag(e|ad)|ap?pro[bv]|_non|gtm|ecom/i;

/** What undoes such a name: a failure, a return, or a look at an order that was placed earlier. */
const NO_ORDER =
  /fail|fal[lh][aio]|(?<!p)erro|rechaz|reje|re[cf]us|declin|denied|negad|unsuc|abandon|dev(ol|uel)|re+mbols|estorn|(cancel|anul|refund|return)(?!l?able|ing|[\W_]?(any|vis|cust))|histor|(^|[\W_])(view|ver|my|track|rastrear|estado|re(peat)?)[\W_]?(order|pedido)/i;

/** How many products of a list are read: lists have hundreds, and few products are added to a cart. */
const MAX_LISTED = 20;

export type Reported = [fact: Fact, observer: Observer];

/** Takes a list that need not be read at once. */
export type Defer = (read: () => Reported) => void;

/** Reads a fact at once, or defers it if it is a list: lists are long, and they are no action. */
const readOrDefer = (type: FactType, read: () => Reported, later?: Defer): Reported[] => {
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

/** In Universal Analytics, the key inside `ecommerce` says what happened. The event may have any name. */
const UA: Record<string, FactType> = {
  purchase: 'order.placed',
  detail: 'product.viewed',
  add: 'cart.added',
  remove: 'cart.removed',
  checkout: 'checkout.started',
  click: 'products',
  impressions: 'products',
};

/** One piece of a viewed product. The value of the view may be that of several pieces. */
const toViewed = ({ product, quantity }: Line, total: Units = 0): Line => ({
  product: { ...product, price: product.price ?? (Math.round(total / (quantity || 1)) || undefined) },
  quantity: 1,
});

/** The last parameter holds currencies: that of the fact, and that of the page, which counts only if the items have none either. */
const toFact = (type: FactType, list: unknown, values: Values, [own, ...others]: unknown[]): Fact => {
  const items = toItems(list).slice(0, type === 'products' ? MAX_LISTED : undefined);
  const currency = firstCurrency(own, items[0]?.currency, ...others);
  const value = first(values.value, values.revenue);
  const prices = items.map(({ price }) => price);
  const read = createAmountReader(currency, [value, values.tax, values.shipping, ...prices], (way) => {
    // Not by `reduce`, which old libraries replace (Prototype.js 1.6, 2026-11).
    let sum = 0;
    for (const { price, quantity } of items) sum += (way(price) ?? NaN) * toQuantity(quantity);
    return [way(value), sum];
  });
  const total = read(value);
  const lines = toLines(items, read);
  const isView = type === 'product.viewed';
  // A view of several products is a list, unless they are variants of one product.
  const isList = isView && new Set(lines.map(({ product }) => product.name)).size > 1;
  return {
    type: isList ? 'products' : type,
    lines: isView && !isList ? lines.slice(0, 1).map((line) => toViewed(line, lines[1] ? 0 : total)) : lines,
    currency,
    total: isView ? undefined : total,
    ...(type === 'order.placed' && {
      reference: toReference(values.transaction_id) ?? toReference(values.id),
      tax: read(values.tax),
      shipping: read(values.shipping),
      coupons: toCoupons(values.coupon, items),
    }),
  };
};

/** The name of an event, without the text that the shop appends. */
const nameOf = (event: unknown, { suffix = '_stape' }: MessageOptions): string => {
  const text = toText(event) ?? '';
  return suffix && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
};

/**
 * The facts in one event of GA4: one or none.
 * @param currencies the currency of the event, and that of the page
 */
export const readGa4 = (
  event: unknown,
  params: Values,
  currencies: unknown[],
  options: MessageOptions,
  later?: Defer,
): Reported[] => {
  const name = nameOf(event, options);
  if ((options.forms ?? ['generate_lead']).includes(name)) {
    const currency = firstCurrency(...currencies);
    const reference = toReference(params.form_id) ?? toReference(params.form_name);
    // The name of the event stands in for the form's, unless another source knows the form.
    const named = reference ? { reference } : { reference: name, aliases: [name] };
    const total = createAmountReader(currency, [params.value])(params.value);
    return [[{ type: 'form.completed', ...named, currency, total }, 'ga4']];
  }
  // Some shops leave the name of the event to a tag that runs on every page.
  const isNameless = toReference(params.transaction_id) && params.items && ORDER.test(name) && !NO_ORDER.test(name);
  const type = GA4.get(name) ?? (isNameless ? 'order.placed' : undefined);
  return type ? readOrDefer(type, () => [toFact(type, params.items, params, currencies), 'ga4'], later) : [];
};

const readUa = (event: unknown, ecommerce: Values, currency: unknown, later?: Defer): Reported[] =>
  Object.keys(UA).flatMap((name): Reported[] => {
    const described = ecommerce[name];
    // `impressions` is a plain list, without the object around it.
    const measure = Array.isArray(described) ? { products: described as unknown } : described;
    if (!isObject(measure)) return [];
    const field = toObject(measure.actionField);
    // In some shops, the first step of the checkout is the cart itself.
    const isCart = name === 'checkout' && Number(field.step) === 1 && /cart/i.test(toText(event) ?? '');
    const type = isCart ? 'cart.viewed' : (UA[name] as FactType);
    const currencies = [first(ecommerce.currencyCode, ecommerce.currency), currency];
    return readOrDefer(
      type,
      () => [toFact(type, measure.products, { ...ecommerce, ...field }, currencies), 'ua'],
      later,
    );
  });

/** Reads the oldest form of an order, whose fields stand on the message itself. */
const readStandard = (message: Values, currency: unknown): Reported[] => {
  const of = (name: string) => message[`transaction${name}`];
  const [id, value, products] = ['Id', 'Total', 'Products'].map(of);
  if (!toReference(id) || !first(value, products)) return [];
  const values = { id, value, tax: of('Tax'), shipping: of('Shipping'), coupon: first(of('Coupon'), message.coupon) };
  return [[toFact('order.placed', products, values, [first(of('Currency'), message.currency), currency]), 'ua']];
};

/**
 * The facts in one entry of a data layer: an object, the `arguments` of a gtag call, or the wrapper of a sandboxed template. Only
 * named fields are read. Of the message, only what the model copies is kept, because its owner may change it. The exception are
 * lists of products, which `later` takes.
 * @param model what the entries before this one have left
 */
export const readMessage = (
  entry: unknown,
  options: MessageOptions = {},
  later?: Defer,
  model = createModel(),
): Reported[] => {
  const currency = model.currency();
  // A plain array calls a method of GTM's data model, and is no fact.
  if (Object.prototype.toString.call(entry) === '[object Arguments]') {
    const [command, event, params] = Array.from(entry as ArrayLike<unknown>);
    if (command !== 'event') model.setDefaults(event, params);
    else if (isObject(params)) return readGa4(event, params, [params.currency, currency], options, later);
    return [];
  }
  if (!isObject(entry)) return [];
  const unwrap = entry.getUntrustedUpdateValue;
  const message = typeof unwrap === 'function' ? (unwrap.call(entry) as unknown) : entry;
  if (!isObject(message)) return [];
  const { event, ecommerce } = message;
  const own = isObject(ecommerce) ? ecommerce : message;
  const name = first(event, own.event);
  const type = GA4.get(nameOf(name, options));
  const currencies = [first(own.currency, message.currency), currency];
  const whole = model.complete(type, message, own);
  const ua = own === message ? [] : readUa(event, own, currency, later);
  // Under the name of a GA4 event, such a message is not about the items of an earlier one.
  const found = ua[0] && !first(own.items) ? ua : [...readGa4(name, whole, currencies, options, later), ...ua];
  model.keep(type, message, own);
  const isTold = found.some((fact) => fact[0].type === 'order.placed') || NO_ORDER.test(nameOf(name, options));
  return isTold ? found : [...found, ...readStandard(message, currency)];
};
