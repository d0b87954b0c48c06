import type { Kysely, Migration } from 'kysely';

/** Who told an event, a server with a private key or anybody, and what is wrong with one that was stored all the same. */
export const trust: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('events')
      .addColumn('trusted', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    // Earlier events were not looked at, so that nothing is said about them.
    await db.schema.alterTable('events').addColumn('invalid', 'text').execute();
  },
};
