import { type Kysely, sql } from 'kysely';
import { orderNames, tellsOfOrder } from '../order-names.js';
import type { Tables } from '../tables.js';

/** Events that are looked at in one statement. */
const portion = 500;

interface Found {
  business: string;
  received_seq: number;
}

/**
 * The events that tell of an order, by the number that the shop shows for it. There is no column for it, since few ask; so those events are
 * looked through that are about orders at all.
 */
export async function findOrder(db: Kysely<Tables>, order: string, business?: string): Promise<Found[]> {
  const actions = (await db.selectFrom('events').select('action').distinct().execute())
    .map(({ action }) => action)
    .filter(tellsOfOrder);
  if (actions.length === 0) return [];
  // As it stands in JSON, whether as a text or as a number.
  const part = `%${JSON.stringify(order)
    .slice(1, -1)
    .replace(/[\\%_]/g, '\\$&')}%`;
  const found: Found[] = [];
  for (let last = 0; ;) {
    const { rows } = await sql<Found & { action: string; event: string }>`
      SELECT received_seq, business, action, event FROM events
      WHERE action IN (${sql.join(actions)}) AND received_seq > ${last} AND event LIKE ${part} ESCAPE '\\'
      ORDER BY received_seq LIMIT ${portion}`.execute(db);
    for (const row of rows) {
      const isMeant = business === undefined || row.business === business;
      if (isMeant && orderNames(row).includes(order)) found.push(row);
    }
    if (rows.length < portion) return found;
    last = rows.at(-1)?.received_seq ?? 0;
  }
}
