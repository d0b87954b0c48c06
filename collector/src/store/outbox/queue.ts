import type { Kysely } from 'kysely';
import type { Follower } from '../insertion.js';
import { storable } from '../insert.js';
import type { EventRecord } from '../store.js';
import type { Tables } from '../tables.js';
import { readOff } from './end-deliveries.js';
import { nameOf } from './take-deliveries.js';
import type { KnownEndpoint } from './types.js';

/** Rows in one statement. */
const portion = 100;

/** The endpoints that want an event; asked for each event, so it has to be quick. */
export type EndpointsFor = (event: EventRecord) => readonly KnownEndpoint[];

/**
 * Queues new events for the endpoints that want them, in the transaction that stores the events: neither is there without the other.
 * What comes while an endpoint is switched off is dead at once: nobody wants to get it days later as if it had just happened.
 *
 * @param now milliseconds since 1970
 */
export function createQueuing(endpointsFor: EndpointsFor, now: () => number): Follower {
  return async function queue(db: Kysely<Tables>, events: EventRecord[]): Promise<void> {
    const wanted = events.flatMap((event) => endpointsFor(event).map((endpoint) => ({ event, endpoint })));
    if (wanted.length === 0) return;
    const off = await readOff(db);
    for (let start = 0; start < wanted.length; start += portion) {
      const at = now();
      const rows = wanted.slice(start, start + portion).map(({ event, endpoint }) => {
        const known = off.get(nameOf(endpoint));
        const isOff = known?.address === endpoint.address;
        return {
          business: String(storable(event.business)),
          endpoint: endpoint.endpoint,
          event_id: String(storable(event.id)),
          action: String(storable(event.action)),
          created_at: at,
          attempts: 0,
          ...(isOff
            ? { state: 'dead' as const, next_at: null, last_error: known.off_reason }
            : { state: 'waiting' as const, next_at: at, last_error: null }),
        };
      });
      await db
        .insertInto('outbox')
        .values(rows)
        .onConflict((conflict) => conflict.columns(['event_id', 'business', 'endpoint']).doNothing())
        .execute();
    }
  };
}
