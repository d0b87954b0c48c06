import type { Kysely } from 'kysely';
import type { Engine } from './engine.js';
import { rememberUsers } from './identity/remember-users.js';
import { createInsert } from './insert.js';
import { countUsage } from './queries/usage.js';
import type { EventRecord } from './store.js';
import type { Tables } from './tables.js';

/**
 * Does what follows from new events, in the transaction that stores them: once for a commit, and only for events that were new.
 * What it throws undoes the commit.
 */
export type Follower = (db: Kysely<Tables>, events: EventRecord[]) => Promise<void>;

/** Stores events within a transaction of the caller, with everything that belongs to it. */
export type Insertion = ReturnType<typeof createInsertion>;

/** Whom the collector's own rules name was known before, and nobody has said it again. */
const saysWho = ({ observed_by, trusted }: EventRecord): boolean => !(trusted && observed_by === 'rule');

export function createInsertion(engine: Engine, followers: readonly Follower[] = []) {
  const insert = createInsert(engine.db);

  /**
   * @param db the transaction, of `engine.write`
   * @param erased events of which only the ids are kept
   * @returns which of the events were new; of two with the same id the first
   */
  return async function insertNew(
    db: Kysely<Tables>,
    events: EventRecord[],
    erased: ReadonlySet<EventRecord> = new Set(),
  ): Promise<Set<EventRecord>> {
    const stored = await insert(db, events, erased);
    if (stored.size === 0) return stored;
    await countUsage(db, stored);
    const kept = events.filter((event) => stored.has(event) && !erased.has(event));
    await rememberUsers(db, kept.filter(saysWho));
    for (const follow of followers) await follow(db, kept);
    await engine.announce(db);
    return stored;
  };
}
