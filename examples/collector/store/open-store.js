import { createClient } from '@libsql/client';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createEraser } from './erase-events.js';
import { createReader } from './read-events.js';
import { schema, schemaVersion } from './schema.js';
import { createWriter } from './write-events.js';

/** @import { Client } from '@libsql/client' */
/** @import { Store } from '../types.d.ts' */

/** @param {string} database */
async function connect(database) {
  // One connection, because pragmas belong to a connection and ':memory:' is a new database on each.
  if (database === ':memory:') return createClient({ url: ':memory:', concurrency: 1 });
  const path = resolve(database);
  // What visitors do is nobody else's business on this machine.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return createClient({ url: pathToFileURL(path).href, concurrency: 1, timeout: 5000 });
}

/** @param {Client} client */
async function prepare(client) {
  await client.execute('PRAGMA journal_mode = WAL');
  // An acknowledged event survives a power cut, too: the log is synced at each commit.
  await client.execute('PRAGMA synchronous = FULL');
  // Erased content is overwritten in the file, not only unlinked.
  await client.execute('PRAGMA secure_delete = ON');
  const version = Number((await client.execute('PRAGMA user_version')).rows[0]?.user_version);
  if (version > schemaVersion) {
    throw new Error(
      `The database was written by a newer collector (schema ${version}, this one knows ${schemaVersion}); update the collector or choose another file.`,
    );
  }
  await client.executeMultiple(schema);
  await client.execute(`PRAGMA user_version = ${schemaVersion}`);
}

/**
 * Opens the event store in one SQLite file, or in memory.
 * @param {string} database path of the file, or ':memory:'
 * @returns {Promise<Store>}
 */
export async function openStore(database) {
  const client = await connect(database);
  try {
    await prepare(client);
  } catch (error) {
    client.close();
    throw error;
  }
  const writer = createWriter(client);
  return {
    put: writer.put,
    onStored: writer.onStored,
    ...createReader(client),
    ...createEraser(client),
    async close() {
      await writer.settle();
      client.close();
    },
  };
}
