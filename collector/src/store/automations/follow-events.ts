import type { Kysely } from 'kysely';
import { cartOfOrder } from '../../automations/cart-abandoned.js';
import { emptyCart, linesOf } from '../../automations/cart-contents.js';
import { deniesConsent, type Fact } from '../../automations/fact.js';
import { followFacts, subjectsOf } from '../../automations/follow.js';
import { reasonAgainst, viewed } from '../../automations/product-visited.js';
import { listens, orderActions, withdrawn } from '../../automations/actions.js';
import type { Rule } from '../../automations/rule.js';
import type { Rulebook } from '../../automations/rulebook.js';
import { createTimers, type Timer, type Timers } from '../../automations/timer.js';
import { identified } from '../identity/namings.js';
import type { Follower } from '../insertion.js';
import type { EventRecord } from '../store.js';
import type { Tables } from '../tables.js';
import { findHolders, findPersons, holderAt, idsOf } from './circles.js';
import { findFacts, toFact } from './facts.js';
import { countOutcomes, timersBy, timersWith, writeTimers } from './rows.js';

/** Takes back, within the transaction, what leads out of the collector because of these events and has not left yet. */
export type Withdraw = (db: Kysely<Tables>, events: { business: string; id: string }[]) => Promise<void>;

const isOrder = ({ action }: Fact): boolean => orderActions.includes(action);

/** What of a commit concerns any rule: found without a statement, because most commits hold nothing of it. */
function findConcerned(rulebook: Rulebook, events: EventRecord[]): Fact[] {
  const concerned: Fact[] = [];
  for (const event of events) {
    const rules = rulebook.of(event.business);
    if (!rules || rules.isOff || rules.rules.size === 0) continue;
    const isHeard = rules.listensTo(event.action, event.page_url) || deniesConsent(event.event);
    // What a rule has told starts no rule. An order that a page has found by its own rules is an order all the same.
    const isStarting = event.observed_by !== 'rule' || orderActions.includes(event.action);
    if (isHeard && isStarting) concerned.push(toFact(event));
  }
  return concerned;
}

