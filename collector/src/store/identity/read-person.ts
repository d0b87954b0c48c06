import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { readTimersOf } from '../automations/timers-of-person.js';
import { findOrdersOf } from '../connections/erase-orders.js';
import { findRequestsOf } from '../connections/requests-of-person.js';
import { formsOf } from '../cut-text.js';
import type { Erasure, PersonConflict, PersonRecords } from '../privacy.js';
import { readDeliveriesOf } from '../outbox/read-deliveries.js';
import { findDeadLetters } from '../queries/dead-letters.js';
import { createNaming } from '../queries/naming.js';
import { toRow } from '../queries/read.js';
import { readRefusalsOf } from '../queries/refusals-of-person.js';
import type { Row } from '../store.js';
import type { Tables } from '../tables.js';
import { readPerson, toAlias } from './aliases.js';
import { toAttached } from './attach.js';
import { readConflicts } from './conflicts.js';
import { numbersOfPerson } from './of-person.js';
import { findProfile, parseTraits, readSessionsOf } from './read-profiles.js';
import type { SessionsTable } from './tables.js';
import type { Conflict, ProfileKey } from './types.js';
import { findWhom, type SessionKey, type Whom } from './whom.js';

/** The rows of sessions, as far as these are attached to anybody. */
async function readRows(db: Kysely<Tables>, sessions: SessionKey[]): Promise<SessionsTable[]> {
  const rows: SessionsTable[] = [];
  for (const { business, session } of sessions) {
    const { rows: found } =
      await sql<SessionsTable>`SELECT * FROM sessions WHERE business = ${business} AND session = ${session}`.execute(
        db,
      );
    rows.push(...found);
  }
  return rows;
}

/** The events of a user as the timeline has them, or all of a session. What an erasure takes beyond that may be somebody else's. */
function isTheirs({ session, business }: Erasure, { profiles }: Whom): RawBuilder<SqlBool> {
  if (session === undefined) return sql`received_seq IN (${numbersOfPerson(profiles)})`;
  const ofBusiness = business === undefined ? sql`1 = 1` : sql`business || '' = ${business}`;
  return sql`session IN (${sql.join(formsOf(session))}) AND ${ofBusiness}`;
}

/** Who else was named beside a user is nobody's business but theirs; a session is asked for whoever is named in it. */
function hideOthers({ user }: Erasure, members: ProfileKey[]) {
  const own = new Set(members.map(({ source, user_id }) => JSON.stringify([source, user_id])));
  const isTold = (name: Pick<ProfileKey, 'source' | 'user_id'>) =>
    user === undefined || own.has(JSON.stringify([name.source, name.user_id]));
  return ({ source, user_id, holder, ...conflict }: Conflict): PersonConflict => ({
    ...conflict,
    ...(isTold({ source, user_id }) ? { source, user_id } : { source: null, user_id: null }),
    holder: holder && isTold(holder) ? holder : null,
  });
}

/** All that is stored of one person. */
export const createPersonReader = (db: Kysely<Tables>) => ({
  async personRecords(whom: Erasure): Promise<PersonRecords> {
    const known = await findWhom(db, whom);
    const naming = createNaming(whom, known);
    const { members, aliases } = await readPerson(db, known.profiles);
    const profiles = [];
    for (const member of members) profiles.push(...[await findProfile(db, member)].filter((row) => row !== undefined));
    const sessions =
      whom.session === undefined ? await readSessionsOf(db, members) : await readRows(db, known.sessions);
    const isKnown = whom.session !== undefined || known.profiles.length > 0;
    const ofSessions = whom.session === undefined ? sessions : known.sessions;
    return {
      profiles: profiles.map(({ seen_on: _, traits, ...row }) => ({ ...row, traits: parseTraits(traits) })),
      sessions: sessions.map((row) => ({ ...toAttached(row), traits: parseTraits(row.traits) })),
      aliases: aliases.map(toAlias),
      conflicts: (await readConflicts(db, members, ofSessions)).map(hideOthers(whom, members)),
      dead_letters: await findDeadLetters(db, naming),
      refusals: await readRefusalsOf(db, naming),
      deliveries: isKnown ? await readDeliveriesOf(db, isTheirs(whom, known)) : [],
      timers: await readTimersOf(db, whom, known),
      marketplace_orders: await findOrdersOf(db, whom, known),
      privacy_requests: await findRequestsOf(db, known),
    };
  },

  async personEvents(whom: Erasure, after: number, limit: number): Promise<Row[]> {
    const known = await findWhom(db, whom);
    if (whom.session === undefined && known.profiles.length === 0) return [];
    const rows = await db
      .selectFrom('events')
      .selectAll()
      .where(isTheirs(whom, known))
      .where('received_seq', '>', after)
      .orderBy('received_seq')
      .limit(limit)
      .execute();
    return rows.map(toRow);
  },
});
