import type { CartContents } from './cart-contents.js';
import { compare, type Fact, type Moment, nameOfUser, type User } from './fact.js';
import type { Rule } from './rule.js';

/** Why nothing is told, or not any more. */
export type Reason =
  /** The cart was emptied. */
  | 'emptied'
  /** Somebody has bought. */
  | 'order'
  /** A later cart of the same session, or a later view of the same person, has taken its place. */
  | 'replaced'
  /** The product was put into the cart, or a cart of the same person waits. */
  | 'cart'
  /** The checkout was begun. */
  | 'checkout'
  /** It was told a short while ago. */
  | 'cool_down'
  /** The visitor has taken the consent back. */
  | 'consent'
  /** It could have been told too late only. */
  | 'expired'
  | 'rule_off'
  | 'rule_changed'
  | 'business_off';

/** What a rule remembers of its subject beside times. */
export interface Memory {
  cart?: CartContents;
  /** What the cart held when it was bought: the page that thanks for an order may still show it. */
  bought?: string;
  product?: Record<string, unknown> | string;
  page?: string;
  /** Of a purchase: when the cart's page and the thank-you page were seen. */
  cartAt?: number;
  thanksAt?: number;
  /** Of a custom automation: what the event says. */
  props?: Record<string, unknown>;
}

/** What a rule knows of one subject: a cart, a visitor, a product of a person, an address. */
export interface Timer {
  business: string;
  rule: string;
  subject: string;
  kind: Rule['kind'];
  /** Counts how often something has begun to wait. */
  episode: number;
  /** Counts the changes. */
  revision: number;
  /** `idle`: something is remembered, and nothing waits. */
  state: 'idle' | 'waiting' | 'fired' | 'ended';
  reason: Reason | null;
  /** Of the rule that made it wait. */
  version: string;
  session: string | null;
  user: User | null;
  /** The shop's own id of the cart or the product, and the platform that it belongs to. */
  reference: string | null;
  platform: string | null;
  /** Unix seconds, as all the following. When the episode began. */
  started_at: number | null;
  /** The moment of the latest step. */
  changed: Moment;
  due_at: number | null;
  memory: Memory;
  fired_at: number | null;
  /** The id of the event that was told last. */
  told: string | null;
  /** When it was told or ended, by the collector's clock. */
  settled_at: number | null;
  /** When something was last received of it. */
  seen_at: number;
}

export const keyOf = ({ business, rule, subject }: Pick<Timer, 'business' | 'rule' | 'subject'>): string =>
  JSON.stringify([business, rule, subject]);

/** What was told of a timer, or has ended it, for the counts. */
export interface Outcome {
  business: string;
  rule: string;
  outcome: 'fired' | Reason;
  /** Unix seconds. */
  at: number;
}

