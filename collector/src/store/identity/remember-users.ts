import { type Kysely, type SqlBool, sql } from 'kysely';
import type { EventRecord } from '../store.js';
import { portionsOf } from '../portions.js';
import type { Tables } from '../tables.js';
import { nameOf, readTargets } from './aliases.js';
import { dayOf, follow, mergeTraits, type Naming } from './attachment.js';
import { namedIn, type NamedUser } from './namings.js';
import type { ConflictsTable, ProfilesTable, SessionsTable } from './tables.js';
import type { ProfileKey } from './types.js';

/** Seconds by which the latest event of a profile may be later than its row says. */
const resolution = 60;

const keyOf = ({ business, session }: { business: string; session: string }) => JSON.stringify([business, session]);

/** Reads what is known of sessions. */
async function readSessions(db: Kysely<Tables>, namings: Naming[]): Promise<Map<string, SessionsTable>> {
  const keys = [...new Map(namings.map((naming) => [keyOf(naming), naming])).values()];
  const known = new Map<string, SessionsTable>();
  for (const some of portionsOf(keys)) {
    const { rows } = await sql<SessionsTable>`SELECT * FROM sessions WHERE (business, session) IN (VALUES ${sql.join(
      some.map(({ business, session }) => sql`(${business}, ${session})`),
    )})`.execute(db);
    for (const row of rows) known.set(keyOf(row), row);
  }
  return known;
}

async function keepProfiles(db: Kysely<Tables>, namings: NamedUser[]): Promise<void> {
  const rows = new Map<string, ProfilesTable>();
  for (const { business, source, user_id, tracked_at, received_at } of namings) {
    const key = nameOf({ business, source, user_id });
    const before = rows.get(key);
    rows.set(key, {
      ...{ business, source, user_id, traits: null, seen_on: dayOf(received_at) },
      first_at: Math.min(before?.first_at ?? tracked_at, tracked_at),
      last_at: Math.max(before?.last_at ?? tracked_at, tracked_at),
    });
  }
  for (const some of portionsOf([...rows.values()])) {
    await db
      .insertInto('profiles')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['business', 'source', 'user_id'])
          .doUpdateSet({
            first_at: sql<number>`CASE WHEN excluded.first_at < profiles.first_at THEN excluded.first_at ELSE profiles.first_at END`,
            last_at: sql<number>`CASE WHEN excluded.last_at > profiles.last_at THEN excluded.last_at ELSE profiles.last_at END`,
            seen_on: sql<string>`CASE WHEN excluded.seen_on > profiles.seen_on THEN excluded.seen_on ELSE profiles.seen_on END`,
          })
          // A row that is written for each event of a visitor would make every commit larger.
          .where(
            sql<SqlBool>`excluded.last_at > profiles.last_at + ${sql.lit(resolution)} OR excluded.first_at < profiles.first_at
              OR excluded.seen_on > profiles.seen_on`,
          ),
      )
      .execute();
  }
  // What a browser says of a user stays with its session: anybody can send it, and must not change what others see of the user.
  for (const { business, source, user_id, isTrusted, traits } of namings) {
    if (!isTrusted || traits === undefined) continue;
    const profile = db.selectFrom('profiles').where('business', '=', business);
    const before = await profile
      .select('traits')
      .where('source', '=', source)
      .where('user_id', '=', user_id)
      .executeTakeFirst();
    await db
      .updateTable('profiles')
      .set({ traits: mergeTraits(before?.traits ?? null, traits) })
      .where('business', '=', business)
      .where('source', '=', source)
      .where('user_id', '=', user_id)
      .execute();
  }
}

/** The users of sessions in which several are named: some of them may be one person. */
function inDoubt<Named extends ProfileKey & { session: string }>(named: Named[]): Named[] {
  const users = new Map<string, Set<string>>();
  for (const one of named) users.set(keyOf(one), (users.get(keyOf(one)) ?? new Set()).add(nameOf(one)));
  return named.filter((one) => (users.get(keyOf(one))?.size ?? 0) > 1);
}

/** Keeps whose sessions these are, and who else was named in them. */
async function keepSessions(db: Kysely<Tables>, namings: Naming[]): Promise<ConflictsTable[]> {
  const sessions = await readSessions(db, namings);
  const targetOf = await readTargets(db, inDoubt([...sessions.values(), ...namings]));
  const isSame = (one: ProfileKey, other: ProfileKey) =>
    nameOf(one) === nameOf(other) || nameOf(targetOf(one)) === nameOf(targetOf(other));
  const conflicts: ConflictsTable[] = [];
  for (const naming of namings) {
    const before = sessions.get(keyOf(naming));
    const isOwn = before === undefined || isSame(before, naming);
    const { business, session, source, user_id, tracked_at, received_at } = naming;
    if (!isOwn)
      conflicts.push({ business, session, source, user_id, noted_at: tracked_at, seen_on: dayOf(received_at) });
    sessions.set(keyOf(naming), follow(before, naming, isOwn));
  }
  for (const some of portionsOf([...sessions.values()])) {
    await db
      .insertInto('sessions')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['business', 'session']).doUpdateSet(({ ref }) => ({
          attached_until: ref('excluded.attached_until'),
          ended_at: ref('excluded.ended_at'),
          trusted: ref('excluded.trusted'),
          traits: ref('excluded.traits'),
          seen_on: ref('excluded.seen_on'),
        })),
      )
      .execute();
  }
  return conflicts;
}

/**
 * Keeps who is named, in the transaction of what names them: three statements for each commit that names somebody, and one more where
 * a session names a second user.
 */
export async function rememberNamings(db: Kysely<Tables>, namings: NamedUser[]): Promise<void> {
  if (namings.length === 0) return;
  await keepProfiles(db, namings);
  const ofSessions = namings.filter((naming): naming is Naming => naming.session !== null);
  const conflicts = ofSessions.length === 0 ? [] : await keepSessions(db, ofSessions);
  for (const some of portionsOf(conflicts)) {
    await db
      .insertInto('conflicts')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Keeps whom new events name. */
export const rememberUsers = (db: Kysely<Tables>, events: EventRecord[]): Promise<void> =>
  rememberNamings(
    db,
    events.flatMap((event) => namedIn(event) ?? []),
  );
