import type { Kysely, Migration } from 'kysely';

/** What was refused although its business is known: events, and requests as a whole. */
export const forRefusals = ({
  sequence,
  isSqlite,
}: {
  sequence: 'integer' | 'bigint';
  isSqlite: boolean;
}): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('refusals')
      .addColumn('number', sequence, (column) =>
        isSqlite ? column.primaryKey().autoIncrement() : column.primaryKey().generatedAlwaysAsIdentity(),
      )
      .addColumn('digest', 'text', (column) => column.notNull().unique())
      .addColumn('business', 'text', (column) => column.notNull())
      .addColumn('received_at', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('description', 'text', (column) => column.notNull())
      .addColumn('action', 'text')
      .addColumn('id', 'text')
      .addColumn('session', 'text')
      .addColumn('user_id', 'text')
      .addColumn('arrival', 'text', (column) => column.notNull())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('is_whole', 'integer', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('size', 'integer', (column) => column.notNull())
      .addColumn('resent_at', 'text')
      .execute();
    const indexes: Record<string, string[]> = {
      // The size is in it, so that the bounds of a business are looked at without reading the texts.
      refusals_business: ['business', 'number', 'size'],
      refusals_reason: ['business', 'reason', 'resent_at'],
      refusals_received: ['received_at'],
    };
    for (const [name, columns] of Object.entries(indexes)) {
      await db.schema.createIndex(name).on('refusals').columns(columns).execute();
    }
  },
});
