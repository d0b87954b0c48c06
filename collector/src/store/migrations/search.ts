import { type Kysely, type Migration, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { createSearchTable } from '../search/search-table.js';

/**
 * What the inspector's search and figures are read from. All of it is made of the events, shortly after they were stored, and could be
 * made again: `indexed` says how far that has come.
 */
export const forSearch = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    const { sequence, isSqlite } = dialect;
    await db.schema
      .createTable('indexed')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('up_to', sequence, (column) => column.notNull())
      .execute();
    await createSearchTable(db, dialect);
    if (!isSqlite) {
      // These find the beginning of a text, too, whatever language the database sorts by.
      for (const [name, column] of Object.entries({ events_session: 'session', events_user: 'user_id' })) {
        await sql`DROP INDEX IF EXISTS ${sql.id(name)}`.execute(db);
        await sql`CREATE INDEX ${sql.id(name)} ON events (${sql.id(column)} text_pattern_ops)`.execute(db);
      }
      // With the number, as SQLite has it in every index, the latest of an action are found without sorting all of them.
      for (const [name, columns] of Object.entries({
        events_action: 'action',
        events_business_action: 'business, action',
      })) {
        await sql`DROP INDEX IF EXISTS ${sql.id(name)}`.execute(db);
        await sql`CREATE INDEX ${sql.id(name)} ON events (${sql.raw(columns)}, received_seq)`.execute(db);
      }
    }
    // Few events are either, and those are looked for.
    await sql`CREATE INDEX events_trusted ON events (trusted) WHERE trusted = 1`.execute(db);
    await sql`CREATE INDEX events_invalid ON events (received_seq) WHERE invalid IS NOT NULL`.execute(db);
    const visitors = db.schema
      .createTable('visitor_hours')
      .addColumn('hour', 'integer', (column) => column.notNull())
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('session', 'text', (column) => column.notNull())
      .addColumn('trusted', 'integer', (column) => column.notNull())
      .addColumn('invalid', 'integer', (column) => column.notNull())
      .addColumn('actions', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('visitor_hour', ['hour', 'business', 'session', 'trusted', 'invalid']);
    await (isSqlite ? visitors.modifyEnd(sql`WITHOUT ROWID`) : visitors).execute();
    // A long time is read in the order of the visitors, which spares SQLite to sort them.
    await db.schema
      .createIndex('visitor_hours_session')
      .on('visitor_hours')
      .columns(['session', 'hour', 'business', 'trusted', 'invalid', 'actions'])
      .execute();
    await db.schema
      .createTable('orders')
      .addColumn('received_seq', sequence, (column) => column.primaryKey())
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('reference', 'text', (column) => column.notNull())
      .addColumn('placed_at', 'double precision', (column) => column.notNull())
      .addColumn('amount', 'double precision')
      .addColumn('currency', 'text')
      .addColumn('session', 'text')
      .addColumn('trusted', 'integer', (column) => column.notNull())
      .addColumn('invalid', 'integer', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('orders_placed').on('orders').columns(['placed_at']).execute();
    await db.schema
      .createIndex('orders_reference')
      .on('orders')
      .columns(['business', 'reference', 'placed_at'])
      .execute();
    const counts = db.schema
      .createTable('hour_counts')
      .addColumn('hour', 'integer', (column) => column.notNull())
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('trusted', 'integer', (column) => column.notNull())
      .addColumn('invalid', 'integer', (column) => column.notNull())
      .addColumn('events', sequence, (column) => column.notNull())
      .addPrimaryKeyConstraint('hour_count', ['hour', 'business', 'action', 'trusted', 'invalid']);
    await (isSqlite ? counts.modifyEnd(sql`WITHOUT ROWID`) : counts).execute();
  },
});
