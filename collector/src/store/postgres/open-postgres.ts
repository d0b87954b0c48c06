import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { type Engine, isMistake } from '../engine.js';
import { migrate } from '../migrate.js';
import type { Dialect } from '../migrations.js';
import type { Tables } from '../tables.js';
import { listenTo } from './listen.js';

export const dialect: Dialect = { sequence: 'bigint', isSqlite: false };
/** Browsers wait 10 s for an answer; the database has to give up before. Milliseconds. */
const whileBrowsersWait = 8000;
/** Any number of our own: writers of one database take turns under it. */
const writersLock = 8_643_377;
const channel = 'vitrina_stored';

/** The driver gives a bigint as text; the numbers of rows stay far below 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

/** Classes of errors about the data itself: cardinality, data, integrity, program limits (https://www.postgresql.org/docs/15/errcodes-appendix.html, 2026-11). */
const aboutData = /^(21|22|23|54)/;

/** Classes of errors about the connection, transactions, rights, locks, resources and the system (same page). */
const aboutServer = /^(08|25|28|40|53|55|57|58)/;

export interface Connection {
  address: string;
  /** Gets a sentence when the connection is lost. */
  log: (sentence: string) => void;
  /** Milliseconds after which a statement is given up. */
  timeout: number;
  isReadOnly?: boolean;
}

/** Connects to a database without looking at what is in it. */
export function connectPostgres({ address, log, timeout, isReadOnly = false }: Connection): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: address,
    max: 8,
    types: types as pg.CustomTypesConfig,
    connectionTimeoutMillis: 4000,
    query_timeout: timeout,
    statement_timeout: timeout,
    application_name: 'vitrina-collector',
    ...(isReadOnly ? { options: '-c default_transaction_read_only=on' } : {}),
    // Compiling a question anew costs more than it spares here: the first figures of a month took 700 ms with it and 300 without
    // (1,000,000 events, PostgreSQL 15, 2026-11; https://www.postgresql.org/docs/15/jit-decision.html). Servers before 11 know no such thing.
    onConnect: async (client) => {
      await client.query('SET jit = off').catch(() => {});
    },
  });
  // An idle connection that breaks would end the process otherwise.
  pool.on('error', (error) => log(`A connection to the database was lost: ${error.message}`));
  // So would one that breaks while it is used: its query fails as well, and is told of where it was asked. The pool listens to a
  // client only while it is idle (https://node-postgres.com/apis/pool#events, 2026-11).
  pool.on('connect', (client) => void client.on('error', () => {}));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** Connects once, so that a database that is away is not taken for one whose tables are wrong. */
async function reach(db: Kysely<Tables>): Promise<void> {
  try {
    await sql`SELECT 1`.execute(db);
  } catch (error) {
    // Where a name has several addresses, Node tells what happened by the code alone.
    const { message, code } = error as NodeJS.ErrnoException;
    throw new Error(`The database cannot be reached: ${message || code}`, { cause: error });
  }
}

/**
 * Opens the store in a PostgreSQL database that several collectors may share.
 *
 * @param address 'postgres://user:password@host:port/name'
 * @param log gets a sentence when the connection is lost
 * @param timeout milliseconds after which a statement is given up
 */
export async function openPostgres(
  address: string,
  log: (sentence: string) => void,
  timeout = whileBrowsersWait,
): Promise<Engine> {
  const db = connectPostgres({ address, log, timeout });
  const announcements = listenTo(address, channel, log);

  try {
    await reach(db);
    await migrate(db, dialect);
  } catch (error) {
    await announcements.close();
    await db.destroy();
    throw error;
  }
  return {
    db,
    dialect,
    write: (work) =>
      db.transaction().execute(async (transaction) => {
        // Numbers are given at the insert, rows become visible at the commit: without the lock a reader would pass a row by.
        await sql`SELECT pg_advisory_xact_lock(${sql.lit(writersLock)})`.execute(transaction);
        return work(transaction);
      }),
    announce: async (transaction) => {
      await sql`SELECT pg_notify(${sql.lit(channel)}, '')`.execute(transaction);
    },
    onAnnounced: announcements.subscribe,
    isRefusal: (error) => error instanceof pg.DatabaseError && aboutData.test(error.code ?? ''),
    // The driver reports lost connections and its own timeouts as plain errors.
    isAway: (error) => (error instanceof pg.DatabaseError ? aboutServer.test(error.code ?? '') : !isMistake(error)),
    // PostgreSQL's autovacuum removes deleted rows in its own time; nothing here can hurry it without locking the table.
    overwrite: async () => false,
    async size() {
      const { rows } = await sql<{ size: number }>`SELECT pg_database_size(current_database()) AS size`.execute(db);
      return rows[0]?.size ?? 0;
    },
    async close() {
      await announcements.close();
      await db.destroy();
    },
  };
}
