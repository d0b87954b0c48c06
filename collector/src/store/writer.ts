import { type Engine, isMistake } from './engine.js';
import { findErased } from './erasures.js';
import type { Insertion } from './insertion.js';
import { type EventRecord, type StoredStatus, StoreRefused, StoreUnavailable } from './store.js';

interface Writing {
  events: EventRecord[];
  hasWaited: boolean;
  resolve: (statuses: StoredStatus[]) => void;
  reject: (reason: unknown) => void;
}

/** So many events share a commit at most: a longer one would hold up the event loop on the embedded database. */
const commitLimit = 2000;

/** Takes from the front what fits into one commit, and at least one request. */
function takeUpTo(waiting: Writing[], limit: number): Writing[] {
  let events = 0;
  let taken = 0;
  for (const writing of waiting) {
    if (taken > 0 && events + writing.events.length > limit) break;
    events += writing.events.length;
    taken++;
  }
  return waiting.splice(0, taken);
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * The only writer of events in this process. Requests that arrive while a commit is under way share the next one, so that a
 * burst costs a few disk syncs instead of one each.
 */
export function createWriter(engine: Engine, insertNew: Insertion, log: (sentence: string) => void) {
  const waiting: Writing[] = [];
  const told = new Set<string>();
  const logOnce = (sentence: string) => {
    if (!told.has(sentence)) log(sentence);
    told.add(sentence);
  };
  let draining: Promise<void> | undefined;

  async function commit(writings: Writing[]): Promise<void> {
    const events = writings.flatMap((writing) => writing.events);
    const isNew = await engine.write(async (db) => {
      const late = writings.flatMap(({ events, hasWaited }) => (hasWaited ? events : []));
      const erased = late.length > 0 ? await findErased(db, late, logOnce) : new Set<EventRecord>();
      return insertNew(db, events, erased);
    });
    const statuses = events.map((event): StoredStatus => (isNew.has(event) ? 'received' : 'duplicate'));
    let start = 0;
    for (const { events: own, resolve } of writings) {
      resolve(statuses.slice(start, start + own.length));
      start += own.length;
    }
  }

  /**
   * Commits what is given. If that fails although the database works, each request is tried alone: one bad event must not fail the
   * others, whatever it fails with.
   */
  async function commitOrReject(writings: Writing[]): Promise<void> {
    try {
      await commit(writings);
    } catch (cause) {
      const isRefused = engine.isRefusal(cause) || isMistake(cause);
      if (writings.length > 1 && (isRefused || !engine.isAway(cause))) {
        for (const writing of writings) await commitOrReject([writing]);
        return;
      }
      const message = cause instanceof Error ? cause.message : String(cause);
      const error = isRefused ? new StoreRefused(message, { cause }) : new StoreUnavailable(message, { cause });
      for (const { reject } of writings) reject(error);
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      await commitOrReject(takeUpTo(waiting, commitLimit));
      // The embedded database works synchronously: let requests in between two commits.
      await nextTurn();
    }
    draining = undefined;
  }

  return {
    put(events: EventRecord[], way: 'direct' | 'stream' = 'direct'): Promise<StoredStatus[]> {
      if (events.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        waiting.push({ events, hasWaited: way === 'stream', resolve, reject });
        draining ??= nextTurn().then(drain);
      });
    },

    /** Resolves when nothing is waiting any more. */
    async settle() {
      while (draining) await draining;
    },
  };
}
