import { cartSubjects, followCarts } from './cart-abandoned.js';
import { followCustom } from './custom.js';
import { compare, type Fact, inOrder } from './fact.js';
import { followAddress, followPurchase, visitSubject } from './pages.js';
import { followProducts, productSubject } from './product-visited.js';
import type { Rule } from './rule.js';
import type { BusinessRules } from './rulebook.js';
import { isLinked, type Timers } from './timer.js';

/** What waits of a visitor who has taken the consent back ends, and what was told of it and not delivered yet is taken back. */
function followWithdrawal(timers: Timers, fact: Fact): void {
  for (const timer of timers.ofBusiness(fact.business)) {
    // A page speaks for its own session, a server of the shop for the person.
    const isMeant = fact.isTrusted ? isLinked(fact, timer) : timer.session !== null && timer.session === fact.session;
    if (!isMeant) continue;
    timers.undo(timer);
    if (timer.state !== 'waiting') continue;
    if (compare(fact, timer.changed) > 0) timer.changed = { at: fact.at, tie: fact.tie };
    timers.end(timer, 'consent', fact.received);
  }
}

function followOne(rule: Rule, timers: Timers, fact: Fact): void {
  if (rule.kind === 'cart-abandoned') followCarts(rule, timers, fact);
  else if (rule.kind === 'product-visited') followProducts(rule, timers, fact);
  else if (rule.kind === 'address-visited') followAddress(rule, timers, fact);
  else if (rule.kind === 'purchase-completed') followPurchase(rule, timers, fact);
  else followCustom(rule, timers, fact);
}

/** The subjects whose timers have to be loaded before the event is followed; those of its session are loaded anyway. */
export function subjectsOf(rule: Rule, fact: Fact): string[] {
  if (rule.kind === 'cart-abandoned') return cartSubjects(fact);
  if (rule.kind === 'product-visited') return [productSubject(fact) ?? []].flat();
  if (rule.kind === 'custom') return [];
  return [visitSubject(rule, fact) ?? []].flat();
}

/**
 * What events make of the timers of their business, in the order in which they happened.
 *
 * @param facts with the earlier ones that may have arrived before what they speak against
 */
export function followFacts({ rules, isOff }: BusinessRules, timers: Timers, facts: Fact[]): void {
  const [first] = facts;
  if (isOff || !first) return;
  // What an order has ended may bear the time of another device.
  const known = timers.ofBusiness(first.business).filter(({ reason }) => reason !== 'order');
  for (const fact of inOrder(facts, known)) {
    if (fact.isWithdrawal) followWithdrawal(timers, fact);
    else for (const rule of rules.values()) if (rule.isOn) followOne(rule, timers, fact);
  }
}
