import type { Kysely, Migration } from 'kysely';

/**
 * Who is who: users of a shop, whose browser a session is, who else was named in it, and which profiles are one person. It begins
 * with the events that arrive from now on: to look through all older ones could take longer than a start may.
 */
export const profiles: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('profiles')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('first_at', 'double precision', (column) => column.notNull())
      .addColumn('last_at', 'double precision', (column) => column.notNull())
      .addColumn('traits', 'text')
      .addColumn('seen_on', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('profile', ['business', 'source', 'user_id'])
      .execute();
    await db.schema
      .createTable('sessions')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('session', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('attached_at', 'double precision', (column) => column.notNull())
      .addColumn('attached_until', 'double precision')
      .addColumn('ended_at', 'double precision')
      .addColumn('trusted', 'integer', (column) => column.notNull())
      .addColumn('traits', 'text')
      .addColumn('seen_on', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('attached_session', ['business', 'session'])
      .execute();
    await db.schema
      .createTable('conflicts')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('session', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('noted_at', 'double precision', (column) => column.notNull())
      .addColumn('seen_on', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('conflict', ['business', 'session', 'source', 'user_id'])
      .execute();
    await db.schema
      .createTable('aliases')
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('from_source', 'text', (column) => column.notNull())
      .addColumn('from_user', 'text', (column) => column.notNull())
      .addColumn('to_source', 'text', (column) => column.notNull())
      .addColumn('to_user', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('alias', ['business', 'from_source', 'from_user'])
      .execute();
    const indexes: Record<string, [table: string, ...columns: string[]]> = {
      profiles_user: ['profiles', 'user_id'],
      profiles_latest: ['profiles', 'last_at'],
      profiles_seen: ['profiles', 'seen_on'],
      sessions_profile: ['sessions', 'user_id'],
      sessions_seen: ['sessions', 'seen_on'],
      conflicts_user: ['conflicts', 'user_id'],
      aliases_from: ['aliases', 'from_user'],
      aliases_to: ['aliases', 'to_user'],
    };
    for (const [name, [table, ...columns]] of Object.entries(indexes)) {
      await db.schema.createIndex(name).on(table).columns(columns).execute();
    }
  },
};
