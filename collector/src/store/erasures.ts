import { createHash } from 'node:crypto';
import { CompiledQuery, type Kysely } from 'kysely';
import type { ProfileKey } from './identity/types.js';
import type { Whom } from './identity/whom.js';
import { storable } from './insert.js';
import { orderNames } from './order-names.js';
import type { Erasure } from './privacy.js';
import type { EventRecord } from './store.js';
import { deleteEvents } from './search/delete-events.js';
import type { ErasuresTable, Tables } from './tables.js';

/** What an erasure looks at: an event, or what could be read of something that was refused. */
type Concerned = Pick<EventRecord, 'business' | 'received_at' | 'session' | 'user_id'> & {
  user_source?: string | null;
  action?: string | null;
  event?: string;
};

/** Milliseconds by which the clock of the machine that erased may be ahead of ours. */
const clockRoom = 10_000;

/** Rows in one statement. */
const portion = 100;

/** The memory of an erasure must not be a memory of the person, so sessions and users are digests in it. */
const digest = (text: string): string =>
  createHash('sha256')
    .update(String(storable(text)))
    .digest('base64url');

/** A user of one platform, who is another one elsewhere. */
const digestOfUser = ({ source, user_id }: Pick<ProfileKey, 'source' | 'user_id'>): string =>
  digest(JSON.stringify(['user', storable(source), storable(user_id)]));

const digestOfOrder = (order: string): string => digest(JSON.stringify(['order', order]));

async function insertErasures(db: Kysely<Tables>, rows: ErasuresTable[]): Promise<void> {
  for (let start = 0; start < rows.length; start += portion) {
    await db
      .insertInto('erasures')
      .values(rows.slice(start, start + portion))
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

/** The digests of all by which an erasure can name an event. */
type Digests = { session: string; users: string[]; orders: string[] };

const digestsOf = ({ action, event: text, ...event }: Concerned): Digests => ({
  session: event.session === null ? '-' : digest(event.session),
  users:
    event.user_id === null
      ? []
      : [digest(event.user_id), digestOfUser({ source: event.user_source ?? '', user_id: event.user_id })],
  orders: action && text ? orderNames({ action, event: text }).map(digestOfOrder) : [],
});

/** Whether an erasure concerns an event, whose digests are given. */
function concerns(erasure: ErasuresTable, event: Concerned, { session, users, orders }: Digests): boolean {
  if (event.received_at > erasure.erased_at) return false;
  if (erasure.business !== '' && erasure.business !== event.business) return false;
  if (erasure.session !== '' && erasure.session !== session) return false;
  if (erasure.user_id !== '' && ![...users, ...orders].includes(erasure.user_id)) return false;
  return erasure.only_anonymous === 0 || event.user_id === null;
}

/** Finds the erasures that concern an event, by the digests of its session and its user. */
function createLookup(erasures: ErasuresTable[]) {
  const by = new Map<string, ErasuresTable[]>();
  for (const erasure of erasures) {
    const key = erasure.session || erasure.user_id;
    by.set(key, [...(by.get(key) ?? []), erasure]);
  }
  return (event: Concerned): Found => {
    const digests = digestsOf(event);
    const named = (names: string[]) =>
      names.flatMap((name) => by.get(name) ?? []).filter((erasure) => concerns(erasure, event, digests));
    const ofUser = named(digests.users);
    return { ofUser: ofUser[0], isErased: ofUser.length + named([digests.session, ...digests.orders]).length > 0 };
  };
}

interface Found {
  /** An erasure of the user whom the event names. */
  ofUser: ErasuresTable | undefined;
  isErased: boolean;
}

const texts = new WeakMap<object, string>();

/** The statement is made once for each kind of database, because this is asked with every commit. */
function textOfSearch(db: Kysely<Tables>): string {
  const compiler = db.getExecutor().adapter.constructor;
  let text = texts.get(compiler);
  if (text === undefined) {
    text = db.selectFrom('erasures').selectAll().where('erased_at', '>=', '').compile().sql;
    texts.set(compiler, text);
  }
  return text;
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
  const earliest = events.reduce((least, { received_at }) => (received_at < least ? received_at : least), '~');
  const { rows: found } = await db.executeQuery<ErasuresTable>(CompiledQuery.raw(textOfSearch(db), [earliest]));
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

/** Those that an erasure concerns which was made after they came. Nothing is changed by them, because nobody has checked them. */
export async function findForgotten<Kind extends Concerned>(db: Kysely<Tables>, items: Kind[]): Promise<Set<Kind>> {
  const earliest = items.reduce((least, { received_at }) => (received_at < least ? received_at : least), '~');
  const { rows } = await db.executeQuery<ErasuresTable>(CompiledQuery.raw(textOfSearch(db), [earliest]));
  if (rows.length === 0) return new Set();
  const find = createLookup(rows);
  return new Set(items.filter((item) => find(item).isErased));
}
