import { deriveEvent } from '../../store/derive-event.js';
import type { KnownOrder, OrderChange } from '../../store/connections/types.js';
import type { Fact } from '../fact.js';
import { listOf, objectOf } from '../read-json.js';
import { orderProps, refundProps } from './props.js';
import { type ShopOrder, steps } from './shop-order.js';

/** What was told of an order. */
interface Told {
  steps: string[];
  refunds: string[];
}

const textsOf = (value: unknown) => listOf(value).filter((text) => typeof text === 'string');

function readTold(known: KnownOrder | undefined): Told {
  const state = objectOf(known && JSON.parse(known.state));
  return { steps: textsOf(state.steps), refunds: textsOf(state.refunds) };
}

/** Compares an order, as it was just seen, with what was told of it. */
function compare(told: Told, order: ShopOrder, source: string): Fact[] {
  const facts: Fact[] = [];
  for (const step of steps) {
    const at = order.times[step];
    if (at === undefined || told.steps.includes(step)) continue;
    told.steps.push(step);
    facts.push({ action: `order.${step}`, key: ['order', order.id, step], at, props: orderProps(order, source) });
  }
  for (const refund of order.refunds) {
    if (told.refunds.includes(refund.id)) continue;
    const isRest = refund.isAll === true && told.refunds.length > 0;
    told.refunds.push(refund.id);
    const key = ['order', order.id, 'refund', refund.id];
    const props = refundProps(order, isRest ? { ...refund, total: undefined } : refund, source);
    facts.push({ action: 'refund.received', key, at: refund.at, props });
  }
  return facts;
}

export interface ShopChangeParts {
  /** The platform; also the source of its users and orders, in the browser, too. */
  source: string;
  business: string;
  account: string;
  now: number;
  /** What happened before is not told: its events would be older than the retention, and their ids may be forgotten. */
  since: number;
}

/** Makes of an order of a shop platform that was just seen what has to be stored. */
export function toChange(order: ShopOrder, { source, business, account, now, since }: ShopChangeParts): OrderChange {
  return {
    order_id: order.id,
    refs: order.refs,
    compare(known) {
      const told = readTold(known);
      // What was overtaken by something newer says nothing new: webhooks and answers come in any order.
      const isOld = known !== undefined && order.updatedAt < known.last_updated;
      const facts = isOld ? [] : compare(told, order, source);
      const user = order.buyerId === undefined ? undefined : { id: order.buyerId, source };
      const events = facts
        .filter(({ at }) => at >= since)
        .map(({ action, key, at, props }) => {
          // The account, because two stores may have the same numbers.
          const told = {
            business,
            key: [source, account, ...key],
            action,
            at: at / 1000,
            user,
            observedBy: source,
            props,
          };
          return deriveEvent(told, now);
        });
      return {
        row: {
          ...{ account, pack_id: null, buyer_id: order.buyerId ?? null, check_at: null },
          status: isOld ? known.status : order.status,
          last_updated: Math.max(order.updatedAt, known?.last_updated ?? 0),
          state: JSON.stringify(told),
        },
        events,
      };
    },
  };
}
