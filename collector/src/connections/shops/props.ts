import { given, money } from '../fields.js';
import type { ShopOrder, ShopRefund } from './shop-order.js';

/** The fields of an event about an order, as a tracker sends them. */
export const orderProps = ({ id, items, total, currency }: ShopOrder, source: string): Record<string, unknown> => ({
  object_parameters: {
    reference: id,
    source,
    items: items.map(({ name, reference, variant, sku, quantity, price }) => ({
      product: given({ name, reference, source, sku: sku ?? variant }),
      quantity,
      ...given({ price: money(price, currency) }),
    })),
    ...given({ total: money(total, currency) }),
  },
  ...money(total, currency),
});

/** The fields of an event about a refund. */
export const refundProps = (
  { id: order, currency }: ShopOrder,
  { id: reference, total }: ShopRefund,
  source: string,
): Record<string, unknown> => ({
  object_parameters: { reference, source, order, ...given({ total: money(total, currency) }) },
  ...money(total, currency),
});
