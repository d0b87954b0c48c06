import { stat } from 'node:fs/promises';
import { sql } from 'kysely';
import { readShape, type Shape } from './migrate.js';
import type { Reader } from './open-reader.js';
import { lastNumber } from './sequence.js';

/** What a look at a database has found. */
export interface Examination {
  shape: Shape;
  /** What SQLite says about its file; empty where it is whole. PostgreSQL looks after itself. */
  damage: string[];
  ids: number;
  events: number;
  /** When the oldest and the newest event arrived. */
  oldest: string | null;
  newest: string | null;
  /** Events without the id that counts them once. */
  withoutId: number;
  /** Whether the next number would be one that a row has already. */
  isCountingBehind: boolean;
}

/** A file of the database, and who may read it. */
export interface DatabaseFile {
  path: string;
  bytes: number;
  /** Permission bits. */
  mode: number;
}

const numberIn = async (reader: Reader, query: ReturnType<typeof sql<{ found: number | null }>>) =>
  Number((await query.execute(reader.db)).rows[0]?.found ?? 0);

/** The database and the files beside it, as far as they are there. */
export async function filesOf({ file }: Reader): Promise<DatabaseFile[]> {
  if (file === undefined) return [];
  const found = await Promise.all(
    ['', '-wal', '-shm'].map(async (end) => {
      const { size, mode } = await stat(file + end).catch(() => ({ size: -1, mode: 0 }));
      return { path: file + end, bytes: size, mode: mode & 0o777 };
    }),
  );
  return found.filter(({ bytes }) => bytes >= 0);
}

/**
 * Looks through a database without changing it.
 *
 * @param isThorough compares the indexes with their tables, too, which takes longer
 */
export async function examine(reader: Reader, isThorough: boolean): Promise<Examination> {
  const { db, dialect } = reader;
  const damage: string[] = [];
  if (dialect.isSqlite) {
    const pragma = isThorough ? sql`PRAGMA integrity_check` : sql`PRAGMA quick_check`;
    const { rows } = await (pragma as ReturnType<typeof sql<Record<string, string>>>).execute(db);
    damage.push(...rows.flatMap((row) => Object.values(row)).filter((line) => line !== 'ok'));
  }
  const shape = await readShape(db, dialect);
  const empty = { ids: 0, events: 0, oldest: null, newest: null, withoutId: 0, isCountingBehind: false };
  if (shape.applied.length === 0) return { shape, damage, ...empty };
  const figures = await sql<{
    events: number;
    oldest: string | null;
    newest: string | null;
  }>`SELECT count(*) AS events, min(received_at) AS oldest, max(received_at) AS newest FROM events`.execute(db);
  const { events = 0, oldest = null, newest = null } = figures.rows[0] ?? {};
  const highest = await numberIn(reader, sql`SELECT max(received_seq) AS found FROM ids`);
  return {
    shape,
    damage,
    ids: await numberIn(reader, sql`SELECT count(*) AS found FROM ids`),
    events: Number(events),
    oldest,
    newest,
    withoutId: await numberIn(
      reader,
      sql`SELECT count(*) AS found FROM events LEFT JOIN ids ON ids.received_seq = events.received_seq
        AND ids.business = events.business AND ids.id = events.id WHERE ids.received_seq IS NULL`,
    ),
    isCountingBehind: (await lastNumber(db, dialect, 'ids', 'received_seq')) < highest,
  };
}
