import { keyOfProduct, toProduct } from './cart-contents.js';
import { type Fact, isSince, nameOfUser, objectOf } from './fact.js';
import { orderActions } from './actions.js';
import type { ProductRule } from './rule.js';
import { dueAfter, isEarlier, isLinked, isTooOld, newTimer, type Reason, start, step, type Timers } from './timer.js';

/** The action that begins a reminder. */
export const viewed = 'product.viewed';

/** What speaks against a reminder of a product: the visitor goes on towards buying. */
export const reasonAgainst = (action: string): Reason | undefined =>
  orderActions.includes(action)
    ? 'order'
    : action === 'checkout.started'
      ? 'checkout'
      : action === 'cart.added'
        ? 'cart'
        : undefined;

/** Whose product it is; only a person who is known can be reminded. */
export const productSubject = ({ user }: Fact): string | undefined => (user ? `user:${nameOfUser(user)}` : undefined);

/** What tells the product of a timer from others. */
export const productKey = (product: Record<string, unknown> | string | undefined): string =>
  product === undefined ? '' : keyOfProduct(product);

function followView(rule: ProductRule, timers: Timers, fact: Fact): void {
  const subject = productSubject(fact);
  const { object, object_parameters } = fact.body;
  const product = toProduct(object_parameters) ?? toProduct(object);
  if (subject === undefined || product === undefined) return;
  const timer = timers.get({ business: fact.business, rule: rule.id, subject }) ?? newTimer(rule, fact, subject);
  const isWaiting = timer.state === 'waiting';
  if (timers.has(timer) && isEarlier(fact, timer)) return;
  if (!isWaiting && isTooOld(rule, fact)) return;
  step(timer, fact);
  timer.memory = { product, ...(fact.page === null ? {} : { page: fact.page }) };
  const about = objectOf(product);
  timer.reference = typeof about.reference === 'string' ? about.reference.slice(0, 250) : null;
  timers.keep(timer, fact);
  if (isWaiting) timer.due_at = dueAfter(rule, fact);
  else start(rule, timer, fact);
}

/** What an event makes of the products that known visitors have viewed last. */
export function followProducts(rule: ProductRule, timers: Timers, fact: Fact): void {
  if (fact.action === viewed && !fact.isOfRule) return followView(rule, timers, fact);
  const reason = reasonAgainst(fact.action);
  if (reason === undefined) return;
  for (const timer of timers.of(fact.business, rule.id)) {
    if (timer.state !== 'waiting' || !isLinked(fact, timer) || !isSince(fact, timer)) continue;
    timer.changed = { at: fact.at, tie: fact.tie };
    timers.end(timer, reason, fact.received);
  }
}
