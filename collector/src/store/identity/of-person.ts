import { type ExpressionBuilder, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { formsOf } from '../cut-text.js';
import type { Tables } from '../tables.js';
import { readPerson } from './aliases.js';
import { asStored } from './attach.js';
import type { ProfileKey } from './types.js';

/** Later than any event. */
const never = sql.lit(1e12);

/**
 * The numbers of the events that name a user. The empty text behind a column keeps its index out: by the user is the short way, and
 * SQLite has to be told.
 */
export const namingNumbers = ({ business, source, user_id }: ProfileKey): RawBuilder<unknown> =>
  sql`SELECT received_seq FROM events WHERE user_id IN (${sql.join(formsOf(user_id))})
    AND coalesce(user_source, '') = ${source} AND business || '' = ${business}`;

/** The numbers of the events without a user in the sessions of a user, up to where a session is that user's. */
const anonymousNumbers = ({ business, source, user_id }: ProfileKey): RawBuilder<unknown> =>
  sql`SELECT events.received_seq FROM sessions JOIN events ON events.session = sessions.session
      AND events.business || '' = sessions.business
    WHERE sessions.user_id = ${user_id} AND sessions.source = ${source} AND sessions.business || '' = ${business}
      AND events.user_id || '' IS NULL AND events.tracked_at + 0 <= coalesce(sessions.attached_until, ${never})`;

/** The numbers of all events of a person: joined by reading, so that nothing has to be rewritten when a visitor becomes known. */
export const numbersOfPerson = (members: ProfileKey[]): RawBuilder<unknown> =>
  sql.join(
    members.flatMap((member) => [namingNumbers(member), anonymousNumbers(member)]),
    sql` UNION `,
  );

/** The condition that an event is a person's. */
export async function ofPerson(db: Kysely<Tables>, given: ProfileKey) {
  const { members } = await readPerson(db, [asStored(given)]);
  const condition = sql<SqlBool>`received_seq IN (${numbersOfPerson(members)})`;
  return (_row: ExpressionBuilder<Tables, 'events'>) => condition;
}
