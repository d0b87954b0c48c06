import type { TrackedEvent } from '../types/tracker.js';

/** The built-in actions: the verbs of each object, and the fields that `object_parameters` must have. */
const CATALOGUE: Record<string, [verbs: string[], fields: string[]]> = {
  app: [['installed', 'removed', 'spent'], ['name']],
  cart: [['viewed', 'added', 'removed', 'abandoned'], ['items']],
  checkout: [['started'], ['items']],
  coupon: [['redeemed'], ['code']],
  form: [['completed'], []],
  order: [
    ['placed', 'confirmed', 'cancelled', 'shipped', 'delivered'],
    ['reference', 'items'],
  ],
  product: [['viewed', 'purchased'], ['name']],
  refund: [['requested', 'received'], ['reference']],
};

/** What can be wrong, in the words of the console. `{field}` is the place in the event. */
const SENTENCES = {
  object: 'needs object (an id)',
  subject: 'needs object (an id) or object_parameters (a description)',
  field: 'needs {field}',
  empty: 'has no items',
  description: 'has object_parameters that is not an object',
  amount: 'has an amount that is not a number',
  negative: 'has an amount below 0',
  currencyAlone: 'has a currency without a numeric amount',
  currency: 'has a currency that is not a code such as UYU',
  noCurrency: 'needs a currency beside its amount',
  money: "has {field} that is not like { amount: 89.9, currency: 'UYU' }",
  list: 'has {field} that is not a list',
  item: 'has {field} that is not an object',
  quantity: 'needs {field} as a number',
};

/** One part of an event that does not fit the catalogue of actions. */
export type Problem = [code: keyof typeof SENTENCES, field?: string];

/** Currencies in which prices are given and that browsers leave out because nobody pays in them (ISO 4217, 2026-11). */
const UNITS_OF_ACCOUNT = /^(CLF|UYI|UYW|MXV|COU|BOV|VED)$/;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isMissing = (value: unknown) => value === undefined || value === null || value === '';
const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Safari before 15.4 has no list of currencies; there the form has to do. */
const isCurrency = (value: unknown) => {
  const code = String(value);
  const { supportedValuesOf } = Intl as { supportedValuesOf?: (kind: 'currency') => string[] };
  return (
    /^[A-Z]{3}$/.test(code) &&
    (UNITS_OF_ACCOUNT.test(code) || !supportedValuesOf || supportedValuesOf('currency').includes(code))
  );
};

/** Returns each part of an event that does not fit the catalogue of actions. The event is sent anyway. */
export const findProblems = (event: TrackedEvent): Problem[] => {
  const found: Problem[] = [];
  const { action, object, object_parameters: described, amount, currency } = event;
  const [family = '', verb = ''] = action.split('.');
  const [verbs, fields] = CATALOGUE[family] ?? [[], []];
  const isOrder = action === 'order.placed' || action === 'order.confirmed';

  if (verbs.includes(verb) && action === `${family}.${verb}`) {
    if (family === 'form' ? isMissing(object) : isMissing(object) && isMissing(described)) {
      found.push([family === 'form' ? 'object' : 'subject']);
    }
    if (isPlain(described)) {
      for (const field of fields) if (isMissing(described[field])) found.push(['field', `object_parameters.${field}`]);
      if (isOrder && Array.isArray(described.items) && !described.items[0]) found.push(['empty']);
    }
  }
  if (!isMissing(described) && !isPlain(described)) found.push(['description']);
  if (!isMissing(amount) && !isAmount(amount)) found.push(['amount']);
  if (isAmount(amount) && amount < 0) found.push(['negative']);
  if (!isMissing(currency) && !isAmount(amount)) found.push(['currencyAlone']);
  if (!isMissing(currency) && !isCurrency(currency)) found.push(['currency']);
  if (isMissing(currency) && isAmount(amount) && isOrder) found.push(['noCurrency']);
  if (isPlain(described)) checkDescription(described, 'object_parameters', found);
  return found;
};

/** Returns a sentence for each part of an event that does not fit the catalogue of actions. */
export const checkEvent = (event: TrackedEvent): string[] =>
  findProblems(event).map(([code, field = '']) => `${event.action} ${SENTENCES[code].replace('{field}', field)}`);

const checkDescription = (described: Record<string, unknown>, path: string, found: Problem[]) => {
  for (const name of ['price', 'total']) {
    const money = described[name];
    if (isMissing(money)) continue;
    if (!isPlain(money) || !isAmount(money.amount) || money.amount < 0 || !isCurrency(money.currency)) {
      found.push(['money', `${path}.${name}`]);
    }
  }
  const { items } = described;
  if (isMissing(items)) return;
  if (!Array.isArray(items)) {
    found.push(['list', `${path}.items`]);
    return;
  }
  items.forEach((item: unknown, index) => {
    const place = `${path}.items[${index}]`;
    if (!isPlain(item)) {
      found.push(['item', place]);
      return;
    }
    if (isMissing(item.product)) found.push(['field', `${place}.product`]);
    if (!isAmount(item.quantity)) found.push(['quantity', `${place}.quantity`]);
    checkDescription({ ...item, items: undefined }, place, found);
    if (isPlain(item.product)) checkDescription(item.product, `${place}.product`, found);
  });
};