export function createAutomationFollower(rulebook: Rulebook, withdraw: Withdraw): Follower {
  const rulesOf = ({ business }: Fact): Rule[] =>
    [...(rulebook.of(business)?.rules.values() ?? [])].filter(({ isOn }) => isOn);
  const concerns = (fact: Fact, kinds: Rule['kind'][]): boolean =>
    rulesOf(fact).some((rule) => kinds.includes(rule.kind) && (fact.isWithdrawal || listens(rule, fact.action)));
  const isAboutKnown = (fact: Fact): boolean =>
    fact.user === null &&
    rulesOf(fact).some(
      (rule) =>
        (rule.kind === 'product-visited' && fact.action === viewed) ||
        (rule.kind === 'address-visited' && rule.oncePer === 'person' && listens(rule, fact.action)),
    );

  /** Finds out who is meant by events that name nobody, where that matters. */
  async function identify(db: Kysely<Tables>, facts: Fact[]): Promise<void> {
    const unnamed = facts.filter(isAboutKnown);
    if (unnamed.length > 0) {
      const holderOf = await findHolders(db, unnamed);
      for (const fact of unnamed) fact.user = holderAt(holderOf(fact), fact.at);
    }
    const ofPersons = facts.filter((fact) => isOrder(fact) || (fact.isWithdrawal && fact.isTrusted));
    if (ofPersons.length === 0) return;
    const personOf = await findPersons(db, ofPersons);
    for (const fact of ofPersons) fact.of = personOf(fact);
  }

  /** The products that visitors viewed before they were known. */
  async function findEarlierViews(db: Kysely<Tables>, facts: Fact[]): Promise<Fact[]> {
    const namings = facts.filter(
      ({ action, session, user }) => action === identified && session !== null && user !== null,
    );
    const known = namings.filter((fact) => concerns(fact, ['product-visited']));
    if (known.length === 0) return [];
    const longest = Math.max(
      ...known.flatMap(rulesOf).map(({ kind, wait, latest }) => (kind === 'product-visited' ? wait + latest : 0)),
    );
    const since = Math.min(...known.map(({ at }) => at)) - longest;
    const sessions = known.flatMap(({ session }) => session ?? []);
    const views = await findFacts(db, { actions: [viewed], sessions, since });
    return views.flatMap((view) => {
      const naming = known.find(({ business, session }) => business === view.business && session === view.session);
      if (!naming || view.user !== null || view.at > naming.at) return [];
      return [{ ...view, user: naming.user, received: naming.received }];
    });
  }

  async function loadTimers(db: Kysely<Tables>, facts: Fact[]): Promise<Timers> {
    const timers = createTimers();
    // A custom automation remembers nothing of one event when the next comes.
    const aboutSubjects = facts.filter(
      (fact) =>
        fact.isWithdrawal ||
        concerns(fact, ['cart-abandoned', 'product-visited', 'address-visited', 'purchase-completed']),
    );
    const add = (found: Timer[]) => found.forEach(timers.add);
    add(
      await timersBy(
        db,
        'session',
        aboutSubjects.flatMap(({ session, of }) => [session ?? [], ...(of?.sessions ?? [])].flat()),
      ),
    );
    const keys = aboutSubjects.flatMap((fact) =>
      rulesOf(fact).flatMap((rule) =>
        listens(rule, fact.action)
          ? subjectsOf(rule, fact).map((subject) => ({ business: fact.business, rule: rule.id, subject }))
          : [],
      ),
    );
    const unknown = new Map(keys.filter((key) => !timers.has(key)).map((key) => [JSON.stringify(key), key]));
    add(await timersWith(db, [...unknown.values()]));
    const named = aboutSubjects.flatMap((fact) => [
      ...(fact.user && (fact.isWithdrawal || reasonAgainst(fact.action) !== undefined) ? [fact.user.id] : []),
      ...(fact.of ? idsOf(fact.of) : []),
    ]);
    if (named.length > 0) add(await timersBy(db, 'user_id', named));
    const references = aboutSubjects.filter(isOrder).flatMap((order) => cartOfOrder(order).reference ?? []);
    if (references.length > 0) add(await timersBy(db, 'reference', references));
    return timers;
  }

  /** Orders that were here before the cart that they are about, whose browser has kept it for a while. */
  async function findEarlierOrders(db: Kysely<Tables>, timers: Timers, facts: Fact[]): Promise<Fact[]> {
    const beginning = facts.filter((fact) => {
      if (fact.session === null || isOrder(fact) || fact.isWithdrawal || !concerns(fact, ['cart-abandoned']))
        return false;
      return !timers
        .ofSession(fact.business, fact.session)
        .some(({ kind, state }) => kind === 'cart-abandoned' && state === 'waiting');
    });
    if (beginning.length === 0) return [];
    // What a cart held before counts from its last step on: it may have been bought while the automation was switched off.
    const times = beginning.flatMap(({ at, business, session }) => [
      at,
      ...timers
        .ofSession(business, session)
        .filter(({ kind, memory }) => kind === 'cart-abandoned' && linesOf(memory.cart ?? emptyCart).length > 0)
        .map(({ changed }) => changed.at),
    ]);
    const found = await findFacts(db, {
      actions: [...orderActions, withdrawn],
      sessions: beginning.flatMap(({ session }) => session ?? []),
      since: Math.min(...times),
    });
    const own = new Set(facts.map(({ business, id }) => `${business} ${id}`));
    return found.filter(({ business, id }) => !own.has(`${business} ${id}`));
  }

  return async function follow(db, events) {
    const facts = findConcerned(rulebook, events);
    if (facts.length === 0) return;
    await identify(db, facts);
    const all = [...facts, ...(await findEarlierViews(db, facts))];
    const timers = await loadTimers(db, all);
    all.push(...(await findEarlierOrders(db, timers, facts)));
    for (const business of new Set(all.map((fact) => fact.business))) {
      const rules = rulebook.of(business);
      const own = all.filter((fact) => fact.business === business);
      if (rules) followFacts(rules, timers, own);
    }
    await writeTimers(db, timers.changed());
    await countOutcomes(db, timers.outcomes);
    if (timers.undone.length > 0) await withdraw(db, timers.undone);
  };
}
