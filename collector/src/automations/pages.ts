import { type Fact, nameOfUser } from './fact.js';
import { seen } from './actions.js';
import type { AddressRule, PurchaseRule } from './rule.js';
import { dueAfter, isTooOld, newTimer, start, step, type Timer, type Timers } from './timer.js';

/** Whose visit it is: the session's, or that of a person who is known. */
export function visitSubject(rule: AddressRule | PurchaseRule, { session, user }: Fact): string | undefined {
  if (rule.kind === 'address-visited' && rule.oncePer === 'person')
    return user ? `user:${nameOfUser(user)}` : undefined;
  return session === null ? undefined : `session:${session}`;
}

/** Makes a visit to an address an event, once. */
export function followAddress(rule: AddressRule, timers: Timers, fact: Fact): void {
  const subject = visitSubject(rule, fact);
  if (fact.isOfRule || fact.action !== seen || fact.page === null || subject === undefined) return;
  if (!rule.isMeant(fact.page) || isTooOld(rule, fact)) return;
  const timer = timers.get({ business: fact.business, rule: rule.id, subject }) ?? newTimer(rule, fact, subject);
  const again = rule.oncePer === 'person' ? rule.again : Infinity;
  const isToldAlready = timer.fired_at !== null && fact.at < timer.fired_at + again;
  if (timer.state === 'waiting' || isToldAlready) return;
  step(timer, fact);
  timer.memory = { page: fact.page };
  timers.keep(timer, fact);
  start(rule, timer, fact);
}

/** Waits for a purchase once the cart's page and then the thank-you page were seen, in whatever order the two arrive. */
function pair(rule: PurchaseRule, timer: Timer, fact: Fact): void {
  const { cartAt, thanksAt } = timer.memory;
  if (cartAt === undefined || thanksAt === undefined) return;
  if (thanksAt < cartAt || thanksAt - cartAt > rule.within || isTooOld(rule, fact)) return;
  start(rule, timer, fact, dueAfter(rule, fact, thanksAt));
}

/** Makes a purchase of the cart's page and the thank-you page. */
export function followPurchase(rule: PurchaseRule, timers: Timers, fact: Fact): void {
  const subject = visitSubject(rule, fact);
  if (fact.isOfRule || fact.action !== seen || fact.page === null || subject === undefined) return;
  const isThanks = rule.isThanks(fact.page);
  if (!isThanks && !rule.isCart(fact.page)) return;
  const timer = timers.get({ business: fact.business, rule: rule.id, subject }) ?? newTimer(rule, fact, subject);
  const { memory } = timer;
  // A purchase is told once; the next one begins with a later look at the cart.
  const { thanksAt = -Infinity } = memory;
  const isSettled = timer.state !== 'idle';
  if (isSettled && (isThanks || fact.at <= thanksAt)) return;
  if (timer.state === 'waiting') return;
  if (isSettled) {
    timer.state = 'idle';
    timer.memory = { cartAt: fact.at };
  } else if (isThanks) {
    // The first thank-you page after the cart counts; it may be opened again from an e-mail.
    const isFirst =
      memory.thanksAt === undefined || fact.at < memory.thanksAt || memory.thanksAt < (memory.cartAt ?? 0);
    if (!isFirst) return;
    timer.memory = { ...memory, thanksAt: fact.at, page: fact.page };
  } else timer.memory = { ...memory, cartAt: Math.max(memory.cartAt ?? -Infinity, fact.at) };
  step(timer, fact);
  timers.keep(timer, fact);
  pair(rule, timer, fact);
}
