import { type Kysely, sql } from 'kysely';
import { type Circle, nameOfUser, type User } from '../../automations/fact.js';
import { fromOf, nameOf, readPerson, toOf } from '../identity/aliases.js';
import type { SessionsTable } from '../identity/tables.js';
import type { ProfileKey } from '../identity/types.js';
import { portionsOf } from '../portions.js';
import type { Tables } from '../tables.js';

/** What tells whose something is. */
export interface Named {
  business: string;
  session: string | null;
  user: User | null;
}

const sessionKey = (business: string, session: string): string => JSON.stringify([business, session]);

const profileOf = (business: string, { source, id }: User): ProfileKey => ({ business, source, user_id: id });
const userOf = ({ source, user_id }: Pick<ProfileKey, 'source' | 'user_id'>): User => ({ source, id: user_id });

/** To whom sessions are attached. */
export async function findHolders(
  db: Kysely<Tables>,
  named: Named[],
): Promise<(one: Named) => SessionsTable | undefined> {
  const keys = new Map<string, [business: string, session: string]>();
  for (const { business, session } of named) {
    if (session !== null) keys.set(sessionKey(business, session), [business, session]);
  }
  const holders = new Map<string, SessionsTable>();
  for (const some of portionsOf([...keys.values()])) {
    const rows = some.map(([business, session]) => sql`(${business}, ${session})`);
    const found =
      await sql<SessionsTable>`SELECT * FROM sessions WHERE (business, session) IN (VALUES ${sql.join(rows)})`.execute(
        db,
      );
    for (const row of found.rows) holders.set(sessionKey(row.business, row.session), row);
  }
  return ({ business, session }) => (session === null ? undefined : holders.get(sessionKey(business, session)));
}

/** The user to whom a session belonged at a time, when an event of it named nobody. */
export const holderAt = (holder: SessionsTable | undefined, at: number): User | null =>
  holder && at <= (holder.attached_until ?? Infinity) ? userOf(holder) : null;

/** Whose something is, and all that is known of that person. */
export interface Person extends Circle {
  /** The user to whom the session is attached. */
  holder: SessionsTable | undefined;
}

async function sessionsOf(db: Kysely<Tables>, profiles: ProfileKey[]): Promise<SessionsTable[]> {
  const found: SessionsTable[] = [];
  for (const some of portionsOf(profiles)) {
    const ids = sql.join(some.map(({ user_id }) => user_id));
    found.push(...(await sql<SessionsTable>`SELECT * FROM sessions WHERE user_id IN (${ids})`.execute(db)).rows);
  }
  return found;
}

/**
 * Finds the persons to whom some things belong, with all their sessions and users: a few statements for all of them together. A session
 * counts as its user's even after the log-out, because what was bought then must not be reminded of.
 */
export async function findPersons(db: Kysely<Tables>, named: Named[]): Promise<(one: Named) => Person> {
  const holderOf = await findHolders(db, named);
  const profilesOf = (one: Named): ProfileKey[] => {
    const holder = holderOf(one);
    return [...(one.user ? [profileOf(one.business, one.user)] : []), ...(holder ? [holder] : [])];
  };
  const profiles = new Map(named.flatMap(profilesOf).map((profile) => [nameOf(profile), profile]));
  const none = { members: [], aliases: [] };
  const { members, aliases } = profiles.size === 0 ? none : await readPerson(db, [...profiles.values()]);
  const targets = new Map(aliases.map((row) => [nameOf(fromOf(row)), nameOf(toOf(row))]));
  const targetOf = (profile: ProfileKey): string => targets.get(nameOf(profile)) ?? nameOf(profile);
  const all = [...new Map([...profiles.values(), ...members].map((profile) => [nameOf(profile), profile])).values()];
  const users = new Map<string, Set<string>>();
  const sessions = new Map<string, Set<string>>();
  const add = (to: Map<string, Set<string>>, target: string, value: string) =>
    to.set(target, (to.get(target) ?? new Set()).add(value));
  for (const profile of all) add(users, targetOf(profile), nameOfUser(userOf(profile)));
  const known = new Set(all.map(nameOf));
  for (const row of await sessionsOf(db, all)) if (known.has(nameOf(row))) add(sessions, targetOf(row), row.session);
  return (one) => {
    const own = [...new Set(profilesOf(one).map(targetOf))];
    return {
      holder: holderOf(one),
      sessions: new Set([one.session ?? [], ...own.map((target) => [...(sessions.get(target) ?? [])])].flat()),
      users: new Set(own.flatMap((target) => [...(users.get(target) ?? [])])),
    };
  };
}

/** The ids of the users of a circle. */
export const idsOf = ({ users }: Circle): string[] =>
  [...users].map((name) => (JSON.parse(name) as [source: string, id: string])[1]);
