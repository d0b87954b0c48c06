import { type Kysely, sql } from 'kysely';
import type { EventRecord, Usage } from '../store.js';
import type { Tables } from '../tables.js';

const keyOf = ({ business, received_at }: EventRecord) => `${business} ${received_at.slice(0, 10)}`;

/** Counts what was stored, in the transaction that stores it. */
export async function countUsage(db: Kysely<Tables>, stored: Iterable<EventRecord>): Promise<void> {
  const counted = new Map<string, Usage>();
  for (const event of stored) {
    const { events, bytes } = counted.get(keyOf(event)) ?? { events: 0, bytes: 0 };
    counted.set(keyOf(event), { events: events + 1, bytes: bytes + event.event.length });
  }
  for (const [key, { events, bytes }] of counted) {
    const [business = '', day = ''] = key.split(' ');
    await sql`INSERT INTO usage (business, day, events, bytes) VALUES (${business}, ${day}, ${events}, ${bytes})
      ON CONFLICT (business, day) DO UPDATE SET events = usage.events + excluded.events, bytes = usage.bytes + excluded.bytes`.execute(
      db,
    );
  }
}

/** Reads what businesses have sent today. */
export const createUsageReader = (db: Kysely<Tables>) => ({
  async usage(): Promise<Map<string, Usage>> {
    const day = new Date().toISOString().slice(0, 10);
    const rows = await db.selectFrom('usage').selectAll().where('day', '=', day).execute();
    return new Map(rows.map(({ business, events, bytes }) => [business, { events, bytes }]));
  },
});
