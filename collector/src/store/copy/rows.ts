import { type Kysely, type RawBuilder, sql } from 'kysely';
import { storable } from '../insert.js';
import type { Dialect } from '../migrations.js';
import type { Tables } from '../tables.js';
import { type CopiedTable, copyNote, events } from './copied-tables.js';
import { fitEvent } from './fit-event.js';

export type CopiedRow = Record<string, unknown>;

/** Rows in one statement: far below the number of parameters that a statement may have. */
const atOnce = 100;

const names = (columns: string[]) => sql.join(columns.map((column) => sql.ref(column)));

/** The note about the copy is each database's own. */
const isCopied =
  ({ name }: CopiedTable) =>
  (row: CopiedRow): boolean =>
    name !== 'notes' || row.name !== copyNote;

export const keyOf = ({ key }: CopiedTable, row: CopiedRow): string => JSON.stringify(key.map((column) => row[column]));

/** The columns of a table, as the database has them. */
export async function columnsOf(db: Kysely<Tables>, { name }: CopiedTable): Promise<string[]> {
  const table = (await db.introspection.getTables()).find((found) => found.name === name);
  if (!table) throw new Error(`The database has no table "${name}".`);
  return table.columns.map((column) => column.name);
}

/** SQLite gives bytes as an ArrayBuffer, which it does not take itself, and which PostgreSQL's driver would write as JSON. */
const asGiven = (value: unknown): unknown => (value instanceof ArrayBuffer ? Buffer.from(value) : storable(value));

async function select(
  db: Kysely<Tables>,
  table: CopiedTable,
  columns: string[],
  where: RawBuilder<unknown>,
  limit?: number,
): Promise<CopiedRow[]> {
  const { rows } = await sql<CopiedRow>`SELECT ${names(columns)} FROM ${sql.table(table.name)} WHERE ${where}
    ORDER BY ${names(table.key)} ${limit === undefined ? sql`` : sql`LIMIT ${sql.lit(limit)}`}`.execute(db);
  const found = rows.map((row) => Object.fromEntries(columns.map((column) => [column, asGiven(row[column])])));
  return table.name === events.name ? found.map(fitEvent) : found;
}

/** Reads a table from its beginning to its end, in portions. */
export async function* portionsOf(
  db: Kysely<Tables>,
  table: CopiedTable,
  columns: string[],
): AsyncGenerator<CopiedRow[]> {
  let last: CopiedRow | undefined;
  for (;;) {
    const after = last && sql`(${names(table.key)}) > (${sql.join(table.key.map((column) => last?.[column]))})`;
    const rows = await select(db, table, columns, after ?? sql`1 = 1`, table.portion);
    if (rows.length > 0) yield rows.filter(isCopied(table));
    if (rows.length < table.portion) return;
    last = rows.at(-1);
  }
}

/** Rows with numbers above the first and up to the last. */
export const between = (db: Kysely<Tables>, table: CopiedTable, columns: string[], first: number, last: number) =>
  select(db, table, columns, sql`received_seq > ${first} AND received_seq <= ${last}`);

/** The rows of a table that have the same keys as these. */
export async function sameKeys(
  db: Kysely<Tables>,
  table: CopiedTable,
  columns: string[],
  rows: CopiedRow[],
): Promise<CopiedRow[]> {
  const found: CopiedRow[] = [];
  for (let start = 0; start < rows.length; start += atOnce) {
    const one = (row: CopiedRow) =>
      sql`(${sql.join(
        table.key.map((column) => sql`${sql.ref(column)} = ${row[column]}`),
        sql` AND `,
      )})`;
    const any = sql.join(rows.slice(start, start + atOnce).map(one), sql` OR `);
    found.push(...(await select(db, table, columns, any)));
  }
  return found;
}

export async function insertRows(
  db: Kysely<Tables>,
  { isSqlite }: Dialect,
  table: CopiedTable,
  columns: string[],
  rows: CopiedRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += atOnce) {
    const values = rows
      .slice(start, start + atOnce)
      .map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
    // PostgreSQL gives the numbers itself unless it is told otherwise.
    const own = isSqlite || table.numbered === undefined ? sql`` : sql`OVERRIDING SYSTEM VALUE`;
    await sql`INSERT INTO ${sql.table(table.name)} (${names(columns)}) ${own} VALUES ${sql.join(values)}`.execute(db);
  }
}

export async function deleteNumbers(db: Kysely<Tables>, { name }: CopiedTable, numbers: number[]): Promise<void> {
  for (let start = 0; start < numbers.length; start += atOnce) {
    const some = sql.join(numbers.slice(start, start + atOnce));
    await sql`DELETE FROM ${sql.table(name)} WHERE received_seq IN (${some})`.execute(db);
  }
}

export const deleteAll = (db: Kysely<Tables>, { name }: CopiedTable) =>
  sql`DELETE FROM ${sql.table(name)} WHERE ${name === 'notes' ? sql`name <> ${copyNote}` : sql`1 = 1`}`.execute(db);
