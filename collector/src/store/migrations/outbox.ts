import type { Kysely, Migration } from 'kysely';
import type { Dialect } from '../dialect.js';

/** What is to be sent to webhooks and to Hellotext, and what is known of these. */
export const forOutbox = ({ sequence, isSqlite }: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('outbox')
      .addColumn('number', sequence, (column) =>
        isSqlite ? column.primaryKey().autoIncrement() : column.primaryKey().generatedAlwaysAsIdentity(),
      )
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('created_at', 'double precision', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('next_at', 'double precision')
      .addColumn('lease_until', 'double precision')
      .addColumn('last_at', 'double precision')
      .addColumn('last_status', 'integer')
      .addColumn('last_error', 'text')
      .execute();
    // An endpoint gets an event once. By the event first, because that is how an erasure finds the rows.
    await db.schema
      .createIndex('outbox_event')
      .unique()
      .on('outbox')
      .columns(['event_id', 'business', 'endpoint'])
      .execute();
    const indexes: Record<string, string[]> = {
      outbox_next: ['business', 'endpoint', 'next_at'],
      outbox_state: ['business', 'endpoint', 'state', 'number'],
      outbox_created: ['created_at'],
    };
    for (const [name, columns] of Object.entries(indexes)) {
      await db.schema.createIndex(name).on('outbox').columns(columns).execute();
    }
    await db.schema
      .createTable('outbox_endpoints')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('hold_until', 'double precision')
      .addColumn('off_at', 'double precision')
      .addColumn('off_reason', 'text')
      .addColumn('last_at', 'double precision')
      .addColumn('last_status', 'integer')
      .addColumn('last_error', 'text')
      .addPrimaryKeyConstraint('outbox_endpoint', ['business', 'endpoint'])
      .execute();
  },
});
