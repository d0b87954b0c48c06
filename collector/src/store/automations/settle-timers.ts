import { CompiledQuery, type Kysely } from 'kysely';
import type { Timer } from '../../automations/timer.js';
import type { Dialect } from '../dialect.js';
import { storable } from '../insert.js';
import { portionsOf } from '../portions.js';
import type { Tables } from '../tables.js';

/** What ends or tells a timer changes, behind its key, with the types that PostgreSQL has to be told of. */
const types = {
  business: 'text',
  rule: 'text',
  subject: 'text',
  state: 'text',
  reason: 'text',
  revision: 'integer',
  fired_at: 'double precision',
  told: 'text',
  settled_at: 'double precision',
} as const satisfies Partial<Record<keyof Timer, string>>;

const names = Object.keys(types) as (keyof typeof types)[];
const columnOf = (name: keyof typeof types): string => `settled.column${names.indexOf(name) + 1}`;

/** Texts of the statement by the number of rows: building one costs more than running it. */
const texts = new Map<string, string>();

function textFor({ isSqlite }: Dialect, rows: number): string {
  const key = `${isSqlite} ${rows}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  let place = 0;
  const next = () => (isSqlite ? '?' : `$${++place}`);
  const row = () => `(${names.map((name) => `CAST(${next()} AS ${types[name]})`).join(', ')})`;
  const changes = names.slice(3).map((name) => `${name} = ${columnOf(name)}`);
  const isSame = names.slice(0, 3).map((name) => `timers.${name} = ${columnOf(name)}`);
  const text = `UPDATE timers SET due_at = NULL, ${changes.join(', ')}
    FROM (VALUES ${Array.from({ length: rows }, row).join(', ')}) AS settled WHERE ${isSame.join(' AND ')}`;
  texts.set(key, text);
  return text;
}

/**
 * Writes what has come of timers that are stored already, which have not changed otherwise: to write them as a whole takes the database twice
 * as long.
 */
export async function settleTimers(db: Kysely<Tables>, dialect: Dialect, timers: Timer[]): Promise<void> {
  for (const some of portionsOf(timers)) {
    const values = some.flatMap((timer) => names.map((name) => storable(timer[name])));
    await db.executeQuery(CompiledQuery.raw(textFor(dialect, some.length), values));
  }
}
