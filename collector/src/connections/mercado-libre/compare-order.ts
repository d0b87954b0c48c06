import type { Fact } from '../fact.js';
import { orderProps, refundProps } from './props.js';
import type { Payment, SeenClaim, SeenOrder, SeenShipment, Snapshot } from './snapshot.js';

/** What the operator has chosen. */
export interface Rules {
  placed: boolean;
  shippedFrom: 'shipped' | 'picked_up';
  changes: boolean;
}

/** What was told of an order. */
export interface OrderState {
  told: string[];
  /** Of each payment, in hundredths of its currency, because sums of decimals are not exact. */
  refunded: Record<string, number>;
  /** Claims whose request was told. */
  claims: string[];
  /** Its pack was split, and another order carries on. */
  isReplaced: boolean;
  /** By the marketplace's clock, Unix milliseconds. */
  updatedAt: number;
}

export const unknownOrder: OrderState = { told: [], refunded: {}, claims: [], isReplaced: false, updatedAt: 0 };

/** States of a payment that was approved once. */
const approved = ['approved', 'in_mediation', 'refunded', 'charged_back'];
const returned = ['refunded', 'charged_back'];
const ended = ['cancelled', 'invalid'];
const isApproved = ({ status, approvedAt }: Payment) => approvedAt !== undefined || approved.includes(status);

/** All money that was taken has gone back. The API says so of a sale that the seller has marked as not concluded, too. */
function isReturned({ payments }: SeenOrder): boolean {
  const taken = payments.filter(isApproved);
  return taken.length > 0 && taken.every(({ status }) => returned.includes(status));
}

function isConfirmed(order: SeenOrder): boolean {
  if (['paid', 'partially_refunded'].includes(order.status)) return true;
  const isLater = [...ended, 'pending_cancel'].includes(order.status);
  return (isLater || (order.status === 'confirmed' && isReturned(order))) && order.payments.some(isApproved);
}

/** The order was split off its pack, and for the buyer the purchase goes on under another number. */
const isReplaced = ({ order: { status, cancelCode }, isPackSplit }: Snapshot): boolean =>
  ended.includes(status) && (cancelCode === 'pack_splitted' || (cancelCode === undefined && isPackSplit));

/** With refunds to the account's money an order stays paid and gets a tag (Mexico; announced for Argentina and Brazil, 2026-08). */
const isCancelled = (order: SeenOrder): boolean =>
  ended.includes(order.status) ||
  (order.status === 'paid' && order.tags.includes('unfulfilled')) ||
  (order.status === 'confirmed' && isReturned(order));

const underWay = ['shipped', 'delivered', 'not_delivered'];
/** What follows on the pick-up by the carrier while the state is still `ready_to_ship`. */
const pickedUp = ['picked_up', 'dropped_off', 'in_hub', 'in_transit'];

type Step = Pick<SeenShipment, 'status' | 'substatus'>;

const isShipped = ({ status, substatus = '' }: Step, { shippedFrom }: Rules): boolean =>
  underWay.includes(status) ||
  (shippedFrom === 'picked_up' && status === 'ready_to_ship' && pickedUp.includes(substatus));

const isDelivered = ({ status }: Step): boolean => status === 'delivered';

/** When the first of the shipments got so far; undefined where none did. */
function firstTime(shipments: SeenShipment[], isSo: (step: Step) => boolean, otherwise: number): number | undefined {
  const times = shipments.filter(isSo).map(({ history, updatedAt = otherwise }) => {
    const steps = history.filter(isSo).map(({ at }) => at);
    return steps.length === 0 ? updatedAt : Math.min(...steps);
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

const earliest = (times: (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

/** Since when each fact about the order itself is true, in the order in which they are told. */
function timesOf(snapshot: Snapshot, rules: Rules, otherwise: number): [string, number | undefined][] {
  const { order, shipments } = snapshot;
  const { createdAt, closedAt, cancelledAt, payments } = order;
  const paidAt = closedAt ?? earliest(payments.map(({ approvedAt }) => approvedAt)) ?? otherwise;
  return [
    ['placed', rules.placed ? (createdAt ?? otherwise) : undefined],
    ['confirmed', isConfirmed(order) ? paidAt : undefined],
    ['shipped', firstTime(shipments, (step) => isShipped(step, rules), otherwise)],
    ['delivered', firstTime(shipments, isDelivered, otherwise)],
    ['cancelled', isCancelled(order) ? (cancelledAt ?? otherwise) : undefined],
  ];
}

/** Claims by which a buyer asks for money back. */
const asking = ['return', 'mediations', 'cancel_purchase'];

const asksForMoney = ({ type, hasReturn }: SeenClaim, { changes }: Rules): boolean =>
  asking.includes(type) || hasReturn || (changes && type === 'change');

/**
 * Compares an order, as it was just seen, with what was told of it.
 *
 * @param others what was told of orders that share a payment with it, so that money is told once
 */
export function compareOrder(
  known: OrderState,
  snapshot: Snapshot,
  others: OrderState[],
  rules: Rules,
  now: number,
): { state: OrderState; facts: Fact[] } {
  const { order, claims } = snapshot;
  const updatedAt = order.updatedAt ?? known.updatedAt;
  const otherwise = order.updatedAt ?? now;
  // An answer that was overtaken by a newer one says nothing new about the order.
  const isOld = updatedAt < known.updatedAt;
  const isOver = known.isReplaced || (!isOld && isReplaced(snapshot));
  const facts: Fact[] = [];
  const state: OrderState = {
    ...{ told: [...known.told], refunded: { ...known.refunded }, claims: [...known.claims] },
    ...{ isReplaced: isOver, updatedAt: Math.max(updatedAt, known.updatedAt) },
  };

  if (!isOld && !isOver) {
    for (const [name, at] of timesOf(snapshot, rules, otherwise)) {
      if (at === undefined || known.told.includes(name)) continue;
      state.told.push(name);
      facts.push({ action: `order.${name}`, key: ['order', order.id, name], at, props: orderProps(order) });
    }
  }

  for (const claim of claims) {
    if (!asksForMoney(claim, rules) || known.claims.includes(claim.id)) continue;
    state.claims.push(claim.id);
    const refund = { reference: claim.id, total: claim.isTotal ? order.total : undefined, claim };
    const at = claim.createdAt ?? now;
    facts.push({
      action: 'refund.requested',
      key: ['claim', claim.id, 'requested'],
      at,
      props: refundProps(order, refund),
    });
  }

  if (!isOld && !isOver) {
    for (const { id, refunded, modifiedAt = otherwise } of order.payments) {
      const before = Math.max(0, ...[known, ...others].map((one) => one.refunded[id] ?? 0));
      const cents = Math.round(refunded * 100);
      if (cents <= before) continue;
      state.refunded[id] = cents;
      const props = refundProps(order, { reference: id, total: (cents - before) / 100 });
      facts.push({ action: 'refund.received', key: ['payment', id, String(cents)], at: modifiedAt, props });
    }
  }
  return { state, facts };
}
