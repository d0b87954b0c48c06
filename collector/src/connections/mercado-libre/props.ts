import { given, money } from '../fields.js';
import type { SeenClaim, SeenOrder } from './snapshot.js';

/** The name of the marketplace as a source of users, orders and events. */
export const source = 'mercadolibre';

const itemsOf = ({ items, currency }: SeenOrder) =>
  items.map((item) => ({
    product: given({
      name: item.title,
      reference: item.id,
      source,
      sku: item.sku ?? item.variation,
    }),
    quantity: item.quantity,
    ...given({ price: money(item.price, item.currency ?? currency) }),
  }));

/** What names the order and its pack; the buyer sees the pack as the purchase. */
const aboutOf = ({ packId, tags }: SeenOrder) =>
  given({ pack: packId, test: tags.includes('test_order') ? true : undefined });

const withMetadata = (metadata: object) => (Object.keys(metadata).length === 0 ? {} : { metadata });

/** The fields of an event about an order, as a tracker sends them. */
export const orderProps = (order: SeenOrder): Record<string, unknown> => ({
  object_parameters: {
    reference: order.id,
    source,
    items: itemsOf(order),
    ...given({ total: money(order.total, order.currency) }),
  },
  ...money(order.total, order.currency),
  ...withMetadata(aboutOf(order)),
});

export interface ToldRefund {
  /** The number of the payment, or of the claim. */
  reference: string;
  /** Missing where nobody says how much. */
  total?: number;
  claim?: SeenClaim;
}

/** The fields of an event about a refund. */
export const refundProps = (order: SeenOrder, { reference, total, claim }: ToldRefund): Record<string, unknown> => ({
  object_parameters: {
    reference,
    source,
    order: order.id,
    ...given({ total: money(total, order.currency) }),
  },
  ...money(total, order.currency),
  ...withMetadata({ ...aboutOf(order), ...(claim && given({ claim: claim.type, reason: claim.reason })) }),
});
