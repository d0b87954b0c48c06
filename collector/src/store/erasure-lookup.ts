import { createHash } from 'node:crypto';
import { CompiledQuery, type Kysely } from 'kysely';
import type { ToldEvent } from './events-in-text.js';
import type { ProfileKey } from './identity/types.js';
import { storable } from './insert.js';
import { orderNames } from './order-names.js';
import type { EventRecord } from './store.js';
import type { ErasuresTable, Tables } from './tables.js';

/** What an erasure looks at: an event, or what could be read of one that was refused. */
export type Concerned = Pick<EventRecord, 'business' | 'received_at' | 'session' | 'user_id' | 'user_source'> &
  (Pick<EventRecord, 'action' | 'event'> | Pick<ToldEvent, 'orders'>);

/** The memory of an erasure must not be a memory of the person, so sessions and users are digests in it. */
export const digest = (text: string): string =>
  createHash('sha256')
    .update(String(storable(text)))
    .digest('base64url');

/** A user of one platform, who is another one elsewhere. */
export const digestOfUser = ({ source, user_id }: Pick<ProfileKey, 'source' | 'user_id'>): string =>
  digest(JSON.stringify(['user', storable(source), storable(user_id)]));

export const digestOfOrder = (order: string): string => digest(JSON.stringify(['order', order]));

/** The digests of all by which an erasure can name an event. */
type Digests = { session: string; users: string[]; orders: string[] };

const digestsOf = (event: Concerned): Digests => ({
  session: event.session === null ? '-' : digest(event.session),
  users:
    event.user_id === null
      ? []
      : [digest(event.user_id), digestOfUser({ source: event.user_source ?? '', user_id: event.user_id })],
  orders: ('orders' in event ? event.orders : orderNames(event)).map(digestOfOrder),
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
export function createLookup(erasures: ErasuresTable[]) {
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

/** The erasures that were made after the earliest of some events came. */
export async function readErasures(
  db: Kysely<Tables>,
  events: Pick<EventRecord, 'received_at'>[],
): Promise<ErasuresTable[]> {
  const earliest = events.reduce((least, { received_at }) => (received_at < least ? received_at : least), '~');
  return (await db.executeQuery<ErasuresTable>(CompiledQuery.raw(textOfSearch(db), [earliest]))).rows;
}
