import type { Kysely, Migration } from 'kysely';

/** What platforms demand for the privacy of their customers. */
export const forPrivacyRequests: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('privacy_requests')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('request', 'text', (column) => column.notNull())
      .addColumn('topic', 'text', (column) => column.notNull())
      .addColumn('customer', 'text')
      .addColumn('orders', 'text', (column) => column.notNull())
      .addColumn('erased', 'integer')
      .addColumn('received_at', 'double precision', (column) => column.notNull())
      .addColumn('seen_on', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('privacy_request', ['business', 'kind', 'request'])
      .execute();
    await db.schema.createIndex('privacy_requests_seen').on('privacy_requests').column('seen_on').execute();
    await db.schema
      .createIndex('marketplace_orders_account')
      .on('marketplace_orders')
      .columns(['kind', 'account'])
      .execute();
  },
};
