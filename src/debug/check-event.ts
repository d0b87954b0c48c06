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

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isMissing = (value: unknown) => value === undefined || value === null || value === '';
const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCurrency = (value: unknown) => /^[A-Z]{3}$/.test(String(value));

/** Returns a sentence for each part of an event that does not fit the catalogue of actions. The event is sent anyway. */
export const checkEvent = (event: TrackedEvent): string[] => {
  const found: string[] = [];
  const { action, object, object_parameters: described, amount, currency } = event;
  const [family = '', verb = ''] = action.split('.');
  const [verbs, fields] = CATALOGUE[family] ?? [[], []];
  const isOrder = action === 'order.placed' || action === 'order.confirmed';

  if (verbs.includes(verb) && action === `${family}.${verb}`) {
    if (family === 'form' ? isMissing(object) : isMissing(object) && isMissing(described)) {
      found.push(`needs object (an id)${family === 'form' ? '' : ' or object_parameters (a description)'}`);
    }
    if (isPlain(described)) {
      for (const field of fields) if (isMissing(described[field])) found.push(`needs object_parameters.${field}`);
      if (isOrder && Array.isArray(described.items) && !described.items[0]) found.push('has no items');
    }
  }
  if (!isMissing(described) && !isPlain(described)) found.push('has object_parameters that is not an object');
  if (!isMissing(amount) && !isAmount(amount)) found.push('has an amount that is not a number');
  if (isAmount(amount) && amount < 0) found.push('has an amount below 0');
  if (!isMissing(currency) && !isAmount(amount)) found.push('has a currency without a numeric amount');
  if (!isMissing(currency) && !isCurrency(currency)) found.push('has a currency that is not a code such as UYU');
  if (isMissing(currency) && isAmount(amount) && isOrder) found.push('needs a currency beside its amount');
  if (isPlain(described)) checkDescription(described, 'object_parameters', found);
  return found.map((problem) => `${action} ${problem}`);
};

const checkDescription = (described: Record<string, unknown>, path: string, found: string[]) => {
  for (const name of ['price', 'total']) {
    const money = described[name];
    if (isMissing(money)) continue;
    if (!isPlain(money) || !isAmount(money.amount) || money.amount < 0 || !isCurrency(money.currency)) {
      found.push(`has ${path}.${name} that is not like { amount: 89.9, currency: 'UYU' }`);
    }
  }
  const { items } = described;
  if (isMissing(items)) return;
  if (!Array.isArray(items)) {
    found.push(`has ${path}.items that is not a list`);
    return;
  }
  items.forEach((item: unknown, index) => {
    const place = `${path}.items[${index}]`;
    if (!isPlain(item)) {
      found.push(`has ${place} that is not an object`);
      return;
    }
    if (isMissing(item.product)) found.push(`needs ${place}.product`);
    if (!isAmount(item.quantity)) found.push(`needs ${place}.quantity as a number`);
    checkDescription({ ...item, items: undefined }, place, found);
    if (isPlain(item.product)) checkDescription(item.product, `${place}.product`, found);
  });
};