/** The timers that a transaction works on. It keeps which of them have changed, and what has come of them. */
export function createTimers(loaded: Iterable<Timer> = []) {
  const all = new Map<string, Timer>();
  const changed = new Set<Timer>();
  const outcomes: Outcome[] = [];
  /** Events that were told and whose reason has gone meanwhile. */
  const undone: { business: string; id: string }[] = [];
  /** By the sessions that they have had: a timer may have gone over to another one since. */
  const bySession = new Map<string, Set<Timer>>();
  const note = (timer: Timer) => {
    if (timer.session === null) return;
    bySession.set(timer.session, (bySession.get(timer.session) ?? new Set()).add(timer));
  };
  const add = (timer: Timer) => {
    const key = keyOf(timer);
    if (!all.has(key)) {
      all.set(key, timer);
      note(timer);
    }
  };
  for (const timer of loaded) add(timer);

  return {
    add,
    outcomes,
    undone,
    all: () => all.values(),
    changed: () => [...changed],
    has: (key: Pick<Timer, 'business' | 'rule' | 'subject'>) => all.has(keyOf(key)),
    get: (key: Pick<Timer, 'business' | 'rule' | 'subject'>) => all.get(keyOf(key)),
    of: (business: string, rule: string) =>
      [...all.values()].filter((timer) => timer.business === business && timer.rule === rule),
    ofSession: (business: string, session: string | null) =>
      [...(bySession.get(session ?? '') ?? [])].filter(
        (timer) => timer.business === business && timer.session === session,
      ),
    ofBusiness: (business: string) => [...all.values()].filter((timer) => timer.business === business),

    /** Notes a change, and makes the timer one of these if it is new. */
    keep(timer: Timer, fact: Pick<Fact, 'received'>): void {
      add(timer);
      note(timer);
      timer.revision++;
      timer.seen_at = Math.max(timer.seen_at, fact.received);
      changed.add(timer);
    },

    /** Ends it. @param at the collector's time, in Unix seconds */
    end(timer: Timer, reason: Reason, at: number): void {
      if (timer.state === 'waiting') outcomes.push({ business: timer.business, rule: timer.rule, outcome: reason, at });
      timer.state = 'ended';
      timer.reason = reason;
      timer.due_at = null;
      timer.settled_at = at;
      timer.revision++;
      changed.add(timer);
    },

    /** It is told. @param id of the event */
    fire(timer: Timer, id: string, at: number): void {
      outcomes.push({ business: timer.business, rule: timer.rule, outcome: 'fired', at });
      Object.assign(timer, { state: 'fired', reason: null, due_at: null, fired_at: at, settled_at: at, told: id });
      timer.revision++;
      changed.add(timer);
    },

    /** What was told is taken back, as far as it was not delivered yet. */
    undo(timer: Timer): void {
      if (timer.told !== null) undone.push({ business: timer.business, id: timer.told });
    },
  };
}

export type Timers = ReturnType<typeof createTimers>;

/** A timer of which nothing is known yet. */
export const newTimer = (rule: Rule, fact: Fact, subject: string): Timer => ({
  ...{ business: fact.business, rule: rule.id, subject, kind: rule.kind },
  ...{ episode: 0, revision: 0, state: 'idle', reason: null, version: rule.version },
  ...{ session: fact.session, user: fact.user, reference: null, platform: null, started_at: null },
  changed: { at: fact.at, tie: fact.tie },
  ...{ due_at: null, memory: {}, fired_at: null, told: null, settled_at: null, seen_at: fact.received },
});

/** When it is due, by the step of a visitor: not before the rest of what the browser has kept had time to arrive. */
export const dueAfter = (rule: Rule, fact: Fact, at = fact.at): number =>
  Math.max(at + rule.wait, fact.received + rule.settle);

/** Whether a step is too old for anything to begin with it. */
export const isTooOld = (rule: Rule, fact: Fact): boolean => fact.received - fact.at > rule.wait + rule.latest;

/** Begins to wait. */
export function start(rule: Rule, timer: Timer, fact: Fact, due_at = dueAfter(rule, fact)): void {
  Object.assign(timer, { state: 'waiting', reason: null, version: rule.version, settled_at: null });
  Object.assign(timer, { episode: timer.episode + 1, started_at: fact.at, due_at });
}

/** Notes whose step it was, and when. */
export function step(timer: Timer, fact: Fact): void {
  timer.changed = { at: fact.at, tie: fact.tie };
  timer.session = fact.session ?? timer.session;
  timer.user = fact.user ?? timer.user;
}

export const isEarlier = (fact: Moment, timer: Timer): boolean => compare(fact, timer.changed) < 0;

/** Whether something is of the same session or person as a timer. */
export function isLinked({ session, user, of }: Fact, timer: Timer): boolean {
  if (timer.session !== null && (timer.session === session || of?.sessions.has(timer.session))) return true;
  if (timer.user === null) return false;
  const name = nameOfUser(timer.user);
  return (user !== null && nameOfUser(user) === name) || of?.users.has(name) === true;
}
