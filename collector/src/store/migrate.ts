import { DEFAULT_MIGRATION_TABLE, type Kysely, Migrator, sql } from 'kysely';
import { type Dialect, migrationsFor } from './migrations.js';
import type { Tables } from './tables.js';

/** Which migrations a database has gone through, and which it lacks. */
export interface Shape {
  applied: string[];
  missing: string[];
  /** Those of a newer release. */
  unknown: string[];
}

/** Reads the shape of the tables without changing anything. */
export async function readShape(db: Kysely<Tables>, dialect: Dialect): Promise<Shape> {
  const known = Object.keys(migrationsFor(dialect)).sort();
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return { applied: [], missing: known, unknown: [] };
  const rows = await sql<{
    name: string;
  }>`SELECT name FROM ${sql.table(DEFAULT_MIGRATION_TABLE)} ORDER BY name`.execute(db);
  const applied = rows.rows.map(({ name }) => name);
  return {
    applied,
    missing: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

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
