import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Whom } from '../identity/whom.js';
import type { Erasure, PersonOrder } from '../privacy.js';
import { forgetKeys } from '../search/order-keys.js';
import type { Tables } from '../tables.js';
import { erasedName } from './keep-order.js';

/** Which orders of marketplaces are meant: those of a buyer, or the one with a number. */
function conditionsOf({ order, business }: Erasure, { profiles }: Whom): RawBuilder<unknown>[] {
  const ofBuyers = profiles.map(
    (profile) => sql`buyer_id = ${profile.user_id} AND kind = ${profile.source} AND business = ${profile.business}`,
  );
  if (order === undefined) return ofBuyers;
  return [sql`order_id = ${order} ${business === undefined ? sql`` : sql`AND business = ${business}`}`];
}

/** The orders of a person on marketplaces. */
export async function findOrdersOf(db: Kysely<Tables>, erasure: Erasure, whom: Whom): Promise<PersonOrder[]> {
  const found: PersonOrder[] = [];
  for (const condition of conditionsOf(erasure, whom)) {
    const { rows } = await sql<PersonOrder>`
      SELECT business, kind, order_id, pack_id, status, last_updated FROM marketplace_orders
      WHERE ${condition} ORDER BY order_id`.execute(db);
    found.push(...rows);
  }
  return found;
}

/** Erases what is known of orders. A digest of the number stays, so that nothing more is told of them. */
export async function eraseOrders(db: Kysely<Tables>, erasure: Erasure, whom: Whom): Promise<number> {
  const orders = await findOrdersOf(db, erasure, whom);
  for (const { business, kind, order_id } of orders) {
    await db
      .updateTable('marketplace_orders')
      .set({ order_id: erasedName({ business, kind }, order_id), status: 'erased', state: '{}' })
      .set({ pack_id: null, buyer_id: null, last_updated: 0, check_at: null })
      .where('business', '=', business)
      .where('kind', '=', kind)
      .where('order_id', '=', order_id)
      .execute();
    await db
      .deleteFrom('order_refs')
      .where('business', '=', business)
      .where('kind', '=', kind)
      .where('order_id', '=', order_id)
      .execute();
    await db
      .deleteFrom('fetch_jobs')
      .where('business', '=', business)
      .where('kind', '=', kind)
      .where('resource', '=', `/orders/${order_id}`)
      .execute();
    await forgetKeys(db, business, { source: kind, reference: order_id });
  }
  return orders.length;
}
