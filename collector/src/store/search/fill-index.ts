import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.js';
import type { Dialect } from '../dialect.js';
import { portionsOf } from '../portions.js';
import type { Tables } from '../tables.js';
import { addOrders } from './order-keys.js';
import { indexedColumns, readContents, toHourCounts, toVisitorHours } from './index-rows.js';

async function inPortions<Item>(items: Item[], insert: (some: Item[]) => Promise<unknown>): Promise<void> {
  for (const some of portionsOf(items)) await insert(some);
}

export const addVisitorHours = (db: Kysely<Tables>, rows: ReturnType<typeof toVisitorHours>) =>
  inPortions(rows, (some) =>
    db
      .insertInto('visitor_hours')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['hour', 'business', 'session', 'trusted', 'invalid']).doUpdateSet({
          actions: sql`visitor_hours.actions | excluded.actions`,
        }),
      )
      .execute(),
  );

const addHourCounts = (db: Kysely<Tables>, rows: ReturnType<typeof toHourCounts>) =>
  inPortions(rows, (some) =>
    db
      .insertInto('hour_counts')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['hour', 'business', 'action', 'trusted', 'invalid'])
          .doUpdateSet({ events: sql`hour_counts.events + excluded.events` }),
      )
      .execute(),
  );

const addCampaignHours = (db: Kysely<Tables>, rows: ReturnType<typeof readContents>['campaigns']) =>
  inPortions(rows, (some) =>
    db
      .insertInto('campaign_hours')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );

const addTerms = (
  db: Kysely<Tables>,
  { isSqlite }: Dialect,
  rows: ReturnType<typeof readContents>['terms'],
): Promise<void> =>
  inPortions(rows, (some) => {
    const values = some.map(({ received_seq, terms }) =>
      isSqlite ? sql`(${received_seq}, ${terms})` : sql`(${received_seq}, ${terms}::tsvector)`,
    );
    return sql`INSERT INTO search (rowid, terms) VALUES ${sql.join(values)}`.execute(db);
  });

/**
 * The number of the last event that is in the index, as a part of a statement that reads both the index and the events behind it: what
 * comes into the index between two statements would be counted twice, or not at all.
 */
export const lastIndexed = sql<number>`(SELECT coalesce(max(up_to), 0) FROM indexed WHERE name = 'events')`;

/** The number of the last event that is in the index. */
export async function indexedUpTo(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom('indexed').select('up_to').where('name', '=', 'events').executeTakeFirst();
  return Number(row?.up_to ?? 0);
}

/**
 * Brings the events that were stored last into the index of the inspector. That is not done as they are stored, because it takes as long
 * as to store them.
 */
export const createIndexer = (engine: Engine) => ({
  /** Takes the next events, at most so many, and tells how many there were. */
  fillIndex: (limit: number): Promise<number> =>
    // In turn with erasures, so that nothing that was erased meanwhile comes into the index.
    engine.write(async (db) => {
      const rows = await db
        .selectFrom('events')
        .select(indexedColumns)
        .where('received_seq', '>', await indexedUpTo(db))
        .orderBy('received_seq')
        .limit(limit)
        .execute();
      const last = rows.at(-1);
      if (!last) return 0;
      const { terms, orders, campaigns } = readContents(rows);
      await addTerms(db, engine.dialect, terms);
      await addVisitorHours(db, toVisitorHours(rows));
      await addCampaignHours(db, campaigns);
      await addHourCounts(db, toHourCounts(rows));
      await addOrders(db, orders);
      await db
        .insertInto('indexed')
        .values({ name: 'events', up_to: last.received_seq })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ up_to: last.received_seq }))
        .execute();
      return rows.length;
    }),
});
