import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { dayOf } from '../identity/attachment.js';
import type { EventRecord } from '../store.js';
import type { Tables } from '../tables.js';
import type { KnownOrder, OrderChange } from './types.js';

interface Place {
  business: string;
  kind: string;
}

/** The name of an order that was erased: it tells whether an order is that one, and not which. */
export const erasedName = ({ business, kind }: Place, order: string): string =>
  `erased:${createHash('sha256')
    .update(JSON.stringify([business, kind, order]))
    .digest('base64url')}`;

async function readOthers(
  db: Kysely<Tables>,
  { business, kind }: Place,
  { order_id, refs }: OrderChange,
): Promise<KnownOrder[]> {
  const payments = refs.filter((ref) => ref.startsWith('payment:'));
  if (payments.length === 0) return [];
  const { rows } = await sql<KnownOrder>`
    SELECT order_id, status, last_updated, state FROM marketplace_orders
    WHERE business = ${business} AND kind = ${kind} AND order_id IN (
      SELECT order_id FROM order_refs WHERE business = ${business} AND kind = ${kind}
        AND ref IN (${sql.join(payments)}) AND order_id <> ${order_id})`.execute(db);
  return rows;
}

/**
 * Keeps an order that was looked at, within a transaction.
 *
 * @param now milliseconds
 * @returns the events that are due; of an order that was erased none
 */
export async function keepOrder(
  db: Kysely<Tables>,
  place: Place,
  change: OrderChange,
  now: number,
): Promise<EventRecord[]> {
  const { business, kind } = place;
  const { order_id, refs } = change;
  const erased = erasedName(place, order_id);
  const rows = await db
    .selectFrom('marketplace_orders')
    .select(['order_id', 'status', 'last_updated', 'state'])
    .where('business', '=', business)
    .where('kind', '=', kind)
    .where('order_id', 'in', [order_id, erased])
    .execute();
  if (rows.some((row) => row.order_id === erased)) return [];
  const { row, events } = change.compare(rows[0], await readOthers(db, place, change));
  const values = { ...row, seen_on: dayOf(new Date(now).toISOString()) };
  await db
    .insertInto('marketplace_orders')
    .values({ business, kind, order_id, ...values })
    .onConflict((conflict) =>
      conflict.columns(['business', 'kind', 'order_id']).doUpdateSet({
        ...values,
        // An answer that leaves the buyer out takes nothing back: by the buyer an erasure finds the order.
        buyer_id: sql`coalesce(excluded.buyer_id, marketplace_orders.buyer_id)`,
        pack_id: sql`coalesce(excluded.pack_id, marketplace_orders.pack_id)`,
      }),
    )
    .execute();
  if (refs.length > 0)
    await db
      .insertInto('order_refs')
      .values(refs.map((ref) => ({ business, kind, ref, order_id })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return events;
}
