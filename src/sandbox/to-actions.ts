import { stringify } from '../base/json.js';
import type { Fact } from '../facts/fact.js';
import { toProps } from '../facts/to-props.js';
import type { PageContext } from '../facts/to-props.js';
import type { ShopMemory } from './shop-memory.js';

export type Action = [action: string, props: object];

/**
 * The actions that a fact means. A sandbox needs no ledger: it has one source, which confirms what it reports, so no fact waits for
 * a better source. Orders and checkouts are reported once, under the same keys as in the ledger.
 */
export const toActions = (fact: Fact, memory: ShopMemory, context: PageContext): Action[] => {
  const { type, reference, lines = [], coupons = [] } = fact;
  const toAction = (reported: Fact): Action => [
    reported.type,
    toProps(reported, { ...context, currency: fact.currency }),
  ];
  const isOrder = type === 'order.placed';
  if (/^(order|checkout)/.test(type)) {
    if (!memory.once(`${type} ${reference ?? stringify(lines)}`)) return [];
    // An order ends the cart, and the product that was viewed last.
    if (isOrder) memory.change({ cart: undefined, product: undefined });
  }
  if (!isOrder) return [toAction(fact)];
  // Without a reference, the server could not find the order again.
  if (!reference) return lines.map((line) => toAction({ type: 'product.purchased', lines: [line] }));
  return [
    toAction({ ...fact, delivery: fact.delivery ?? 'deliver' }),
    // Coupons are reported with the order only: a coupon that was tried in the cart has not been redeemed.
    ...coupons.map((code): Action => ['coupon.redeemed', { object_parameters: { code } }]),
  ];
};
