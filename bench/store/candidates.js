import { createClient } from '@libsql/client';
import { PGlite } from '@electric-sql/pglite';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {{ id: string, event: string }} BenchEvent
 * @typedef {object} Candidate
 * @property {(events: BenchEvent[]) => Promise<number>} insert commits the events, answers how many were new
 * @property {() => Promise<string[]>} ids
 * @property {() => Promise<string>} integrity 'ok', or what is wrong
 * @property {() => Promise<void>} close
 */

const business = 'xy76ks';

/** @param {string} folder @returns {Promise<Candidate>} */
async function openLibsql(folder) {
  const client = createClient({ url: pathToFileURL(join(folder, 'events.db')).href, concurrency: 1, timeout: 5000 });
  await client.execute('PRAGMA journal_mode = WAL');
  await client.execute('PRAGMA synchronous = FULL');
  await client.execute(
    `CREATE TABLE IF NOT EXISTS events (received_seq INTEGER PRIMARY KEY AUTOINCREMENT, business TEXT NOT NULL,
       id TEXT NOT NULL, event TEXT NOT NULL, UNIQUE (business, id))`,
  );
  return {
    async insert(events) {
      const results = await client.batch(
        events.map((event) => ({
          sql: `INSERT INTO events (business, id, event) VALUES (?, ?, ?)
                ON CONFLICT (business, id) DO NOTHING RETURNING received_seq`,
          args: [business, event.id, event.event],
        })),
        'write',
      );
      return results.filter((result) => result.rows.length === 1).length;
    },
    async ids() {
      return (await client.execute('SELECT id FROM events')).rows.map((row) => String(row.id));
    },
    async integrity() {
      return String((await client.execute('PRAGMA integrity_check')).rows[0]?.integrity_check);
    },
    async close() {
      client.close();
    },
  };
}

/** @param {string} folder @returns {Promise<Candidate>} */
async function openPglite(folder) {
  const database = await PGlite.create({ dataDir: join(folder, 'postgres') });
  await database.exec(
    `CREATE TABLE IF NOT EXISTS events (received_seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
       business TEXT NOT NULL, id TEXT NOT NULL, event JSONB NOT NULL, UNIQUE (business, id))`,
  );
  return {
    insert: (events) =>
      database.transaction(async (transaction) => {
        let stored = 0;
        for (const event of events) {
          const result = await transaction.query(
            `INSERT INTO events (business, id, event) VALUES ($1, $2, $3)
             ON CONFLICT (business, id) DO NOTHING RETURNING received_seq`,
            [business, event.id, event.event],
          );
          stored += result.rows.length;
        }
        return stored;
      }),
    async ids() {
      const result = /** @type {{ rows: { id: string }[] }} */ (await database.query('SELECT id FROM events'));
      return result.rows.map((row) => row.id);
    },
    async integrity() {
      await database.exec('REINDEX TABLE events');
      return 'ok';
    },
    close: () => database.close(),
  };
}

/** @type {Record<string, (folder: string) => Promise<Candidate>>} */
export const candidates = { libsql: openLibsql, pglite: openPglite };
