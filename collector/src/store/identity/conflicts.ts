import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.js';
import type { ConflictsTable } from './tables.js';
import type { Conflict, ProfileKey } from './types.js';

/** Values in one statement. */
const portion = 100;

type Found = ConflictsTable & { holder_source: string | null; holder_user: string | null };

const toConflict = ({ session, source, user_id, noted_at, holder_source, holder_user }: Found): Conflict => ({
  ...{ session, source, user_id, noted_at },
  holder: holder_user === null ? null : { source: holder_source ?? '', user_id: holder_user },
});

/** Conflicts in which one of the profiles was named beside another user, and those in their own sessions, the latest first. */
export async function readConflicts(
  db: Kysely<Tables>,
  profiles: ProfileKey[],
  sessions: { business: string; session: string }[],
): Promise<Conflict[]> {
  const found = new Map<string, Found>();
  const take = async (condition: ReturnType<typeof sql>) => {
    const { rows } =
      await sql<Found>`SELECT conflicts.*, sessions.source AS holder_source, sessions.user_id AS holder_user
      FROM conflicts LEFT JOIN sessions ON sessions.business = conflicts.business AND sessions.session = conflicts.session
      WHERE ${condition}`.execute(db);
    for (const row of rows) found.set(JSON.stringify([row.session, row.source, row.user_id]), row);
  };
  for (const { business, source, user_id } of profiles) {
    await take(
      sql`conflicts.user_id = ${user_id} AND conflicts.source = ${source} AND conflicts.business || '' = ${business}`,
    );
  }
  for (let start = 0; start < sessions.length; start += portion) {
    const [{ business }, names] = [sessions[start] as { business: string }, sessions.slice(start, start + portion)];
    await take(
      sql`conflicts.business = ${business} AND conflicts.session IN (${sql.join(names.map(({ session }) => session))})`,
    );
  }
  return [...found.values()].sort((one, other) => other.noted_at - one.noted_at).map(toConflict);
}
