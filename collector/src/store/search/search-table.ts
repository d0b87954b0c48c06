import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect.js';

/** Makes the table of terms, a row for each event, which is called by the event's number. */
export async function createSearchTable<Any>(db: Kysely<Any>, { isSqlite }: Dialect): Promise<void> {
  if (isSqlite) {
    // Our terms are taken as they are: they are split at spaces alone. Neither positions nor lengths are needed.
    await sql`CREATE VIRTUAL TABLE search USING fts5(terms, tokenize = "ascii tokenchars '_.-'", detail = none, columnsize = 0)`.execute(
      db,
    );
    // What is erased leaves the index at once, and not when its parts are merged some day (https://sqlite.org/fts5.html, 2026-11).
    await sql`INSERT INTO search (search, rank) VALUES ('secure-delete', 1)`.execute(db);
    return;
  }
  await sql`CREATE TABLE search (rowid bigint PRIMARY KEY, terms tsvector NOT NULL)`.execute(db);
  // Without a list of pending entries, which some unlucky transaction would have to work off.
  await sql`CREATE INDEX search_terms ON search USING gin (terms) WITH (fastupdate = off)`.execute(db);
}
