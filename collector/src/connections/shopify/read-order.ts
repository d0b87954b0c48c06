import { amountOf, idOf, listOf, objectOf, textOf, timeOf } from '../read-json.js';
import type { ShopOrder, ShopRefund } from '../shops/shop-order.js';

/** States of the payment of an order that was paid once. */
const paid = ['paid', 'partially_refunded', 'refunded'];

const earliest = (times: number[]): number | undefined => (times.length === 0 ? undefined : Math.min(...times));

function readRefund(value: unknown, otherwise: number): ShopRefund[] {
  const refund = objectOf(value);
  const id = idOf(refund.id);
  const given = listOf(refund.transactions)
    .map(objectOf)
    .filter(({ kind, status }) => kind === 'refund' && status === 'success');
  // Without money, things were only taken back.
  if (id === undefined || given.length === 0) return [];
  const cents = given.reduce((sum, { amount }) => sum + Math.round((amountOf(amount) ?? 0) * 100), 0);
  return [{ id, total: cents / 100, at: timeOf(refund.created_at) ?? otherwise }];
}

/**
 * An order as the webhooks of the topics `orders/…` have it (shopify.dev, webhooks and the resource Order, 2026).
 *
 * @param now for what has no time
 */
export function readOrder(body: unknown, now: number): ShopOrder | undefined {
  const order = objectOf(body);
  const id = idOf(order.id);
  if (id === undefined) return undefined;
  const updatedAt = timeOf(order.updated_at) ?? now;
  const [payment = '', shipping = ''] = [order.financial_status, order.fulfillment_status].map(textOf);
  const parcels = listOf(order.fulfillments)
    .map(objectOf)
    .filter(({ status }) => status === 'success');
  const arrived = parcels.filter(({ shipment_status }) => shipment_status === 'delivered');
  const cancelledAt = timeOf(order.cancelled_at);
  const names = {
    number: idOf(order.order_number),
    name: textOf(order.name),
    token: textOf(order.token),
    checkout_token: textOf(order.checkout_token),
  };
  return {
    ...{ id, updatedAt },
    status: [cancelledAt === undefined ? 'open' : 'cancelled', payment, shipping].join('/'),
    refs: Object.entries(names).flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${value}`])),
    buyerId: idOf(objectOf(order.customer).id),
    total: amountOf(order.total_price),
    currency: textOf(order.currency),
    items: listOf(order.line_items)
      .map(objectOf)
      .map((item) => ({
        ...{ reference: idOf(item.product_id), variant: idOf(item.variant_id), sku: textOf(item.sku) },
        ...{ name: textOf(item.title) ?? '', quantity: amountOf(item.quantity) ?? 1, price: amountOf(item.price) },
      })),
    times: {
      placed: timeOf(order.processed_at) ?? timeOf(order.created_at) ?? updatedAt,
      // The body does not say when it was paid.
      confirmed: paid.includes(payment) ? updatedAt : undefined,
      shipped: earliest(parcels.map(({ created_at }) => timeOf(created_at) ?? updatedAt)),
      delivered: earliest(arrived.map(({ updated_at }) => timeOf(updated_at) ?? updatedAt)),
      cancelled: cancelledAt,
    },
    refunds: listOf(order.refunds).flatMap((refund) => readRefund(refund, updatedAt)),
  };
}
