import { digest } from '../../../base/digest.js';
import { isObject } from '../../../base/json.js';
import type { Fact, Line } from '../../../facts/fact.js';
import { fromMinor, toCurrency } from '../../../facts/money.js';
import { toObjects, toTexts } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { inHundredths, toLines } from './items.js';

/** A cart, with what is known of the order to come. */
export type CartFact = Fact & { type: 'cart'; lines: Line[] };

const fieldOf = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** The cart in an order form of VTEX, whose amounts are in hundredths. Nothing about the customer is read. */
export const readOrderForm = (form: unknown): CartFact | undefined => {
  if (!isObject(form) || !Array.isArray(form.items)) return undefined;
  const items = toObjects(form.items);
  const totals = toObjects(form.totalizers);
  const totalOf = (id: string) => fromMinor(totals.find((one) => one.id === id)?.value ?? '');
  const ways = toObjects(fieldOf(form.shippingData, 'logisticsInfo')).map((one) => one.selectedDeliveryChannel);
  return {
    type: 'cart',
    confirmed: true,
    // A digest, because the id of the order form gives access to it.
    reference: typeof form.orderFormId === 'string' ? digest(form.orderFormId) : undefined,
    // A gift was not added by the visitor.
    lines: toLines(
      items.filter((item: Values) => item.isGift !== true),
      inHundredths,
      { id: 'productId', sku: 'id' },
    ),
    currency: toCurrency(fieldOf(form.storePreferencesData, 'currencyCode')),
    total: fromMinor(form.value ?? ''),
    shipping: totalOf('Shipping'),
    tax: totalOf('Tax'),
    coupons: toTexts([fieldOf(form.marketingData, 'coupon')]),
    delivery: ways[0] && ways.every((way) => way === 'pickup-in-point') ? 'collect' : undefined,
  };
};
