import { boughtCarts, cartsBefore } from './cart-abandoned.js';
import { linesOf, emptyCart } from './cart-contents.js';
import { compare, type Fact, isSince } from './fact.js';
import { productKey, reasonAgainst } from './product-visited.js';
import { orderActions } from './actions.js';
import type { Rule } from './rule.js';
import type { BusinessRules } from './rulebook.js';
import type { Reason, Timer } from './timer.js';

/** What is known when a timer is due. */
export interface Known {
  /** What its session and its person have done since that may speak against it. */
  facts: Fact[];
  /** The timers of the same business, session and person, itself among them. */
  timers: Timer[];
  /** Unix seconds. */
  now: number;
}

type Judge<Kind extends Rule['kind']> = (
  rule: Extract<Rule, { kind: Kind }>,
  timer: Timer,
  known: Known,
) => Reason | undefined;

const isOrder = ({ action }: Fact) => orderActions.includes(action);

/** Whether it was told a short while ago. Without a pause it never was, also where the clock was ahead as it was told. */
const isPausing = (fired_at: number | null, pause: number, now: number): boolean =>
  fired_at !== null && pause > 0 && now < fired_at + pause;

const judgeCart: Judge<'cart-abandoned'> = (rule, timer, { facts, timers, now }) => {
  if (linesOf(timer.memory.cart ?? emptyCart).length === 0) return 'emptied';
  const carts = timers.filter((other) => other.rule === timer.rule);
  const isBought = facts.some((fact) => isOrder(fact) && boughtCarts(fact, cartsBefore(fact, carts)).includes(timer));
  if (isBought) return 'order';
  // A thank-you page was seen, and it is not told yet because an order may still come.
  const isThanked = timers.some(
    ({ kind, state, memory: { thanksAt } }) =>
      kind === 'purchase-completed' &&
      (state === 'waiting' || state === 'fired') &&
      (thanksAt ?? 0) >= (timer.started_at ?? Infinity),
  );
  if (isThanked) return 'order';
  const isToldAlready = carts.some(({ fired_at, subject }) =>
    isPausing(fired_at, subject === timer.subject ? rule.again : rule.personAgain, now),
  );
  return isToldAlready ? 'cool_down' : undefined;
};

const judgeProduct: Judge<'product-visited'> = (rule, timer, { facts, timers, now }) => {
  for (const fact of facts) {
    const reason = reasonAgainst(fact.action);
    if (reason !== undefined && isSince(fact, timer)) return reason;
  }
  const others = timers.filter((other) => other !== timer);
  // The same person by another name.
  const isReplaced = others.some(
    ({ rule: id, state, changed }) => id === timer.rule && state === 'waiting' && compare(changed, timer.changed) > 0,
  );
  if (isReplaced) return 'replaced';
  // Who has left a cart is reminded of the cart.
  if (others.some(({ kind, state }) => kind === 'cart-abandoned' && state === 'waiting')) return 'cart';
  const key = productKey(timer.memory.product);
  const isToldAlready = timers.some(
    ({ rule: id, fired_at, memory }) =>
      id === timer.rule && isPausing(fired_at, rule.again, now) && productKey(memory.product) === key,
  );
  return isToldAlready ? 'cool_down' : undefined;
};

const judgeAddress: Judge<'address-visited'> = (rule, timer, { timers, now }) => {
  if (rule.oncePer === 'session') return undefined;
  const isToldAlready = timers.some((other) => other.rule === timer.rule && isPausing(other.fired_at, rule.again, now));
  return isToldAlready ? 'cool_down' : undefined;
};

const judgePurchase: Judge<'purchase-completed'> = ({ orderWithin }, { session, memory }, { facts }) => {
  const { thanksAt = 0 } = memory;
  const isTold = facts.some(
    (fact) => isOrder(fact) && fact.session === session && Math.abs(fact.at - thanksAt) <= orderWithin,
  );
  return isTold ? 'order' : undefined;
};

const judges: { [Kind in Rule['kind']]: Judge<Kind> } = {
  'cart-abandoned': judgeCart,
  'product-visited': judgeProduct,
  'address-visited': judgeAddress,
  'purchase-completed': judgePurchase,
  custom: () => undefined,
};

/** Why a timer that is due is not told; undefined where it is. */
export function judge({ isOff, rules }: BusinessRules, timer: Timer, known: Known): Reason | undefined {
  const rule = rules.get(timer.rule);
  if (!rule?.isOn) return 'rule_off';
  if (rule.version !== timer.version) return 'rule_changed';
  if (isOff) return 'business_off';
  if (known.now > (timer.due_at ?? 0) + rule.latest) return 'expired';
  const isWithdrawn = known.facts.some(
    (fact) => fact.isWithdrawal && (fact.isTrusted || fact.session === timer.session) && isSince(fact, timer),
  );
  if (isWithdrawn) return 'consent';
  return (judges[rule.kind] as Judge<Rule['kind']>)(rule, timer, known);
}
