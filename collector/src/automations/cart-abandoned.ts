import { change, emptyCart, linesOf, readLines, seeWhole, signatureOf } from './cart-contents.js';
import { compare, type Fact, isObject, isSince, objectOf } from './fact.js';
import { orderActions } from './actions.js';
import type { CartRule } from './rule.js';
import { dueAfter, isEarlier, isLinked, isTooOld, newTimer, start, step, type Timer, type Timers } from './timer.js';

const cartActions = ['cart.viewed', 'cart.added', 'cart.removed', 'checkout.started'];

/** Characters of an id that is kept. */
const longest = 250;

const textOf = (value: unknown): string | null => {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  // As a column holds it: databases refuse U+0000 and half a character, or change them.
  return text.replaceAll('\0', '').trim().slice(0, longest).toWellFormed() || null;
};

/** The shop's id of the cart that an event is about, and its platform. */
export function cartOf({ body }: Fact): { reference: string | null; platform: string | null } {
  const about = objectOf(body.object_parameters);
  return { reference: textOf(about.reference) ?? textOf(body.object), platform: textOf(about.source) };
}

export const cartSubject = (reference: string, platform: string | null): string =>
  `cart:${JSON.stringify([platform ?? '', reference])}`;

/** The cart and the platform that an order names. */
export function cartOfOrder({ body }: Fact): { reference: string | null; platform: string | null } {
  const about = objectOf(body.object_parameters);
  const metadata = objectOf(body.metadata);
  const { cart } = about;
  const reference =
    (isObject(cart) ? textOf(cart.reference ?? cart.id) : textOf(cart)) ??
    textOf(about.cart_reference) ??
    textOf(metadata.cart_reference) ??
    textOf(metadata.cart);
  return { reference, platform: textOf(about.source) };
}

const isSamePlatform = (one: string | null, other: string | null) => one === null || other === null || one === other;

/** The subjects whose timers have to be known before an event is followed. */
export function cartSubjects(fact: Fact): string[] {
  const { reference, platform } = cartActions.includes(fact.action) ? cartOf(fact) : cartOfOrder(fact);
  const own = reference === null ? [] : [cartSubject(reference, platform), cartSubject(reference, null)];
  return fact.session === null ? own : [...own, `session:${fact.session}`];
}

/** The timer of the cart that an event is about; one without a reference is about the latest cart of its session. */
function findCart(rule: CartRule, timers: Timers, fact: Fact): Timer | undefined {
  const { reference, platform } = cartOf(fact);
  const { business, session } = fact;
  const ofSession = timers
    .ofSession(business, session)
    .filter((timer) => timer.rule === rule.id && isSamePlatform(timer.platform, platform))
    .sort((one, other) => compare(other.changed, one.changed));
  if (reference === null) {
    if (ofSession[0]) return ofSession[0];
    return session === null ? undefined : newTimer(rule, fact, `session:${session}`);
  }
  const subject = cartSubject(reference, platform);
  const known = timers.get({ business, rule: rule.id, subject });
  const ofSame = known ?? ofSession.find((timer) => timer.reference === reference);
  return ofSame ?? { ...newTimer(rule, fact, subject), reference, platform };
}

/** Notes what an event says of the contents. @returns whether it is a view of a cart that was bought already */
function see(timers: Timers, timer: Timer, fact: Fact): boolean {
  const { memory } = timer;
  const lines = readLines(objectOf(fact.body.object_parameters).items);
  const cart = memory.cart ?? emptyCart;
  if (lines === undefined) return false;
  if (fact.action === 'cart.added' || fact.action === 'cart.removed') {
    memory.cart = change(cart, fact, fact.action === 'cart.added' ? 1 : -1, lines);
    return false;
  }
  // Where the order was told before all that was done with its cart, what is seen of it first is what was bought.
  const isFirst = timer.reason === 'order' && memory.bought === undefined && memory.cart === undefined;
  if (isFirst && lines.length > 0) {
    timer.memory = { bought: signatureOf(lines), cart: seeWhole(emptyCart, fact, []) };
    timers.keep(timer, fact);
    return true;
  }
  if (memory.bought !== undefined && lines.length > 0 && signatureOf(lines) === memory.bought) return true;
  memory.cart = seeWhole(cart, fact, lines);
  if (lines.length === 0) delete memory.bought;
  return false;
}

/** Carts of the same session under other references. */
const otherCarts = (timers: Timers, rule: CartRule, timer: Timer): Timer[] =>
  timers
    .ofSession(timer.business, timer.session)
    .filter((other) => other !== timer && other.rule === rule.id && isSamePlatform(other.platform, timer.platform));

const has = (timer: Timer): boolean => linesOf(timer.memory.cart ?? emptyCart).length > 0;

