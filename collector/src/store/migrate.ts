import { type Kysely, Migrator } from 'kysely';
import { type Dialect, migrationsFor } from './migrations.js';
import type { Tables } from './tables.js';

/**
 * Brings the tables to the shape that this release knows.
 *
 * @throws if the database was written by a newer release
 */
export async function migrate(db: Kysely<Tables>, dialect: Dialect): Promise<string[]> {
  const migrations = migrationsFor(dialect);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const message = error instanceof Error ? error.message : String(error);
    const isNewer = message.includes('corrupted migrations');
    throw new Error(
      isNewer
        ? 'The database was written by a newer collector; update the collector or choose another database.'
        : `The database could not be brought to this release's shape: ${message}`,
      { cause: error },
    );
  }
  return (results ?? []).map(({ migrationName }) => migrationName);
}
