import { type Kysely, sql } from 'kysely';
import { compare } from '../../automations/fact.js';
import { judge } from '../../automations/judge.js';
import { orderActions, withdrawn } from '../../automations/actions.js';
import type { Rulebook } from '../../automations/rulebook.js';
import { tell, tellingKey } from '../../automations/tell.js';
import { createTimers, type Reason, type Timer } from '../../automations/timer.js';
import { deriveEvent } from '../derive-event.js';
import type { Engine } from '../engine.js';
import type { Insertion } from '../insertion.js';
import type { EventRecord } from '../store.js';
import type { Tables } from '../tables.js';
import { createByPerson } from './by-person.js';
import { findPersons, holderAt, idsOf, type Person } from './circles.js';
import { findFacts } from './facts.js';
import { countOutcomes, selectTimers, timersOf, writeTimers } from './rows.js';
import { settleTimers } from './settle-timers.js';
import type { Fired } from './types.js';

/** Timers in one transaction: a longer one would hold up the events that arrive. */
const portion = 100;

/** What can speak against a timer. */
const actionsAgainst = (timers: Timer[]): string[] => [
  ...[...orderActions, withdrawn],
  ...(timers.some(({ kind }) => kind === 'product-visited') ? ['cart.added', 'checkout.started'] : []),
];

/** Seconds before a step from which on orders count, for a purchase whose order may have been told before it. */
const orderRoom = 24 * 3600;

/** Finds what is known of timers that are due: a few statements for all of them. */
async function readKnown(db: Kysely<Tables>, due: Timer[]) {
  const personOf = await findPersons(db, due);
  const persons = new Map<Timer, Person>(due.map((timer) => [timer, personOf(timer)]));
  const sessions = [...persons.values()].flatMap((person) => [...person.sessions]);
  const users = [...persons.values()].flatMap(idsOf);
  const timers = createTimers(due);
  (await timersOf(db, sessions, users, timers.has)).forEach(timers.add);
  const since = Math.min(...due.map(({ started_at, changed }) => Math.min(started_at ?? changed.at, changed.at)));
  const isWithPurchase = due.some(({ kind }) => kind === 'purchase-completed');
  const facts = await findFacts(db, {
    actions: actionsAgainst(due),
    ...{ sessions, users, since: isWithPurchase ? since - orderRoom : since },
  });
  return { timers, facts: facts.sort(compare), persons };
}

