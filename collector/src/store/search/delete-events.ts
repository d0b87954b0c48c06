import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { deleteDeliveries } from '../outbox/withdraw.js';
import { portionsOf } from '../portions.js';
import type { Tables } from '../tables.js';
import { addVisitorHours, indexedUpTo } from './fill-index.js';
import { hourOf, toHourCounts, toVisitorHours } from './index-rows.js';
import { createSearchTable } from './search-table.js';
import { trustColumns } from './trust.js';

/** Numbers in one statement. */
const portion = 500;

type Condition = (row: ExpressionBuilder<Tables, 'events'>) => Expression<SqlBool>;

const removed = [
  ...(['received_seq', 'business', 'id', 'action', 'session', 'tracked_at', 'page_url', 'amount', 'currency'] as const),
  ...trustColumns,
];

type Removed = Parameters<typeof toVisitorHours>[0];

/** What a visitor did in an hour is told anew, by the events that are left of it. */
async function renewVisitorHours(db: Kysely<Tables>, rows: Removed, upTo: number): Promise<void> {
  const hours = toVisitorHours(rows);
  const keyOf = ({ hour, business, session }: { hour: number; business: string; session: string | null }) =>
    JSON.stringify([hour, business, session]);
  const concerned = new Set(hours.map(keyOf));
  for (const { hour, business, session } of hours) {
    await db
      .deleteFrom('visitor_hours')
      .where('hour', '=', hour)
      .where('business', '=', business)
      .where('session', '=', session)
      .execute();
  }
  for (const sessions of portionsOf([...new Set(hours.map(({ session }) => session))], portion)) {
    const left = await db
      .selectFrom('events')
      .select(removed)
      .where('session', 'in', sessions)
      .where('received_seq', '<=', upTo)
      .execute();
    const same = left.filter((row) => concerned.has(keyOf({ ...row, hour: hourOf(row.tracked_at) })));
    await addVisitorHours(db, toVisitorHours(same));
  }
  // A campaign goes with the last event of the visitor in that hour.
  for (const { hour, business, session } of hours) {
    await sql`DELETE FROM campaign_hours WHERE session = ${session} AND hour = ${hour} AND business = ${business}
      AND NOT EXISTS (SELECT 1 FROM visitor_hours
        WHERE visitor_hours.hour = ${hour} AND visitor_hours.business = ${business} AND visitor_hours.session = ${session})`.execute(
      db,
    );
  }
}

/**
 * Deletes events, what the index of the inspector holds of them, and their deliveries.
 *
 * @returns how many events there were
 */
export async function deleteEvents(db: Kysely<Tables>, condition: Condition): Promise<number> {
  const rows = await db.selectFrom('events').select(removed).where(condition).execute();
  for (const some of portionsOf(
    rows.map(({ received_seq }) => received_seq),
    portion,
  )) {
    await db.deleteFrom('events').where('received_seq', 'in', some).execute();
  }
  await deleteDeliveries(db, rows);
  const upTo = await indexedUpTo(db);
  const indexed = rows.filter(({ received_seq }) => received_seq <= upTo);
  for (const some of portionsOf(
    indexed.map(({ received_seq }) => received_seq),
    portion,
  )) {
    await sql`DELETE FROM search WHERE rowid IN (${sql.join(some)})`.execute(db);
    await db.deleteFrom('orders').where('received_seq', 'in', some).execute();
    await db.deleteFrom('order_names').where('received_seq', 'in', some).execute();
  }
  for (const { events, ...key } of toHourCounts(indexed)) {
    await db
      .updateTable('hour_counts')
      .set({ events: sql`events - ${events}` })
      .where((row) => row.and(key))
      .execute();
  }
  await renewVisitorHours(db, indexed, upTo);
  return rows.length;
}

/** Forgets the index, which is then made anew. */
export async function forgetIndex(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  if ((await indexedUpTo(db)) === 0) return;
  for (const table of ['visitor_hours', 'campaign_hours', 'orders', 'order_names', 'hour_counts', 'indexed'] as const) {
    await db.deleteFrom(table).execute();
  }
  // Faster than to take one row after the other out of it.
  await sql`DROP TABLE search`.execute(db);
  await createSearchTable(db, dialect);
}
