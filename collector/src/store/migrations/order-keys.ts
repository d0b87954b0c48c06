import { type Kysely, type Migration, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { createSearchTable } from '../search/search-table.js';

/** Which tellings are of one order, by whatever names it is known. What the index holds of earlier events is made anew. */
export const forOrderKeys = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await sql`DELETE FROM orders`.execute(db);
    await sql`DELETE FROM visitor_hours`.execute(db);
    await sql`DELETE FROM hour_counts`.execute(db);
    await sql`DELETE FROM indexed`.execute(db);
    await sql`DROP TABLE search`.execute(db);
    await createSearchTable(db, dialect);
    for (const name of ['source', 'order_key']) {
      await db.schema
        .alterTable('orders')
        .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
        .execute();
    }
    await db.schema.createIndex('orders_key').on('orders').columns(['business', 'order_key', 'placed_at']).execute();
    await db.schema
      .createTable('order_names')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('received_seq', dialect.sequence, (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('reference', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('order_name', ['business', 'name', 'received_seq'])
      .execute();
    const indexes: Record<string, [table: string, ...columns: string[]]> = {
      order_names_reference: ['order_names', 'business', 'reference'],
      order_names_number: ['order_names', 'received_seq'],
      order_refs_ref: ['order_refs', 'ref', 'business'],
      marketplace_orders_order: ['marketplace_orders', 'order_id', 'business'],
    };
    for (const [name, [table, ...columns]] of Object.entries(indexes)) {
      await db.schema.createIndex(name).on(table).columns(columns).execute();
    }
  },
});
