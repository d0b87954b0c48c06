import { isPostgres } from '../options/is-postgres.js';
import type { Store } from './store.js';
import { createStore } from './sql-store.js';
import { openPostgres } from './postgres/open-postgres.js';
import { openSqlite } from './sqlite/open-sqlite.js';

/**
 * Opens the event store.
 *
 * @param database path of a file, ':memory:', or the address of a PostgreSQL database ('postgres://user@host/name')
 * @param log gets a sentence when something happens that the operator should know
 */
export const openStore = async (database: string, log: (sentence: string) => void = () => {}): Promise<Store> =>
  createStore(await (isPostgres(database) ? openPostgres(database, log) : openSqlite(database)));
