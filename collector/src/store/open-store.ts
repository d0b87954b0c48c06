import { isPostgres } from '../options/is-postgres.js';
import type { Engine } from './engine.js';
import type { Store } from './store.js';
import { createStore, type StoreParts } from './sql-store.js';
import { openPostgres } from './postgres/open-postgres.js';
import { openSqlite } from './sqlite/open-sqlite.js';

/**
 * Opens a database and brings its tables to the shape of this release.
 *
 * @param timeout milliseconds after which PostgreSQL gives up a statement
 */
export const openEngine = (database: string, log: (sentence: string) => void, timeout?: number): Promise<Engine> =>
  isPostgres(database) ? openPostgres(database, log, timeout) : openSqlite(database, log);

/**
 * Opens the event store.
 *
 * @param database path of a file, ':memory:', or the address of a PostgreSQL database ('postgres://user@host/name')
 * @param log gets a sentence when something happens that the operator should know
 */
export const openStore = async (
  database: string,
  log: (sentence: string) => void = () => {},
  parts: StoreParts = {},
): Promise<Store> => createStore(await openEngine(database, log), log, parts);
