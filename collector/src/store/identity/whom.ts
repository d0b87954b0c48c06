import { type Kysely, sql } from 'kysely';
import { formsOf } from '../cut-text.js';
import { storable } from '../insert.js';
import type { Erasure } from '../privacy.js';
import { findOrder } from '../queries/find-order.js';
import type { Tables } from '../tables.js';
import { nameOf, readPerson } from './aliases.js';
import { namingNumbers } from './of-person.js';
import { readSessionsOf } from './read-profiles.js';
import type { ProfileKey } from './types.js';

export interface SessionKey {
  business: string;
  session: string;
}

/** What a database knows of whom a request names. */
export interface Whom {
  businesses: string[];
  /** Of a user: the platforms that have one with this id. */
  sources: string[];
  /** Of a user: all profiles of that person. */
  profiles: ProfileKey[];
  /** Of a user: the sessions of that person. Of a session: itself, in each business. */
  sessions: SessionKey[];
  /** Of an order: the numbers of its events. */
  numbers: number[];
}

/** The profiles with that id, wherever one is named. */
async function readProfiles(db: Kysely<Tables>, { user = '', source, business }: Erasure): Promise<ProfileKey[]> {
  const forms = sql.join([...new Set([...formsOf(user), String(storable(user))])]);
  const { rows } = await sql<ProfileKey>`
    SELECT DISTINCT business, coalesce(user_source, '') AS source, user_id FROM events WHERE user_id IN (${forms})
    UNION SELECT business, source, user_id FROM profiles WHERE user_id IN (${forms})
    UNION SELECT business, source, user_id FROM sessions WHERE user_id IN (${forms})
    UNION SELECT business, source, user_id FROM conflicts WHERE user_id IN (${forms})
    UNION SELECT business, coalesce(user_source, ''), user_id FROM timers WHERE user_id IN (${forms})
    UNION SELECT business, from_source, from_user FROM aliases WHERE from_user IN (${forms})
    UNION SELECT business, to_source, to_user FROM aliases WHERE to_user IN (${forms})
    UNION SELECT business, kind, buyer_id FROM marketplace_orders WHERE buyer_id IN (${forms})
    UNION SELECT business, kind, customer FROM privacy_requests WHERE customer IN (${forms})`.execute(db);
  return rows.filter(
    (row) => (business === undefined || row.business === business) && (source === undefined || row.source === source),
  );
}

/**
 * The sessions of a person: those that are attached, and those in which the person is named while they are nobody's. What the visitor did
 * in them without a user belongs to the same person.
 */
async function readSessions(db: Kysely<Tables>, profiles: ProfileKey[]): Promise<SessionKey[]> {
  const found = new Map<string, SessionKey>();
  const take = ({ business, session }: SessionKey) =>
    found.set(JSON.stringify([business, session]), { business, session });
  (await readSessionsOf(db, profiles)).forEach(take);
  for (const profile of profiles) {
    const { rows } = await sql<SessionKey>`
      SELECT DISTINCT events.business, events.session FROM events
      LEFT JOIN sessions ON sessions.business = events.business AND sessions.session = events.session
      WHERE events.received_seq IN (${namingNumbers(profile)}) AND events.session IS NOT NULL
        AND sessions.session IS NULL`.execute(db);
    rows.forEach(take);
  }
  return [...found.values()];
}

/** Finds whose data is meant, in one look, before anything of it goes. */
export async function findWhom(db: Kysely<Tables>, erasure: Erasure): Promise<Whom> {
  const { session, user, order, business } = erasure;
  if ([session, user, order].filter((name) => name !== undefined).length !== 1) {
    throw new Error('Nothing was done: name one session, one user or one order.');
  }
  const whom: Whom = { businesses: [], sources: [], profiles: [], sessions: [], numbers: [] };
  if (user !== undefined) {
    const named = await readProfiles(db, erasure);
    whom.sources = [...new Set(named.map((profile) => profile.source))];
    whom.profiles = (await readPerson(db, named)).members;
    whom.sessions = await readSessions(db, whom.profiles);
    whom.businesses = whom.profiles.map((profile) => profile.business);
  } else if (session !== undefined) {
    const forms = sql.join(formsOf(session));
    const { rows } = await sql<SessionKey>`
      SELECT DISTINCT business, session FROM events WHERE session IN (${forms})
      UNION SELECT business, session FROM sessions WHERE session IN (${forms})
      UNION SELECT business, session FROM conflicts WHERE session IN (${forms})
      UNION SELECT business, session FROM timers WHERE session IN (${forms})`.execute(db);
    whom.sessions = rows.filter((row) => business === undefined || row.business === business);
    whom.businesses = whom.sessions.map((row) => row.business);
  } else if (order !== undefined) {
    const found = await findOrder(db, order, business);
    whom.numbers = found.map(({ received_seq }) => received_seq);
    whom.businesses = found.map((row) => row.business);
  }
  whom.businesses = [...new Set(whom.businesses)];
  return whom;
}

/** Users who are named in sessions, or to whom these are attached. */
export async function namedInSessions(db: Kysely<Tables>, sessions: SessionKey[]): Promise<ProfileKey[]> {
  const found = new Map<string, ProfileKey>();
  for (const { business, session } of sessions) {
    const { rows } = await sql<ProfileKey>`
      SELECT business, source, user_id FROM sessions WHERE business = ${business} AND session = ${session}
      UNION SELECT business, coalesce(user_source, ''), user_id FROM events
        WHERE session = ${session} AND business || '' = ${business} AND user_id IS NOT NULL`.execute(db);
    for (const row of rows) found.set(nameOf(row), row);
  }
  return [...found.values()];
}
