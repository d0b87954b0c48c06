import { isObject } from '../../base/json.js';
import type { Fact, Line, ProductFacts, FactType } from '../../facts/fact.js';
import { toCurrency, toUnits } from '../../facts/money.js';
import { first, toObjects, toText } from '../../facts/values.js';
import type { Values } from '../../facts/values.js';
import type { TrackedEvent } from '../../types/tracker.js';

const TRACKED_TYPES: FactType[] = [
  'product.viewed',
  'cart.viewed',
  'cart.added',
  'cart.removed',
  'checkout.started',
  'order.placed',
  'form.completed',
  'refund.requested',
];

const currencyOf = (value: unknown) => (isObject(value) ? value.currency : undefined);
const amountOf = (value: unknown) => toUnits(isObject(value) ? value.amount : value);

const priceOf = ({ price, product }: Values) => price ?? (isObject(product) ? product.price : undefined);

const toProduct = (value: unknown): ProductFacts =>
  isObject(value)
    ? {
        reference: toText(value.reference),
        sku: toText(value.sku),
        name: toText(value.name),
        url: toText(value.url),
        image_url: toText(value.image_url),
        brand: toText(value.brand),
        price: amountOf(value.price),
      }
    : { reference: toText(value) };

/** What an event that the shop has tracked by itself says, in the terms of those that observe it. */
export const readEvent = ({ action, object, object_parameters, amount, currency }: TrackedEvent): Fact | undefined => {
  const type = TRACKED_TYPES.find((known) => known === action);
  if (!type) return undefined;
  const given = isObject(object_parameters) ? object_parameters : {};
  const isProduct = type === 'product.viewed';
  const items = toObjects(given.items);
  const lines: Line[] = isProduct
    ? [{ product: toProduct(isObject(object_parameters) ? given : object), quantity: 1 }]
    : items.map(({ product, quantity, price }) => ({
        product: toProduct(product),
        quantity: Number(quantity ?? 1),
        price: amountOf(price),
      }));
  return {
    type,
    confirmed: true,
    reference: isProduct ? undefined : toText(first(given.reference, object)),
    lines,
    total: amountOf(first(amount, given.total)),
    currency: toCurrency(first(currency, ...[given.total, given.price, ...items.map(priceOf)].map(currencyOf))),
  };
};
