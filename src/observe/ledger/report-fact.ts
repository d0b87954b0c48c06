import type { Decision, Fact } from '../../facts/fact.js';
import { lineKey } from '../../facts/products.js';
import { toProps, toValue } from '../../facts/to-props.js';
import type { Observer } from '../../types/tracker.js';
import type { LedgerHost } from './ledger-host.js';
import type { createState } from './state.js';

/** What was sent by somebody else already, and is only followed. */
export const SENT: Observer[] = ['manual', 'mark'];

export type Log = (step: Decision['step'], source: Observer, fact: Fact, why?: string) => void;

/** What is told once for good: by its number, or else for this visit by what it was. */
const onceKey = ({ type, action = type, reference, lines = [], total }: Fact) =>
  `${action} ${reference ?? `${lines.map((line) => lineKey(line) + line.quantity).join()} ${total}`}`;

/** All that an order is known by. */
export const onceKeys = (fact: Fact): string[] =>
  [fact.reference, ...(fact.aliases ?? [])].map((reference) => onceKey({ ...fact, reference }));

/** Whether a fact is one of those that are told once. */
export const isOnce = ({ type }: Fact, source: Observer): boolean =>
  /^[or]/.test(type) || (source === 'rule' && /^(f|cu)/.test(type));

/** Makes actions of facts, and lets the shop's state follow. */
export const createTelling =
  (host: LedgerHost, state: ReturnType<typeof createState>, log: Log) =>
  (given: Fact, source: Observer, at: number, address: string, platform: string | undefined): void => {
    const { type, reference, coupons = [], total, currency } = given;
    const late = at < host.now() ? { tracked_at: at / 1000, url: address } : {};
    const say = (fact: Fact, props = toProps(fact, { address, platform, currency })) => {
      if (SENT.includes(source)) return;
      host.observe(fact.action ?? fact.type, { ...props, ...late }, source);
      log('emitted', source, fact);
    };
    const isOrder = type === 'order.placed';
    const bought = isOrder && !given.lines?.[0] ? state.cartOfVisit() : undefined;
    const fact = bought ? { ...given, lines: bought.lines } : given;
    const { lines = [] } = fact;
    const cart = state.follow(fact, at);
    if (type === 'custom') {
      say(fact, toValue(total, lines, currency));
    } else if (cart) {
      say({ ...fact, reference: cart.reference, lines: lines[0] ? lines : cart.lines });
    } else if (!isOrder) {
      say(fact);
    } else if (reference || source === 'rule') {
      say({
        ...fact,
        // A shop that shows no number anywhere has placed an order all the same.
        reference: reference ?? bought?.reference ?? host.uuid(),
        delivery: fact.delivery ?? host.delivery ?? 'deliver',
      });
      // A coupon that was only tried on has not been redeemed.
      for (const code of new Set(coupons)) {
        say({ type: 'coupon.redeemed', reference: code }, { object_parameters: { code } });
      }
    } else {
      for (const line of lines) say({ type: 'product.purchased', lines: [line] });
    }
  };