/** Tells what is due. */
export function createFiring(engine: Engine, insertNew: Insertion, rulebook: Rulebook) {
  const { db } = engine;
  // The empty text keeps the index by business out: SQLite would sort all that waits.
  const own = () => sql`business || '' IN (${sql.join(rulebook.businesses())})`;

  /** @returns undefined where nothing waits, else Unix seconds */
  async function nextDue(): Promise<number | undefined> {
    if (rulebook.businesses().length === 0) return undefined;
    const { rows } = await sql<{ due_at: number }>`SELECT due_at FROM timers
      WHERE due_at IS NOT NULL AND ${own()} ORDER BY due_at LIMIT 1`.execute(db);
    return rows[0]?.due_at;
  }

  async function fire(transaction: Kysely<Tables>, now: number): Promise<Fired> {
    const seconds = now / 1000;
    // By the index alone: of many timers that are due at the same moment, a second column would have all sorted for each portion.
    const due = await selectTimers(
      transaction,
      sql`due_at IS NOT NULL AND due_at <= ${seconds} AND ${own()} ORDER BY due_at LIMIT ${sql.lit(portion)}`,
    );
    if (due.length === 0) return { fired: 0, ended: 0, isMore: false };
    const { timers, facts, persons } = await readKnown(transaction, due);
    const [factsOf, timersOfPerson] = [createByPerson(facts), createByPerson(timers.all())];
    const events: EventRecord[] = [];
    for (const timer of due) {
      const rules = rulebook.of(timer.business);
      const person = persons.get(timer);
      if (!rules || !person) continue;
      const reason = judge(rules, timer, {
        facts: factsOf(timer.business, person),
        timers: [...new Set([timer, ...timersOfPerson(timer.business, person)])],
        now: seconds,
      });
      const rule = rules.rules.get(timer.rule);
      if (reason !== undefined || !rule) {
        timers.end(timer, reason ?? 'rule_off', seconds);
        continue;
      }
      const { action, at, props } = tell(timer, rule);
      const { business, session } = timer;
      const user = timer.user ?? holderAt(person.holder, timer.changed.at) ?? undefined;
      const named = user && { id: user.id, source: user.source === '' ? null : user.source };
      const derived = { business, key: tellingKey(timer), action, at, session, user: named, observedBy: 'rule', props };
      const event = deriveEvent(derived, now);
      events.push(event);
      timers.fire(timer, event.id, seconds);
      // What was told is in its event.
      if (timer.kind === 'custom') timer.memory = {};
    }
    // Before the events: what they mean for other timers is read from the tables.
    const settled = timers.changed();
    const isWhole = ({ kind }: Timer) => kind === 'custom';
    await writeTimers(transaction, settled.filter(isWhole));
    await settleTimers(
      transaction,
      engine.dialect,
      settled.filter((timer) => !isWhole(timer)),
    );
    await countOutcomes(transaction, timers.outcomes);
    if (events.length > 0) await insertNew(transaction, events);
    return { fired: events.length, ended: due.length - events.length, isMore: due.length === portion };
  }

  /** Rules whose timers wait although they must not be told any more. */
  async function findStale(): Promise<{ business: string; rule: string; version: string; reason: Reason }[]> {
    if (rulebook.businesses().length === 0) return [];
    const { rows } = await sql<{ business: string; rule: string; version: string }>`
      SELECT DISTINCT business, rule, version FROM timers WHERE due_at IS NOT NULL AND ${own()}`.execute(db);
    return rows.flatMap((row) => {
      const rules = rulebook.of(row.business);
      const rule = rules?.rules.get(row.rule);
      const reason =
        !rules || rules.isOff
          ? 'business_off'
          : !rule?.isOn
            ? 'rule_off'
            : rule.version === row.version
              ? null
              : 'rule_changed';
      return reason === null ? [] : [{ ...row, reason }];
    });
  }

  return {
    /** When the next timer is due, in milliseconds; undefined where nothing waits. */
    async nextTimer(): Promise<number | undefined> {
      const seconds = await nextDue();
      return seconds === undefined ? undefined : Math.ceil(seconds * 1000);
    },

    /**
     * Tells what is due, a portion of it, in one transaction with the timers themselves.
     *
     * @param now milliseconds
     */
    async fireTimers(now: number): Promise<Fired> {
      const next = await nextDue();
      if (next === undefined || next > now / 1000) return { fired: 0, ended: 0, isMore: false };
      return engine.write(async (transaction) => {
        // SQLite lets others write until the first change: what was read before that would have to be read again.
        await sql`DELETE FROM notes WHERE name = 'firing'`.execute(transaction);
        return fire(transaction, now);
      });
    },

    /**
     * Ends what waits for rules that are switched off, gone or changed. To switch a rule on again tells nothing of the time before.
     *
     * @param now milliseconds
     */
    async endTimersOfRules(now: number): Promise<number> {
      let ended = 0;
      for (const { business, rule, version, reason } of await findStale()) {
        for (let isMore = true; isMore;) {
          const some = await engine.write(async (transaction) => {
            const found = await selectTimers(
              transaction,
              sql`due_at IS NOT NULL AND business = ${business} AND rule = ${rule} AND version = ${version} LIMIT ${sql.lit(portion)}`,
            );
            const timers = createTimers(found);
            for (const timer of found) timers.end(timer, reason, now / 1000);
            await settleTimers(transaction, engine.dialect, timers.changed());
            await countOutcomes(transaction, timers.outcomes);
            return found.length;
          });
          ended += some;
          isMore = some === portion;
        }
      }
      return ended;
    },
  };
}
