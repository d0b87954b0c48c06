import type { Kysely, Migration } from 'kysely';
import { sql } from 'kysely';
import type { Dialect } from './dialect.js';
import { forOutbox } from './migrations/outbox.js';
import { forAutomations } from './migrations/automations.js';
import { forCampaigns } from './migrations/campaigns.js';
import { forOrderKeys } from './migrations/order-keys.js';
import { forConnections } from './migrations/connections.js';
import { forPrivacyRequests } from './migrations/privacy-requests.js';
import { forSearch } from './migrations/search.js';
import { trust } from './migrations/trust.js';
import { profiles } from './migrations/profiles.js';
import { forRefusals } from './migrations/refused.js';

export type { Dialect };

const first = ({ sequence, isSqlite }: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('ids')
      .addColumn('received_seq', sequence, (column) =>
        isSqlite ? column.primaryKey().autoIncrement() : column.primaryKey().generatedAlwaysAsIdentity(),
      )
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('received_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('ids_identity').unique().on('ids').columns(['business', 'id']).execute();
    await db.schema
      .createTable('events')
      .addColumn('received_seq', sequence, (column) => column.primaryKey())
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('received_at', 'text', (column) => column.notNull())
      .addColumn('session', 'text')
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('tracked_at', 'double precision', (column) => column.notNull())
      .addColumn('clock_skew', 'double precision', (column) => column.notNull())
      .addColumn('sent_at', 'text')
      .addColumn('page_url', 'text')
      .addColumn('amount', 'double precision')
      .addColumn('currency', 'text')
      .addColumn('user_id', 'text')
      .addColumn('user_source', 'text')
      .addColumn('observed_by', 'text')
      .addColumn('ip', 'text')
      .addColumn('library', 'text')
      // Text, not jsonb: jsonb refuses \u0000 and lone surrogates, which JSON allows, and would block a whole batch.
      .addColumn('event', 'text', (column) => column.notNull())
      .execute();
    // The indexes let the inspector ask without reading whole rows, which would hold up the events that arrive.
    const indexes: Record<string, string[]> = {
      events_action: ['action'],
      events_business_action: ['business', 'action'],
      events_session: ['session'],
      events_user: ['user_id'],
      events_time: ['tracked_at', 'action', 'business'],
      events_received: ['received_at'],
    };
    for (const [name, columns] of Object.entries(indexes)) {
      await db.schema.createIndex(name).on('events').columns(columns).execute();
    }
    await db.schema
      .createTable('usage')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('events', 'double precision', (column) => column.notNull())
      .addColumn('bytes', 'double precision', (column) => column.notNull())
      .addPrimaryKeyConstraint('usage_of_day', ['business', 'day'])
      .execute();
    await db.schema
      .createTable('notes')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
  },
});

/** What a stream in front of the database needs: the erasures that reach what is still in it, and what could not be stored. */
const forStream = ({ sequence, isSqlite }: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('erasures')
      .addColumn('erased_at', 'text', (column) => column.notNull())
      // Empty where any is meant, so that the key can hold it.
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('session', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('only_anonymous', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('erasure', ['erased_at', 'business', 'session', 'user_id', 'only_anonymous'])
      .execute();
    await db.schema
      .createTable('dead_letters')
      .addColumn('number', sequence, (column) =>
        isSqlite ? column.primaryKey().autoIncrement() : column.primaryKey().generatedAlwaysAsIdentity(),
      )
      .addColumn('message', 'text', (column) => column.notNull().unique())
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('died_at', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('headers', 'text', (column) => column.notNull())
      .addColumn('body', isSqlite ? 'blob' : 'bytea', (column) => column.notNull())
      .execute();
  },
});

/** Files of the example collector had one table; its rows and their numbers are taken over. */
const fromExample: Migration = {
  async up(db: Kysely<unknown>) {
    const old = await sql`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'event_log'`.execute(db);
    if (old.rows.length === 0) return;
    await sql`INSERT INTO ids (received_seq, business, id, received_at)
      SELECT received_seq, business, id, received_at FROM event_log`.execute(db);
    await sql`INSERT INTO events (received_seq, business, id, received_at, session, action, tracked_at, clock_skew, sent_at,
        page_url, amount, currency, user_id, user_source, observed_by, ip, library, event)
      SELECT received_seq, business, id, received_at, session, action, tracked_at, clock_skew, sent_at, page_url, amount,
        currency, user_id, NULL, observed_by, ip, library, event FROM event_log WHERE action IS NOT NULL`.execute(db);
    await sql`DROP TABLE event_log`.execute(db);
  },
};

/** The view of the example's file has the name that the table has now. */
const beforeFirst: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`DROP VIEW IF EXISTS events`.execute(db);
  },
};

/** All migrations in their order; a migration that was released is never changed. */
export const migrationsFor = (dialect: Dialect): Record<string, Migration> => ({
  ...(dialect.isSqlite ? { '0000_drop_view': beforeFirst } : {}),
  '0001_events': first(dialect),
  ...(dialect.isSqlite ? { '0002_example': fromExample } : {}),
  '0003_stream': forStream(dialect),
  '0004_trust': trust,
  '0005_refused': forRefusals(dialect),
  '0006_profiles': profiles,
  '0007_search': forSearch(dialect),
  '0008_automations': forAutomations(dialect),
  '0009_outbox': forOutbox(dialect),
  '0010_connections': forConnections,
  '0011_order_keys': forOrderKeys(dialect),
  '0012_privacy_requests': forPrivacyRequests,
  '0013_campaigns': forCampaigns(dialect),
});
