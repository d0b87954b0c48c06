import { amountOf, idOf, listOf, objectOf, textOf, timeOf } from '../read-json.js';
import type { ShopItem, ShopOrder, ShopRefund } from '../shops/shop-order.js';

/** The name of the platform as a source of users, orders and events, as the tracker in the browser has it. */
export const source = 'tiendanube';

/** Some times are objects, as PHP writes them: `{ date: "2026-11-20 12:00:00.000000", timezone_type: 3, timezone: "UTC" }`. */
function timeIn(value: unknown): number | undefined {
  const { date, timezone } = objectOf(value);
  if (typeof date !== 'string') return timeOf(value);
  const zone = timezone === 'UTC' ? 'Z' : timezone;
  // A zone that has a name would need the rules of that zone; the documentation shows UTC alone.
  const isKnown = typeof zone === 'string' && /^(Z|[+-]\d\d:\d\d)$/.test(zone);
  return isKnown ? timeOf(`${date.replace(' ', 'T')}${zone}`) : undefined;
}

function readItem(value: unknown): ShopItem {
  const item = objectOf(value);
  return {
    reference: idOf(item.product_id),
    variant: idOf(item.variant_id),
    sku: textOf(item.sku),
    name: textOf(item.name) ?? '',
    quantity: amountOf(item.quantity) ?? 1,
    price: amountOf(item.price),
  };
}

const refundedStates = ['refunded', 'partially_refunded'];

/** Nobody says how much of an order came back in part, nor how much was left to come back then. */
function readRefunds(payment: string, total: number | undefined, at: number): ShopRefund[] {
  if (!refundedStates.includes(payment)) return [];
  return [{ id: payment, at, ...(payment === 'refunded' ? { total, isAll: true } : {}) }];
}

/**
 * An order as `GET /orders/ID` tells it (https://tiendanube.github.io/api-documentation/resources/order, version 2025-03).
 *
 * @param now for what has no time
 * @returns undefined where it is no order
 */
export function readOrder(body: unknown, now: number): (ShopOrder & { storefront?: string }) | undefined {
  const order = objectOf(body);
  const id = idOf(order.id);
  if (id === undefined) return undefined;
  const [status = '', payment = '', shipping = ''] = [order.status, order.payment_status, order.shipping_status].map(
    textOf,
  );
  const updatedAt = timeIn(order.updated_at) ?? now;
  const paidAt = timeIn(order.paid_at);
  const isPaid = payment === 'paid' || (refundedStates.includes(payment) && paidAt !== undefined);
  const isShipped = ['shipped', 'delivered'].includes(shipping);
  const [number, token] = [idOf(order.number), textOf(order.token)];
  const total = amountOf(order.total);
  return {
    ...{ id, updatedAt, total },
    status: [status, payment, shipping].join('/'),
    refs: [...(number === undefined ? [] : [`number:${number}`]), ...(token === undefined ? [] : [`token:${token}`])],
    buyerId: idOf(objectOf(order.customer).id),
    currency: textOf(order.currency),
    items: listOf(order.products).map(readItem),
    storefront: textOf(order.storefront),
    times: {
      placed: timeIn(order.completed_at) ?? timeIn(order.created_at) ?? updatedAt,
      confirmed: isPaid ? (paidAt ?? updatedAt) : undefined,
      shipped: isShipped ? (timeIn(order.shipped_at) ?? updatedAt) : undefined,
      delivered: shipping === 'delivered' ? updatedAt : undefined,
      cancelled: status === 'cancelled' ? (timeIn(order.cancelled_at) ?? updatedAt) : undefined,
    },
    refunds: readRefunds(payment, total, updatedAt),
  };
}
