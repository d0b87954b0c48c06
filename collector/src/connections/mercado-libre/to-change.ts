import { deriveEvent } from '../../store/derive-event.js';
import type { KnownOrder, OrderChange } from '../../store/connections/types.js';
import { compareOrder, type OrderState, type Rules, unknownOrder } from './compare-order.js';
import { source } from './props.js';
import { listOf, numberOf, objectOf } from '../read-json.js';
import type { Snapshot } from './snapshot.js';

const hour = 3_600_000;
const day = 24 * hour;

/** So long after its last change nothing is expected of an order any more. */
const quietAfter = 30 * day;

/** What was told of an order, as it is stored. */
function readState(known: KnownOrder): OrderState {
  const state = objectOf(JSON.parse(known.state));
  const texts = (value: unknown) => listOf(value).filter((text) => typeof text === 'string');
  const refunded = Object.entries(objectOf(state.refunded)).flatMap(([id, cents]) => {
    const number = numberOf(cents);
    return number === undefined ? [] : [[id, number] as const];
  });
  return {
    told: texts(state.told),
    claims: texts(state.claims),
    refunded: Object.fromEntries(refunded),
    isReplaced: state.isReplaced === true,
    updatedAt: known.last_updated,
  };
}

/** When an order is looked at although nobody tells of it: a search leaves cancelled orders out, and notifications get lost. */
function checkAt({ told, isReplaced, updatedAt }: OrderState, now: number): number | null {
  if (isReplaced || told.includes('cancelled') || updatedAt < now - quietAfter) return null;
  return now + (told.includes('delivered') ? day : hour);
}

export interface ChangeParts {
  business: string;
  account: string;
  rules: Rules;
  now: number;
  /** What happened before is not told: its events would be older than the retention, and their ids may be forgotten. */
  since: number;
}

/** Makes of an order that was just seen what has to be stored. */
export function toChange(snapshot: Snapshot, { business, account, rules, now, since }: ChangeParts): OrderChange {
  const { order, shipments } = snapshot;
  const { packId, buyerId } = order;
  return {
    order_id: order.id,
    refs: [
      ...order.payments.map(({ id }) => `payment:${id}`),
      ...shipments.map(({ id }) => `shipment:${id}`),
      ...(packId === undefined ? [] : [`pack:${packId}`]),
    ],
    compare(known, others) {
      const before = known ? readState(known) : unknownOrder;
      const { state, facts } = compareOrder(before, snapshot, others.map(readState), rules, now);
      const user = buyerId === undefined ? undefined : { id: buyerId, source };
      const events = facts
        .filter(({ at }) => at >= since)
        .map(({ action, key, at, props }) =>
          deriveEvent({ business, key: [source, ...key], action, at: at / 1000, user, observedBy: source, props }, now),
        );
      const { updatedAt, ...kept } = state;
      const isOld = known !== undefined && (order.updatedAt ?? updatedAt) < known.last_updated;
      return {
        row: {
          ...{
            account,
            status: isOld ? known.status : order.status,
            pack_id: packId ?? null,
            buyer_id: buyerId ?? null,
          },
          ...{ last_updated: updatedAt, check_at: checkAt(state, now), state: JSON.stringify(kept) },
        },
        events,
      };
    },
  };
}
