import { isObject } from '../../base/json.js';
import type { Fact, FactType, Line, ProductFacts } from '../../facts/fact.js';
import { toCurrency, toUnits } from '../../facts/money.js';
import { first, toObjects, toQuantity, toText, toUrl } from '../../facts/values.js';
import type { Values } from '../../facts/values.js';
import type { TrackedEvent } from '../../types/tracker.js';

/** The actions that an adapter may see too. */
const OBSERVED_TYPES: FactType[] = [
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
        url: toUrl(value.url),
        image_url: toUrl(value.image_url),
        brand: toText(value.brand),
        price: amountOf(value.price),
      }
    : { reference: toText(value) };

/** Turns an event that the shop has tracked itself into a fact; `undefined` if no adapter reports such actions. */
export const readTrackedEvent = ({
  action,
  object,
  object_parameters,
  amount,
  currency,
}: TrackedEvent): Fact | undefined => {
  const type = OBSERVED_TYPES.find((observed) => observed === action);
  if (!type) return undefined;
  const described = isObject(object_parameters) ? object_parameters : {};
  const isProduct = type === 'product.viewed';
  const items = toObjects(described.items);
  const lines: Line[] = isProduct
    ? [{ product: toProduct(isObject(object_parameters) ? described : object), quantity: 1 }]
    : items.map(({ product, quantity, price }) => ({
        product: toProduct(product),
        quantity: toQuantity(quantity),
        price: amountOf(price),
      }));
  return {
    type,
    confirmed: true,
    reference: isProduct ? undefined : toText(first(described.reference, object)),
    lines,
    total: amountOf(first(amount, described.total)),
    currency: toCurrency(first(currency, ...[described.total, described.price, ...items.map(priceOf)].map(currencyOf))),
  };
};
