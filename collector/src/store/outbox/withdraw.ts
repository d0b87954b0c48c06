import { type Kysely, sql } from 'kysely';
import { portionsOf } from '../portions.js';
import type { Tables } from '../tables.js';

/** Ids in one statement. */
const portion = 500;

/**
 * Withdraws what was not delivered yet of events that are not true any more, such as an abandoned cart that turns out to be bought.
 * An attempt that is under way cannot be called back.
 *
 * @param db the transaction in which they have become untrue
 * @returns how many deliveries will not take place
 */
export async function withdrawDeliveries(
  db: Kysely<Tables>,
  business: string,
  eventIds: readonly string[],
): Promise<number> {
  let withdrawn = 0;
  for (const some of portionsOf(eventIds, portion)) {
    const { numUpdatedRows } = await db
      .updateTable('outbox')
      .set({ state: 'withdrawn', next_at: null, lease_until: null })
      .where('event_id', 'in', some)
      .where('business', '=', business)
      .where('state', 'in', ['waiting', 'dead'])
      .executeTakeFirst();
    withdrawn += Number(numUpdatedRows);
  }
  return withdrawn;
}

/** The same for events of several businesses. */
export async function withdrawEvents(
  db: Kysely<Tables>,
  events: readonly { business: string; id: string }[],
): Promise<void> {
  for (const business of new Set(events.map((event) => event.business))) {
    const ids = events.filter((event) => event.business === business).map(({ id }) => id);
    await withdrawDeliveries(db, business, ids);
  }
}

/** Deletes the deliveries of events whose content goes. */
export async function deleteDeliveries(
  db: Kysely<Tables>,
  events: readonly { business: string; id: string }[],
): Promise<void> {
  for (const business of new Set(events.map((event) => event.business))) {
    const ids = events.filter((event) => event.business === business).map(({ id }) => id);
    for (const some of portionsOf(ids, portion)) {
      await db.deleteFrom('outbox').where('event_id', 'in', some).where('business', '=', business).execute();
    }
  }
}

/** How many deliveries the database knows. */
export async function countDeliveries(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM outbox`.execute(db);
  return Number(rows[0]?.count ?? 0);
}