function followCart(rule: CartRule, timers: Timers, fact: Fact): void {
  const timer = findCart(rule, timers, fact);
  if (!timer) return;
  const isNew = !timers.has(timer);
  const isWaiting = timer.state === 'waiting';
  const isLate = !isNew && isEarlier(fact, timer);
  // What was done before the end changes nothing, unless all that is known of the cart is that it was empty.
  if (isLate && !isWaiting && timer.reason !== 'emptied') return;
  if (!isWaiting && isTooOld(rule, fact)) return;
  const before = signatureOf(linesOf(timer.memory.cart ?? emptyCart));
  if (see(timers, timer, fact)) return;
  if (!isLate) step(timer, fact);
  if (fact.page !== null && !isLate) timer.memory.page = fact.page;
  timers.keep(timer, fact);
  if (!has(timer)) {
    if (isWaiting || timer.state === 'idle') timers.end(timer, 'emptied', fact.received);
    return;
  }
  const others = otherCarts(timers, rule, timer);
  // A platform gives a cart another reference when its visitor logs in.
  const isReplaced = others.some((other) => other.episode > 0 && compare(other.changed, timer.changed) > 0);
  if (isReplaced) {
    if (isWaiting) timers.end(timer, 'replaced', fact.received);
    return;
  }
  const isChanged = signatureOf(linesOf(timer.memory.cart ?? emptyCart)) !== before;
  const isStep = fact.action !== 'cart.viewed' || rule.viewsCount || isChanged;
  if (!isWaiting) {
    delete timer.memory.bought;
    start(rule, timer, fact, dueAfter(rule, fact, timer.changed.at));
  } else if (!isLate && isStep) timer.due_at = dueAfter(rule, fact);
  for (const other of others) if (other.state === 'waiting') timers.end(other, 'replaced', fact.received);
}

/**
 * Which of some carts an order is about: the one that it names, else those of its platform, else all. To be silent about a cart that
 * was left costs less than to remind of one that was bought.
 */
export function boughtCarts(order: Fact, carts: Timer[]): Timer[] {
  const { reference, platform } = cartOfOrder(order);
  const named = carts.filter((timer) => reference !== null && timer.reference === reference);
  if (named.length > 0) return named;
  const ofPlatform = carts.filter((timer) => platform !== null && timer.platform === platform);
  if (ofPlatform.length === 0) return carts;
  return carts.filter((timer) => isSamePlatform(timer.platform, platform));
}

/** The carts that an order can be about. */
export const cartsBefore = (order: Fact, carts: Timer[]): Timer[] =>
  carts.filter((cart) => cart.started_at !== null && (cart.started_at <= order.at || isSince(order, cart)));

/** Why a cart waits no more of which nothing was followed since. */
const unfollowed: (Timer['reason'] | undefined)[] = ['rule_off', 'rule_changed', 'business_off'];

function convert(timers: Timers, timer: Timer, order: Fact): void {
  const wasTold = timer.state === 'fired';
  const isOpen = timer.state === 'waiting' || wasTold || unfollowed.includes(timer.reason);
  if (!isOpen) return;
  // What was told after the order had been placed, because the order was told late, is taken back.
  if (wasTold && timer.fired_at !== null && order.at <= timer.fired_at) timers.undo(timer);
  const lines = linesOf(timer.memory.cart ?? emptyCart);
  const last = compare(order, timer.changed) > 0 ? order : timer.changed;
  const moment = { at: last.at, tie: last.tie };
  timer.memory = { bought: signatureOf(lines), cart: seeWhole(emptyCart, moment, []) };
  timer.changed = moment;
  timers.keep(timer, order);
  timers.end(timer, 'order', order.received);
}

function followOrder(rule: CartRule, timers: Timers, order: Fact): void {
  const { reference, platform } = cartOfOrder(order);
  const carts = timers
    .of(order.business, rule.id)
    .filter((timer) => isLinked(order, timer) || (reference !== null && timer.reference === reference));
  for (const timer of boughtCarts(order, cartsBefore(order, carts))) convert(timers, timer, order);
  if (reference === null) return;
  // The order may be here before what was done with the cart that it names.
  const subject = cartSubject(reference, platform);
  const isKnown = carts.some((timer) => timer.reference === reference);
  if (isKnown || timers.has({ business: order.business, rule: rule.id, subject })) return;
  const timer: Timer = { ...newTimer(rule, order, subject), reference, platform };
  timers.keep(timer, order);
  timers.end(timer, 'order', order.received);
}

/** What an event makes of the carts that a rule watches. */
export function followCarts(rule: CartRule, timers: Timers, fact: Fact): void {
  if (orderActions.includes(fact.action)) followOrder(rule, timers, fact);
  else if (!fact.isOfRule && cartActions.includes(fact.action)) followCart(rule, timers, fact);
}
