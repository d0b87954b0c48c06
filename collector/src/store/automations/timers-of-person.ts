import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ProfileKey } from '../identity/types.js';
import type { SessionKey, Whom } from '../identity/whom.js';
import type { Erasure, PersonTimer } from '../privacy.js';
import { portionsOf } from '../portions.js';
import type { Tables } from '../tables.js';
import { selectTimers } from './rows.js';

const ofUser = ({ business, source, user_id }: ProfileKey): RawBuilder<unknown> =>
  sql`user_id = ${user_id} AND coalesce(user_source, '') = ${source} AND business || '' = ${business}`;

/** The conditions that find what automations remember of sessions. */
function* ofSessions(sessions: SessionKey[]): Generator<RawBuilder<unknown>> {
  for (const business of new Set(sessions.map((one) => one.business))) {
    const names = sessions.filter((one) => one.business === business).map((one) => one.session);
    for (const some of portionsOf(names)) yield sql`session IN (${sql.join(some)}) AND business || '' = ${business}`;
  }
}

/** Sessions of others in which these users were named. */
async function namedIn(db: Kysely<Tables>, profiles: ProfileKey[]): Promise<SessionKey[]> {
  const found: SessionKey[] = [];
  for (const profile of profiles) {
    found.push(
      ...(
        await sql<SessionKey>`SELECT business, session FROM conflicts WHERE user_id = ${profile.user_id}
        AND source = ${profile.source} AND business || '' = ${profile.business}`.execute(db)
      ).rows,
    );
  }
  return found;
}

/**
 * Erases what automations remember of somebody, before the rows go by which sessions are found. A cart of a browser that several have used
 * is everybody's of them, so that it goes whole.
 *
 * @returns how many timers were removed
 */
export async function eraseTimers(db: Kysely<Tables>, { profiles, sessions }: Whom): Promise<number> {
  let removed = 0;
  const all = [...sessions, ...(await namedIn(db, profiles))];
  for (const condition of [...profiles.map(ofUser), ...ofSessions(all)]) {
    const { numAffectedRows = 0n } = await sql`DELETE FROM timers WHERE ${condition}`.execute(db);
    removed += Number(numAffectedRows);
  }
  return removed;
}

/** What automations remember of somebody; not what names another user in a session of the person. */
export async function readTimersOf(
  db: Kysely<Tables>,
  { session }: Erasure,
  { profiles, sessions }: Whom,
): Promise<PersonTimer[]> {
  const found: PersonTimer[] = [];
  const isTheirs = session === undefined ? sql`user_id || '' IS NULL` : sql`1 = 1`;
  const conditions = [...profiles.map(ofUser), ...[...ofSessions(sessions)].map((one) => sql`${one} AND ${isTheirs}`)];
  for (const condition of conditions) {
    for (const timer of await selectTimers(db, condition)) {
      const { business, rule, kind, state, reason, session: own, user, started_at, due_at, fired_at, memory } = timer;
      found.push({ business, rule, kind, state, reason, session: own, user, started_at, due_at, fired_at, memory });
    }
  }
  return found;
}
