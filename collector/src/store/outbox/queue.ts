import type { Kysely } from 'kysely';
import type { Follower } from '../insertion.js';
import { storable } from '../insert.js';
import type { EventRecord } from '../store.js';
import type { Tables } from '../tables.js';

/** Rows in one statement. */
const portion = 100;

/** The ids of the endpoints that want an event; asked for each event, so it has to be quick. */
export type EndpointsFor = (event: EventRecord) => readonly string[];

/**
 * Queues new events for the endpoints that want them, in the transaction that stores the events: neither is there without the other.
 *
 * @param now milliseconds since 1970
 */
export function createQueuing(endpointsFor: EndpointsFor, now: () => number): Follower {
  return async function queue(db: Kysely<Tables>, events: EventRecord[]): Promise<void> {
    const wanted = events.flatMap((event) => endpointsFor(event).map((endpoint) => ({ event, endpoint })));
    for (let start = 0; start < wanted.length; start += portion) {
      const at = now();
      const rows = wanted.slice(start, start + portion).map(({ event, endpoint }) => ({
        business: String(storable(event.business)),
        endpoint,
        event_id: String(storable(event.id)),
        action: String(storable(event.action)),
        created_at: at,
        state: 'waiting' as const,
        attempts: 0,
        next_at: at,
      }));
      await db
        .insertInto('outbox')
        .values(rows)
        .onConflict((conflict) => conflict.columns(['event_id', 'business', 'endpoint']).doNothing())
        .execute();
    }
  };
}
