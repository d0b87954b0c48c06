import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Memory, Outcome, Reason, Timer } from '../../automations/timer.js';
import { storable } from '../insert.js';
import { portionsOf } from '../portions.js';
import type { Tables } from '../tables.js';
import type { TimersTable } from './tables.js';

const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

export function toTimer(row: TimersTable): Timer {
  const { user_source, user_id, changed_at, changed_by, memory, seen_on, ...same } = row;
  return {
    ...same,
    kind: row.kind as Timer['kind'],
    state: row.state as Timer['state'],
    reason: row.reason as Reason | null,
    user: user_id === null ? null : { source: user_source ?? '', id: user_id },
    changed: { at: changed_at, tie: changed_by },
    memory: JSON.parse(memory) as Memory,
    seen_at: Date.parse(seen_on) / 1000,
  };
}

const columns = [
  'business',
  'rule',
  'subject',
  'kind',
  'episode',
  'revision',
  'state',
  'reason',
  'version',
  'session',
  'user_source',
  'user_id',
  'reference',
  'platform',
  'started_at',
  'changed_at',
  'changed_by',
  'due_at',
  'memory',
  'fired_at',
  'told',
  'settled_at',
  'seen_on',
] as const satisfies (keyof TimersTable)[];

const fromTimer = ({ user, changed, memory, seen_at, ...same }: Timer): TimersTable => ({
  ...same,
  user_source: user?.source ?? null,
  user_id: user?.id ?? null,
  changed_at: changed.at,
  changed_by: changed.tie,
  memory: JSON.stringify(memory),
  seen_on: dayOf(seen_at),
});

const key = ['business', 'rule', 'subject'] as const;
const changing = columns.filter((column) => !(key as readonly string[]).includes(column));

/** Texts of the statement, for each database and number of rows: building one costs more than running it. */
const texts = new WeakMap<object, Map<number, string>>();

function textFor(db: Kysely<Tables>, rows: number): string {
  const { constructor: dialect } = db.getExecutor().adapter;
  const known = texts.get(dialect) ?? new Map<number, string>();
  texts.set(dialect, known);
  let text = known.get(rows);
  if (text === undefined) {
    const row = Object.fromEntries(columns.map((column) => [column, ''])) as unknown as TimersTable;
    text = db
      .insertInto('timers')
      .values(Array.from({ length: rows }, () => row))
      .onConflict((conflict) =>
        conflict
          .columns(key)
          .doUpdateSet(({ ref }) => Object.fromEntries(changing.map((column) => [column, ref(`excluded.${column}`)]))),
      )
      .compile().sql;
    known.set(rows, text);
  }
  return text;
}

/** Writes timers as they are now. */
export async function writeTimers(db: Kysely<Tables>, timers: Timer[]): Promise<void> {
  for (const some of portionsOf(timers)) {
    const values = some.flatMap((timer) => {
      const row = fromTimer(timer);
      return columns.map((column) => storable(row[column]));
    });
    await db.executeQuery(CompiledQuery.raw(textFor(db, some.length), values));
  }
}

/** Counts what has come of timers. */
export async function countOutcomes(db: Kysely<Tables>, outcomes: Outcome[]): Promise<void> {
  const counts = new Map<string, { business: string; rule: string; day: string; outcome: string; timers: number }>();
  for (const { business, rule, outcome, at } of outcomes) {
    const row = { business, rule, day: dayOf(at), outcome, timers: 0 };
    const name = JSON.stringify(row);
    const count = counts.get(name) ?? row;
    count.timers++;
    counts.set(name, count);
  }
  for (const some of portionsOf([...counts.values()])) {
    await db
      .insertInto('timer_counts')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['business', 'rule', 'day', 'outcome'])
          .doUpdateSet({ timers: sql<number>`timer_counts.timers + excluded.timers` }),
      )
      .execute();
  }
}

/** Timers that a condition finds. */
export async function selectTimers(db: Kysely<Tables>, condition: RawBuilder<unknown>): Promise<Timer[]> {
  const { rows } = await sql<TimersTable>`SELECT * FROM timers WHERE ${condition}`.execute(db);
  return rows.map(toTimer);
}

/**
 * The timers in which one of the values stands in a column.
 *
 * @param column has an index
 */
export async function timersBy(
  db: Kysely<Tables>,
  column: 'session' | 'user_id' | 'reference',
  values: Iterable<string>,
): Promise<Timer[]> {
  const found: Timer[] = [];
  for (const some of portionsOf([...new Set(values)])) {
    found.push(...(await selectTimers(db, sql`${sql.ref(column)} IN (${sql.join(some)})`)));
  }
  return found;
}

/** The timers of some sessions and users, without those that are known already. */
export async function timersOf(
  db: Kysely<Tables>,
  sessions: string[],
  users: string[],
  isKnown: (row: TimersTable) => boolean,
): Promise<Timer[]> {
  const found: TimersTable[] = [];
  const [manySessions, manyUsers] = [[...portionsOf([...new Set(sessions)])], [...portionsOf([...new Set(users)])]];
  for (let index = 0; index < Math.max(manySessions.length, manyUsers.length); index++) {
    // Null is in no list.
    const some = (names: string[][]) => sql.join(names[index] ?? [null]);
    const { rows } = await sql<TimersTable>`SELECT * FROM timers
      WHERE session IN (${some(manySessions)}) OR user_id IN (${some(manyUsers)})`.execute(db);
    found.push(...rows.filter((row) => !isKnown(row)));
  }
  return found.map(toTimer);
}

/** The timers with these keys. */
export async function timersWith(
  db: Kysely<Tables>,
  keys: Pick<TimersTable, 'business' | 'rule' | 'subject'>[],
): Promise<Timer[]> {
  const found: Timer[] = [];
  for (const some of portionsOf(keys)) {
    const rows = some.map(({ business, rule, subject }) => sql`(${business}, ${rule}, ${String(storable(subject))})`);
    found.push(...(await selectTimers(db, sql`(business, rule, subject) IN (VALUES ${sql.join(rows)})`)));
  }
  return found;
}
