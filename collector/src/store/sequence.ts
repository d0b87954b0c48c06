import { type Kysely, sql } from 'kysely';
import type { Dialect } from './migrations.js';
import type { Tables } from './tables.js';

/** The last number that the database has given to a row of a table, whether or not the row is still there; 0 if none. */
export async function lastNumber(
  db: Kysely<Tables>,
  { isSqlite }: Dialect,
  table: string,
  column: string,
): Promise<number> {
  const query = isSqlite
    ? sql<{ last: number | null }>`SELECT seq AS last FROM sqlite_sequence WHERE name = ${table}`
    : sql<{
        last: number | null;
      }>`SELECT pg_sequence_last_value(pg_get_serial_sequence(${table}, ${column})::regclass) AS last`;
  return Number((await query.execute(db)).rows[0]?.last ?? 0);
}

/** Makes the database give higher numbers than this from now on. It never goes back. */
export async function raiseLastNumber(
  db: Kysely<Tables>,
  dialect: Dialect,
  table: string,
  column: string,
  number: number,
): Promise<void> {
  if (number <= (await lastNumber(db, dialect, table, column))) return;
  if (!dialect.isSqlite) {
    await sql`SELECT setval(pg_get_serial_sequence(${table}, ${column}), ${number})`.execute(db);
    return;
  }
  await sql`DELETE FROM sqlite_sequence WHERE name = ${table}`.execute(db);
  await sql`INSERT INTO sqlite_sequence (name, seq) VALUES (${table}, ${number})`.execute(db);
}
