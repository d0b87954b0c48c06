import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import type { Engine } from '../engine.js';
import type { SlowQuestion } from '../queries/questions.js';
import { migrate } from '../migrate.js';
import type { Dialect } from '../migrations.js';
import type { Tables } from '../tables.js';
import { askElsewhere } from './ask-elsewhere.js';
import { openDatabase } from './database.js';
import { errorKind } from './error-kind.js';
import { explain, prepareFile } from './prepare-file.js';

export const dialect: Dialect = { sequence: 'integer', isSqlite: true };

/** Another process may hold the file for so long before an answer is given; browsers wait 10 s. */
const lockPatience = 4000;
const lockPause = 20;

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** Repeats what met a lock of another process. Waiting inside the database would stop all other requests. */
async function withPatience<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (errorKind(error) !== 'busy' || performance.now() - began > lockPatience) throw error;
      await pause(lockPause);
    }
  }
}

/**
 * Opens the store in one SQLite file, or in memory.
 *
 * @param name path of the file, or ':memory:'
 * @param log gets a sentence when a new database begins in a file that was there before
 * @throws with a sentence about the file
 */
export async function openSqlite(name: string, log: (sentence: string) => void): Promise<Engine> {
  const path = name === ':memory:' ? name : resolve(name);
  try {
    if (path !== ':memory:') await prepareFile(path, log);
    return await openFile(path);
  } catch (error) {
    throw explain(path, error);
  }
}

/**
 * SQLite takes definitions back with their transaction (https://sqlite.org/lang_transaction.html, 2026-11). Kysely has to be told, so
 * that a kill amid a migration leaves none by halves.
 */
function createDialect(database: ConstructorParameters<typeof SqliteDialect>[0]['database']): SqliteDialect {
  const adapter = Object.defineProperty(new SqliteAdapter(), 'supportsTransactionalDdl', { value: true });
  return Object.assign(new SqliteDialect({ database }), { createAdapter: () => adapter });
}

async function openFile(path: string): Promise<Engine> {
  const database = await withPatience(async () => openDatabase(path));
  const db = new Kysely<Tables>({ dialect: createDialect(database) });
  const listeners = new Set<() => void>();
  let hasNew = false;
  // A database in memory is that of its connection.
  const elsewhere = path === ':memory:' ? undefined : askElsewhere(path);

  const engine: Engine = {
    db,
    dialect,
    async write(work) {
      hasNew = false;
      const result = await withPatience(() => db.transaction().execute(work));
      if (hasNew) for (const listener of listeners) listener();
      return result;
    },
    announce: async () => {
      hasNew = true;
    },
    onAnnounced(callback) {
      listeners.add(callback);
      return () => void listeners.delete(callback);
    },
    isRefusal: (error) => errorKind(error) === 'data',
    isAway: (error) => ![undefined, 'data'].includes(errorKind(error)),
    // In a turn of its own: amid another's transaction SQLite says that a table is locked.
    overwrite: () => db.connection().execute(async () => database.emptyLog()),
    ...(elsewhere ? { ask: (name, given) => elsewhere.ask(name as SlowQuestion, given) } : {}),
    async size() {
      if (path === ':memory:') return 0;
      const sizes = await Promise.all(
        ['', '-wal'].map((end) =>
          stat(path + end).then(
            (file) => file.size,
            () => 0,
          ),
        ),
      );
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    async close() {
      await elsewhere?.close();
      // Otherwise most events would be in the file beside the database, and a copy of the database alone would lack them.
      try {
        database.emptyLog();
      } catch {
        // Another program holds the file. The log beside it is as durable, and is read with it.
      }
      await db.destroy();
    },
  };
  try {
    await withPatience(() => migrate(db, dialect));
    return engine;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
