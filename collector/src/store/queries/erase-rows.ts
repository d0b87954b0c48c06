import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { namingNumbers } from '../identity/of-person.js';
import type { ProfileKey } from '../identity/types.js';
import { namedInSessions, type SessionKey, type Whom } from '../identity/whom.js';
import { portionsOf } from '../portions.js';
import { deleteEvents } from '../search/delete-events.js';
import type { Tables } from '../tables.js';

/** Runs a deletion, and tells how many rows it took. */
async function remove(db: Kysely<Tables>, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows = 0n } = await statement.execute(db);
  return Number(numAffectedRows);
}

/** Takes the sum of what a deletion takes for each of some values. */
async function removeEach<T>(db: Kysely<Tables>, values: T[], deletion: (value: T) => RawBuilder<unknown>) {
  let removed = 0;
  for (const value of values) removed += await remove(db, deletion(value));
  return removed;
}

const isProfile = ({ business, source, user_id }: ProfileKey) =>
  sql`user_id = ${user_id} AND source = ${source} AND business || '' = ${business}`;

/** Sessions by business, in portions. */
function* bySession(sessions: SessionKey[]): Generator<{ business: string; names: RawBuilder<unknown> }> {
  for (const business of new Set(sessions.map((one) => one.business))) {
    const own = sessions.filter((one) => one.business === business).map(({ session }) => session);
    for (const some of portionsOf(own)) yield { business, names: sql.join(some) };
  }
}

const noRows = { events: 0, profiles: 0, sessions: 0, conflicts: 0, aliases: 0 };

/** Erases a user: what names the user, and what was done in the user's sessions without naming anybody. */
export async function eraseUser(db: Kysely<Tables>, { profiles, sessions }: Whom) {
  const counts = { ...noRows };
  const inSessions = [...bySession(sessions)];
  for (const profile of profiles) {
    counts.events += await deleteEvents(db, () => sql`received_seq IN (${namingNumbers(profile)})`);
  }
  for (const { business, names } of inSessions) {
    counts.events += await deleteEvents(
      db,
      () => sql`session IN (${names}) AND user_id || '' IS NULL AND business || '' = ${business}`,
    );
  }
  counts.conflicts += await removeEach(
    db,
    inSessions,
    ({ business, names }) => sql`DELETE FROM conflicts WHERE business = ${business} AND session IN (${names})`,
  );
  counts.conflicts += await removeEach(
    db,
    profiles,
    (profile) => sql`DELETE FROM conflicts WHERE ${isProfile(profile)}`,
  );
  counts.sessions += await removeEach(db, profiles, (profile) => sql`DELETE FROM sessions WHERE ${isProfile(profile)}`);
  counts.profiles += await removeEach(db, profiles, (profile) => sql`DELETE FROM profiles WHERE ${isProfile(profile)}`);
  counts.aliases += await removeEach(
    db,
    profiles,
    ({ business, source, user_id }) => sql`DELETE FROM aliases WHERE business = ${business}
      AND (from_user = ${user_id} AND from_source = ${source} OR to_user = ${user_id} AND to_source = ${source})`,
  );
  return counts;
}

/** Erases sessions, whoever is named in them, and the profiles of which nothing else is known. */
export async function eraseSessions(db: Kysely<Tables>, { sessions }: Whom) {
  const counts = { ...noRows };
  const named = await namedInSessions(db, sessions);
  for (const { business, names } of bySession(sessions)) {
    const isMeant = sql<SqlBool>`session IN (${names}) AND business || '' = ${business}`;
    counts.events += await deleteEvents(db, () => isMeant);
    counts.conflicts += await remove(db, sql`DELETE FROM conflicts WHERE ${isMeant}`);
    counts.sessions += await remove(db, sql`DELETE FROM sessions WHERE ${isMeant}`);
  }
  counts.profiles += await removeEach(
    db,
    named,
    (profile) => sql`DELETE FROM profiles WHERE ${isProfile(profile)} AND traits IS NULL
      AND NOT EXISTS (SELECT 1 FROM sessions WHERE ${isProfile(profile)})
      AND NOT EXISTS (${namingNumbers(profile)})`,
  );
  return counts;
}

/** Erases events by their numbers. */
export async function eraseNumbers(db: Kysely<Tables>, { numbers }: Whom) {
  let events = 0;
  for (const some of portionsOf(numbers)) {
    events += await deleteEvents(db, () => sql`received_seq IN (${sql.join(some)})`);
  }
  return { ...noRows, events };
}
