import { digest } from '../../../base/digest.js';
import { isObject } from '../../../base/json.js';
import type { Fact, Line } from '../../../facts/fact.js';
import { fromMinor, toCurrency } from '../../../facts/money.js';
import { toObjects, toTexts } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import { inHundredths, toLines } from './items.js';

/** A cart, and what an order made of it will be. */
export type CartFact = Fact & { type: 'cart'; lines: Line[] };

const fieldOf = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** The cart of VTEX, which counts in hundredths. Of the person whose it is, nothing is read. */
export const readOrderForm = (form: unknown): CartFact | undefined => {
  if (!isObject(form) || !Array.isArray(form.items)) return undefined;
  const items = toObjects(form.items);
  const totals = toObjects(form.totalizers);
  const totalOf = (id: string) => fromMinor(totals.find((one) => one.id === id)?.value ?? '');
  const ways = toObjects(fieldOf(form.shippingData, 'logisticsInfo')).map((one) => one.selectedDeliveryChannel);
  return {
    type: 'cart',
    confirmed: true,
    // Whoever knows the order form's own name may open it.
    reference: typeof form.orderFormId === 'string' ? digest(form.orderFormId) : undefined,
    // Nobody has put a gift into the cart.
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
