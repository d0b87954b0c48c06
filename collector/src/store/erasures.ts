import type { Kysely } from 'kysely';
import { createLookup, digest, digestOfOrder, digestOfUser, readErasures } from './erasure-lookup.js';
import type { Whom } from './identity/whom.js';
import { storable } from './insert.js';
import type { Erasure } from './privacy.js';
import type { EventRecord } from './store.js';
import { deleteEvents } from './search/delete-events.js';
import type { ErasuresTable, Tables } from './tables.js';
import { portionsOf } from './portions.js';

/** Milliseconds by which the clock of the machine that erased may be ahead of ours. */
const clockRoom = 10_000;

async function insertErasures(db: Kysely<Tables>, rows: ErasuresTable[]): Promise<void> {
  for (const some of portionsOf(rows)) {
    await db
      .insertInto('erasures')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/**
 * Remembers an erasure for events that were received before it and are stored after it. Those of a user's sessions that name no
 * user are the user's, too.
 */
export async function rememberErasure(
  db: Kysely<Tables>,
  { session, user, source, order, business }: Erasure,
  { businesses, sessions, profiles }: Whom,
): Promise<void> {
  const erased_at = new Date().toISOString();
  // Another business may have a customer of the same number, whose events are in the stream as well.
  const meant = business ?? (businesses.length === 1 ? businesses[0] : undefined) ?? '';
  const row = (more: Partial<ErasuresTable>): ErasuresTable => ({
    ...{ erased_at, business: meant, session: '', user_id: '', only_anonymous: 0 },
    ...more,
  });
  if (session !== undefined) return insertErasures(db, [row({ session: digest(session) })]);
  if (order !== undefined) return insertErasures(db, [row({ user_id: digestOfOrder(order) })]);
  if (user === undefined) return;
  const named = source === undefined ? digest(user) : digestOfUser({ source, user_id: user });
  const digests = new Set([named, ...profiles.map(digestOfUser)]);
  await insertErasures(db, [
    ...[...digests].map((user_id) => row({ user_id })),
    ...sessions.map((known) => row({ business: known.business, session: digest(known.session), only_anonymous: 1 })),
  ]);
}

/** Whether the session of an event is attached to somebody who was not erased: that the erased user was named in it makes it no session of theirs. */
async function isOthers(
  db: Kysely<Tables>,
  { business, session }: EventRecord,
  erasures: ErasuresTable[],
): Promise<boolean> {
  const holder = await db
    .selectFrom('sessions')
    .select(['source', 'user_id'])
    .where('business', '=', business)
    .where('session', '=', storable(session) as string)
    .executeTakeFirst();
  if (!holder) return false;
  const digests = [digest(holder.user_id), digestOfUser(holder)];
  return !erasures.some(({ user_id }) => digests.includes(user_id));
}

/**
 * The events that were received before an erasure which concerns them. Where an event shows that a session is an erased user's, what
 * the session has done without naming a user goes, too: what is stored of it already, and by a further row what comes later.
 */
export async function findErased(
  db: Kysely<Tables>,
  events: EventRecord[],
  log: (sentence: string) => void,
): Promise<Set<EventRecord>> {
  const found = await readErasures(db, events);
  if (found.length === 0) return new Set();
  // One from the time to come was made while the clock was ahead, and would take events that came after it.
  const latest = new Date(Date.now() + clockRoom).toISOString();
  const erasures = found.filter(({ erased_at }) => erased_at <= latest);
  if (erasures.length < found.length) {
    log(
      'Erasures were made while a clock was ahead: they do not reach what is stored now. Repeat them if a stream is used.',
    );
  }
  const find = createLookup(erasures);
  const derived: ErasuresTable[] = [];
  for (const event of events) {
    const { business, session } = event;
    const { ofUser } = find(event);
    if (session === null || ofUser === undefined) continue;
    if (await isOthers(db, event, erasures)) continue;
    const { erased_at } = ofUser;
    derived.push({ erased_at, business, session: digest(session), user_id: '', only_anonymous: 1 });
    await deleteEvents(db, (row) =>
      row.and([
        row('business', '=', business),
        row('session', '=', storable(session) as string),
        row('user_id', 'is', null),
        row('received_at', '<=', erased_at),
      ]),
    );
  }
  await insertErasures(db, derived);
  const findAll = createLookup([...erasures, ...derived]);
  return new Set(events.filter((event) => findAll(event).isErased));
}
