import type { Decision, Fact } from '../../facts/fact.js';
import { lineKey } from '../../facts/products.js';
import { toProps, toValue } from '../../facts/to-props.js';
import { withoutSign } from '../../facts/values.js';
import type { Observer } from '../../types/tracker.js';
import { VISIT_GAP_MS } from '../../visitor/visit.js';
import type { LedgerHost } from './ledger-host.js';
import type { Sighting } from './sighting.js';
import type { createState } from './state.js';

/** Sources whose events the shop has sent itself. Their facts update the cart, and nothing is reported. */
export const TRACKED_BY_SHOP: Observer[] = ['manual', 'mark'];

export type Log = (step: Decision['step'], source: Observer, fact: Fact, why?: string) => void;

/** Key of an action that is reported once: its reference, or else (for this visit) its lines and total. */
const onceKey = ({ type, action = type, reference, lines = [], total }: Fact) =>
  `${action} ${reference ? withoutSign(reference) : `${lines.map((line) => lineKey(line) + line.quantity).join()} ${total}`}`;

/** The keys under which an action is known: one for its reference, and one for each alias. */
export const onceKeys = (fact: Fact): string[] =>
  [fact.reference, ...(fact.aliases ?? [])].map((reference) => onceKey({ ...fact, reference }));

/** Whether a fact must be reported only once: orders and refunds, and forms and custom actions that a rule has seen. */
export const isReportedOnce = ({ type }: Fact, source: Observer): boolean =>
  /^[or]/.test(type) || (source === 'rule' && /^(f|cu)/.test(type));

/** Whether an action was reported, or has its explanation: on this page, or in another tab. */
export const wasReported = (
  state: ReturnType<typeof createState>,
  { fact: { type, reference }, once, isEmptying, at }: Sighting,
  platform?: string,
): boolean =>
  type === 'checkout.started'
    ? state.hasCheckedOut()
    : once.some((key) => state.wasReported(key, platform, reference ? undefined : VISIT_GAP_MS)) ||
      (!!isEmptying && state.hasOrdered(at));

/** Returns a function that turns a fact into actions, sends them, and updates the stored state of the shop. */
export const createReportFact =
  (host: LedgerHost, state: ReturnType<typeof createState>, log: Log) =>
  (observed: Fact, source: Observer, at: number, address: string, platform: string | undefined): void => {
    const { type, reference, coupons = [], total, currency } = observed;
    const late = at < host.now() ? { tracked_at: at / 1000, url: address } : {};
    const send = (fact: Fact, props = toProps(fact, { address, platform, currency })) => {
      if (TRACKED_BY_SHOP.includes(source)) return;
      host.observe(fact.action ?? fact.type, { ...props, ...late }, source);
      log('emitted', source, fact);
    };
    const isOrder = type === 'order.placed';
    const bought = isOrder && !observed.lines?.[0] ? state.cartOfVisit() : undefined;
    const fact = bought ? { ...observed, lines: bought.lines } : observed;
    const { lines = [] } = fact;
    const cart = state.apply(fact, at);
    if (type === 'custom') {
      send(fact, toValue(total, lines, currency));
    } else if (cart) {
      send({ ...fact, reference: cart.reference, lines: lines[0] ? lines : cart.lines });
    } else if (!isOrder) {
      send(fact);
    } else if (reference || source === 'rule') {
      send({
        ...fact,
        // A rule reports an order even if the shop shows its number nowhere.
        reference: reference ?? bought?.reference ?? host.uuid(),
        delivery: fact.delivery ?? host.delivery ?? 'deliver',
      });
      // Coupons are reported with the order only: a coupon that was tried in the cart has not been redeemed.
      for (const code of new Set(coupons)) {
        send({ type: 'coupon.redeemed', reference: code }, { object_parameters: { code } });
      }
    } else {
      for (const line of lines) send({ type: 'product.purchased', lines: [line] });
    }
  };
