import type { Fact } from '../facts/fact.js';
import { toProps } from '../facts/to-props.js';
import type { PageContext } from '../facts/to-props.js';
import type { ShopMemory } from './shop-memory.js';

export type Told = [action: string, props: object];

/**
 * The actions that a fact comes to. What the ledger of a page does for many sources is needless for a sandbox's only one, which
 * confirms what it tells: nothing waits for a better source. Orders and checkouts are told once, under the ledger's keys.
 */
export const tellFact = (fact: Fact, memory: ShopMemory, context: PageContext): Told[] => {
  const { type, reference, lines = [], coupons = [] } = fact;
  const say = (told: Fact): Told => [told.type, toProps(told, { ...context, currency: fact.currency })];
  const isOrder = type === 'order.placed';
  if (/^(order|checkout)/.test(type)) {
    if (!memory.once(`${type} ${reference ?? JSON.stringify(lines)}`)) return [];
    // Bought, so neither in the cart any more nor to be thought of.
    if (isOrder) memory.change({ cart: undefined, product: undefined });
  }
  if (!isOrder) return [say(fact)];
  // An order that nobody could find again.
  if (!reference) return lines.map((line) => say({ type: 'product.purchased', lines: [line] }));
  return [
    say({ ...fact, delivery: fact.delivery ?? 'deliver' }),
    // A coupon that was only tried on has not been redeemed.
    ...coupons.map((code): Told => ['coupon.redeemed', { object_parameters: { code } }]),
  ];
};
