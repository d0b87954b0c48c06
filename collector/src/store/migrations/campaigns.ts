import { type Kysely, type Migration, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { createSearchTable } from '../search/search-table.js';

/** Which visitors came by which campaign. What the index holds of earlier events is made anew. */
export const forCampaigns = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const table of ['orders', 'order_names', 'visitor_hours', 'hour_counts', 'indexed']) {
      await sql`DELETE FROM ${sql.table(table)}`.execute(db);
    }
    await sql`DROP TABLE search`.execute(db);
    await createSearchTable(db, dialect);
    const campaigns = db.schema
      .createTable('campaign_hours')
      .addColumn('campaign', 'text', (column) => column.notNull())
      .addColumn('hour', 'integer', (column) => column.notNull())
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('session', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('campaign_hour', ['campaign', 'hour', 'business', 'session']);
    await (dialect.isSqlite ? campaigns.modifyEnd(sql`WITHOUT ROWID`) : campaigns).execute();
    await db.schema
      .createIndex('campaign_hours_session')
      .on('campaign_hours')
      .columns(['session', 'hour', 'business'])
      .execute();
  },
});
