import type { Kysely, Migration } from 'kysely';

/** Accounts on marketplaces and shop platforms, what has to be fetched of them, and the orders that were seen there. */
export const forConnections: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('connections')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('tokens', 'text')
      .addColumn('expires_at', 'double precision')
      .addColumn('refreshed_at', 'double precision', (column) => column.notNull())
      .addColumn('refreshing_since', 'double precision')
      .addColumn('lease_until', 'double precision', (column) => column.notNull())
      .addColumn('connected_at', 'double precision', (column) => column.notNull())
      .addColumn('last_notified_at', 'double precision')
      .addColumn('last_fetched_at', 'double precision')
      .addColumn('reconciled_at', 'double precision')
      .addColumn('problem', 'text')
      .addPrimaryKeyConstraint('connection', ['kind', 'account'])
      .execute();
    await db.schema
      .createTable('connection_attempts')
      .addColumn('state_hash', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('verifier', 'text', (column) => column.notNull())
      .addColumn('started_at', 'double precision', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('fetch_jobs')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('resource', 'text', (column) => column.notNull())
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('due_at', 'double precision', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('lease_until', 'double precision', (column) => column.notNull())
      .addPrimaryKeyConstraint('fetch_job', ['kind', 'account', 'resource'])
      .execute();
    await db.schema
      .createTable('marketplace_orders')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('order_id', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('pack_id', 'text')
      .addColumn('buyer_id', 'text')
      .addColumn('last_updated', 'double precision', (column) => column.notNull())
      .addColumn('check_at', 'double precision')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('seen_on', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('marketplace_order', ['business', 'kind', 'order_id'])
      .execute();
    await db.schema
      .createTable('order_refs')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('ref', 'text', (column) => column.notNull())
      .addColumn('order_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('order_ref', ['business', 'kind', 'ref', 'order_id'])
      .execute();
    const indexes: Record<string, [table: string, ...columns: string[]]> = {
      fetch_jobs_due: ['fetch_jobs', 'due_at'],
      marketplace_orders_check: ['marketplace_orders', 'kind', 'account', 'check_at'],
      marketplace_orders_buyer: ['marketplace_orders', 'buyer_id'],
      marketplace_orders_seen: ['marketplace_orders', 'seen_on'],
      order_refs_order: ['order_refs', 'order_id'],
    };
    for (const [name, [table, ...columns]] of Object.entries(indexes)) {
      await db.schema.createIndex(name).on(table).columns(columns).execute();
    }
  },
};
