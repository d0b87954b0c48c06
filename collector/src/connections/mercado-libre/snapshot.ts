import { idOf, type JsonObject, listOf, numberOf, objectOf, textOf, timeOf } from '../read-json.js';

/** Times are Unix milliseconds, amounts are in major units. */
export interface Payment {
  id: string;
  status: string;
  amount: number;
  refunded: number;
  approvedAt?: number;
  modifiedAt?: number;
}

export interface OrderItem {
  id?: string;
  title: string;
  variation?: string;
  sku?: string;
  quantity: number;
  price?: number;
  currency?: string;
}

/** An order as `GET /orders/ID` tells it (https://developers.mercadolivre.com.br, gerenciamento-de-vendas, 2026-08-07). */
export interface SeenOrder {
  id: string;
  status: string;
  tags: string[];
  packId?: string;
  sellerId?: string;
  buyerId?: string;
  shipmentId?: string;
  createdAt?: number;
  closedAt?: number;
  /** Missing where the API has left it out. */
  updatedAt?: number;
  cancelledAt?: number;
  cancelCode?: string;
  total?: number;
  currency?: string;
  items: OrderItem[];
  payments: Payment[];
}

export interface SeenShipment {
  id: string;
  status: string;
  substatus?: string;
  updatedAt?: number;
  /** When it came into a state, as far as its history tells. */
  history: { status: string; substatus?: string; at: number }[];
}

export interface SeenClaim {
  id: string;
  resource: string;
  resourceId?: string;
  type: string;
  isTotal: boolean;
  hasReturn: boolean;
  createdAt?: number;
  reason?: string;
}

/** All that is looked at together. */
export interface Snapshot {
  order: SeenOrder;
  /** Those that go to the buyer. */
  shipments: SeenShipment[];
  /** Whether the pack of the order was split. */
  isPackSplit: boolean;
  claims: SeenClaim[];
}

function readPayment(value: unknown): Payment[] {
  const payment = objectOf(value);
  const id = idOf(payment.id);
  if (id === undefined) return [];
  return [
    {
      id,
      status: textOf(payment.status) ?? '',
      amount: numberOf(payment.transaction_amount) ?? 0,
      refunded: numberOf(payment.transaction_amount_refunded) ?? 0,
      approvedAt: timeOf(payment.date_approved),
      modifiedAt: timeOf(payment.date_last_modified),
    },
  ];
}

function readItem(value: unknown): OrderItem {
  const line = objectOf(value);
  const item = objectOf(line.item);
  return {
    id: textOf(item.id),
    title: textOf(item.title) ?? textOf(item.id) ?? '',
    variation: idOf(item.variation_id),
    sku: textOf(item.seller_sku) ?? textOf(item.seller_custom_field),
    quantity: numberOf(line.quantity) ?? 1,
    price: numberOf(line.unit_price),
    currency: textOf(line.currency_id),
  };
}

/** @returns undefined where it is no order */
export function readOrder(body: unknown): SeenOrder | undefined {
  const order = objectOf(body);
  const id = idOf(order.id);
  if (id === undefined) return undefined;
  const cancel = objectOf(order.cancel_detail);
  return {
    id,
    status: textOf(order.status) ?? '',
    tags: listOf(order.tags).filter((tag) => typeof tag === 'string'),
    packId: idOf(order.pack_id),
    sellerId: idOf(objectOf(order.seller).id),
    buyerId: idOf(objectOf(order.buyer).id),
    shipmentId: idOf(objectOf(order.shipping).id),
    createdAt: timeOf(order.date_created),
    closedAt: timeOf(order.date_closed),
    updatedAt: timeOf(order.last_updated),
    cancelledAt: timeOf(cancel.date),
    cancelCode: textOf(cancel.code),
    total: numberOf(order.total_amount),
    currency: textOf(order.currency_id),
    items: listOf(order.order_items).map(readItem),
    payments: listOf(order.payments).flatMap(readPayment),
  };
}

/** The history is a list of states, or an object of dates for each state; the documentation shows both (2026-08-07). */
function readHistory(body: unknown): SeenShipment['history'] {
  const dates = objectOf(objectOf(body).date_history);
  const named = Object.entries(dates).map(([name, date]): JsonObject => ({ status: name.replace(/^date_/, ''), date }));
  return [...listOf(body), ...named].flatMap((value) => {
    const entry = objectOf(value);
    const [status, at] = [textOf(entry.status), timeOf(entry.date)];
    return status === undefined || at === undefined ? [] : [{ status, substatus: textOf(entry.substatus), at }];
  });
}

/** @param history as `GET /shipments/ID/history` tells it, if it was asked */
export function readShipment(body: unknown, history?: unknown): SeenShipment | undefined {
  const shipment = objectOf(body);
  const id = idOf(shipment.id);
  if (id === undefined) return undefined;
  return {
    id,
    status: textOf(shipment.status) ?? '',
    substatus: textOf(shipment.substatus),
    updatedAt: timeOf(shipment.last_updated),
    history: readHistory(history),
  };
}

/** A claim as `GET /post-purchase/v1/claims/ID` tells it (gerenciar-reclamacoes, 2026-08-20). */
export function readClaim(body: unknown): SeenClaim | undefined {
  const claim = objectOf(body);
  const id = idOf(claim.id);
  if (id === undefined) return undefined;
  return {
    id,
    resource: textOf(claim.resource) ?? '',
    resourceId: idOf(claim.resource_id),
    type: textOf(claim.type) ?? '',
    isTotal: claim.quantity_type === 'total',
    hasReturn: listOf(claim.related_entities).includes('return'),
    createdAt: timeOf(claim.date_created),
    reason: textOf(claim.reason_id),
  };
}
