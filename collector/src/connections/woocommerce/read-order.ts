import { amountOf, idOf, listOf, objectOf, textOf, timeOf } from '../read-json.js';
import type { ShopOrder } from '../shops/shop-order.js';

/** Carts that are not placed yet, and what was thrown away. */
const unplaced = ['checkout-draft', 'auto-draft', 'draft', 'trash'];

/** Times of the fields that end in `_gmt` have no zone. */
const timeIn = (value: unknown) => timeOf(typeof value === 'string' && /\d$/.test(value) ? `${value}Z` : value);

/**
 * An order as the webhooks of the topics `order.…` have it (REST API v3,
 * https://woocommerce.github.io/woocommerce-rest-api-docs/#order-properties, 2026).
 *
 * @param now for what has no time
 */
export function readOrder(body: unknown, now: number): ShopOrder | undefined {
  const order = objectOf(body);
  const [id, status = ''] = [idOf(order.id), textOf(order.status)];
  // A webhook about a deleted order holds its number alone.
  if (id === undefined || status === '' || unplaced.includes(status)) return undefined;
  const updatedAt = timeIn(order.date_modified_gmt) ?? now;
  const [number, key] = [textOf(order.number), textOf(order.order_key)];
  return {
    ...{ id, status, updatedAt },
    refs: [...(number === undefined ? [] : [`number:${number}`]), ...(key === undefined ? [] : [`order_key:${key}`])],
    // 0 is a guest, and no id.
    buyerId: idOf(order.customer_id),
    total: amountOf(order.total),
    currency: textOf(order.currency),
    items: listOf(order.line_items)
      .map(objectOf)
      .map((item) => ({
        ...{ reference: idOf(item.product_id), variant: idOf(item.variation_id), sku: textOf(item.sku) },
        ...{ name: textOf(item.name) ?? '', quantity: amountOf(item.quantity) ?? 1, price: amountOf(item.price) },
      })),
    times: {
      placed: timeIn(order.date_created_gmt) ?? updatedAt,
      // "processing" alone is no payment: an order that is paid on delivery has it, too.
      confirmed: timeIn(order.date_paid_gmt),
      // There is no state of the shipment; shops complete an order when they have sent it.
      shipped: status === 'completed' ? (timeIn(order.date_completed_gmt) ?? updatedAt) : undefined,
      cancelled: status === 'cancelled' ? updatedAt : undefined,
    },
    refunds: listOf(order.refunds)
      .map(objectOf)
      .flatMap(({ id: refund, total }) => {
        const [name, amount] = [idOf(refund), amountOf(total)];
        return name === undefined
          ? []
          : [{ id: name, at: updatedAt, ...(amount === undefined ? {} : { total: Math.abs(amount) }) }];
      }),
  };
}
