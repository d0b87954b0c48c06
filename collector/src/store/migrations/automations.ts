import { type Kysely, type Migration, sql } from 'kysely';
import type { Dialect } from '../dialect.js';

/** What automations remember: a row for each subject of a rule, and how often each has come to which end. */
export const forAutomations = ({ isSqlite }: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('timers')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('rule', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('episode', 'integer', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('session', 'text')
      .addColumn('user_source', 'text')
      .addColumn('user_id', 'text')
      .addColumn('reference', 'text')
      .addColumn('platform', 'text')
      .addColumn('started_at', 'double precision')
      .addColumn('changed_at', 'double precision', (column) => column.notNull())
      .addColumn('changed_by', 'text', (column) => column.notNull())
      .addColumn('due_at', 'double precision')
      .addColumn('memory', 'text', (column) => column.notNull())
      .addColumn('fired_at', 'double precision')
      .addColumn('told', 'text')
      .addColumn('settled_at', 'double precision')
      .addColumn('seen_on', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('timer', ['business', 'rule', 'subject'])
      .execute();
    // Most rows wait for nothing, and are in none of the first two.
    await sql`CREATE INDEX timers_due ON timers (due_at) WHERE due_at IS NOT NULL`.execute(db);
    await sql`CREATE INDEX timers_waiting ON timers (business, rule, due_at) WHERE due_at IS NOT NULL`.execute(db);
    await sql`CREATE INDEX timers_settled ON timers (business, rule, settled_at) WHERE settled_at IS NOT NULL`.execute(
      db,
    );
    await sql`CREATE INDEX timers_reference ON timers (reference) WHERE reference IS NOT NULL`.execute(db);
    await db.schema.createIndex('timers_session').on('timers').columns(['session']).execute();
    await db.schema.createIndex('timers_user').on('timers').columns(['user_id']).execute();
    await db.schema.createIndex('timers_seen').on('timers').columns(['seen_on']).execute();
    const counts = db.schema
      .createTable('timer_counts')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('rule', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('timers', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('timer_count', ['business', 'rule', 'day', 'outcome']);
    await (isSqlite ? counts.modifyEnd(sql`WITHOUT ROWID`) : counts).execute();
  },
});
