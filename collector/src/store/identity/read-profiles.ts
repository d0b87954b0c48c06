import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.js';
import { readPerson, toAlias } from './aliases.js';
import { asStored, toAttached } from './attach.js';
import { readConflicts } from './conflicts.js';
import type { ProfilesTable, SessionsTable } from './tables.js';
import type { ProfileDetails, ProfileKey, ProfilesPage, ProfileSummary, Traits } from './types.js';

export const parseTraits = (traits: string | null): Traits => (traits === null ? {} : (JSON.parse(traits) as Traits));

/** The sessions of some profiles, the latest first. */
export async function readSessionsOf(db: Kysely<Tables>, profiles: ProfileKey[]): Promise<SessionsTable[]> {
  const found: SessionsTable[] = [];
  for (const { business, source, user_id } of profiles) {
    found.push(
      ...(await db
        .selectFrom('sessions')
        .selectAll()
        .where('user_id', '=', user_id)
        .where('source', '=', source)
        .where('business', '=', business)
        .execute()),
    );
  }
  return found.sort((one, other) => other.attached_at - one.attached_at);
}

export const findProfile = (db: Kysely<Tables>, { business, source, user_id }: ProfileKey) =>
  db
    .selectFrom('profiles')
    .selectAll()
    .where('business', '=', business)
    .where('source', '=', source)
    .where('user_id', '=', user_id)
    .executeTakeFirst();

/** Profiles as the inspector shows them. */
export const createProfileReader = (db: Kysely<Tables>) => ({
  async profiles({ business, q, limit = 50 }: ProfilesPage = {}): Promise<ProfileSummary[]> {
    const part = `%${(q ?? '').toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    const ofBusiness = business === undefined ? sql`1 = 1` : sql`profiles.business = ${business}`;
    const sought =
      q === undefined
        ? sql`1 = 1`
        : sql`(lower(profiles.user_id) LIKE ${part} ESCAPE '\\' OR EXISTS (SELECT 1 FROM sessions AS named
            WHERE named.session = ${q} AND named.business = profiles.business AND named.source = profiles.source
              AND named.user_id = profiles.user_id))`;
    // A cross join, so that SQLite begins with the few sessions of a profile.
    const { rows } = await sql<ProfileSummary>`
      SELECT latest.business, latest.source, latest.user_id, latest.first_at, latest.last_at,
        (SELECT count(*) FROM sessions WHERE sessions.user_id = latest.user_id AND sessions.source = latest.source
          AND sessions.business = latest.business) AS sessions,
        (SELECT count(*) FROM sessions CROSS JOIN conflicts
          WHERE conflicts.business = sessions.business AND conflicts.session = sessions.session
            AND sessions.user_id = latest.user_id AND sessions.source = latest.source
            AND sessions.business = latest.business) AS conflicts
      FROM (SELECT * FROM profiles WHERE ${ofBusiness} AND ${sought} ORDER BY last_at DESC LIMIT ${limit}) AS latest
      ORDER BY latest.last_at DESC`.execute(db);
    return rows.map((row) => ({ ...row, sessions: Number(row.sessions), conflicts: Number(row.conflicts) }));
  },

  async profile(given: ProfileKey): Promise<ProfileDetails | undefined> {
    const key = asStored(given);
    const { members, aliases } = await readPerson(db, [key]);
    const found: ProfilesTable[] = [];
    for (const member of members) found.push(...[await findProfile(db, member)].filter((row) => row !== undefined));
    const sessions = await readSessionsOf(db, members);
    if (found.length + sessions.length + aliases.length === 0) return undefined;
    const conflicts = await readConflicts(db, members, sessions);
    const traits = Object.assign({}, ...found.map((row) => parseTraits(row.traits))) as Traits;
    // What was said later comes first in the list, and has to be laid over the rest.
    const claimed = Object.assign({}, ...sessions.map((row) => parseTraits(row.traits)).reverse()) as Traits;
    const times = [
      ...found.flatMap(({ first_at, last_at }) => [first_at, last_at]),
      ...sessions.map(({ attached_at }) => attached_at),
      ...aliases.map(({ created_at }) => Date.parse(created_at) / 1000),
    ];
    return {
      profile: {
        ...key,
        sessions: sessions.length,
        conflicts: conflicts.length,
        first_at: Math.min(...times),
        last_at: Math.max(...times),
        traits,
        untrusted_traits: Object.fromEntries(Object.entries(claimed).filter(([name]) => !Object.hasOwn(traits, name))),
      },
      sessions: sessions.map(toAttached),
      aliases: aliases.map(toAlias),
      conflicts,
    };
  },
});
