import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { isPostgres } from '../options/is-postgres.js';
import type { Dialect } from './migrations.js';
import { connectPostgres, dialect as postgresDialect } from './postgres/open-postgres.js';
import { openForReading } from './sqlite/database.js';
import { dialect as sqliteDialect } from './sqlite/open-sqlite.js';
import type { Tables } from './tables.js';

/** A whole table may be read in one statement; milliseconds. */
const patience = 600_000;

/** A database that is looked at and cannot be changed. */
export interface Reader {
  db: Kysely<Tables>;
  dialect: Dialect;
  /** Path of the file; undefined where the database is elsewhere. */
  file?: string;
  close(): Promise<void>;
}

/** An address without its password, to be shown. */
export function shownAddress(database: string): string {
  if (!isPostgres(database) || !URL.canParse(database)) return database;
  const url = new URL(database);
  url.password = '';
  url.searchParams.delete('password');
  return url.href;
}

/**
 * Opens a database for reading alone, also while collectors write to it.
 *
 * @throws with a sentence if there is none
 */
export async function openReader(database: string): Promise<Reader> {
  if (isPostgres(database)) {
    const db = connectPostgres({ address: database, log: () => {}, timeout: patience, isReadOnly: true });
    return { db, dialect: postgresDialect, close: () => db.destroy() };
  }
  if (database === ':memory:') throw new Error('A database in memory ends with its collector; name a file.');
  const file = resolve(database);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Error(`There is no database at ${file}; name its file by --database.`);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openForReading(file) }) });
  return { db, dialect: sqliteDialect, file, close: () => db.destroy() };
}
