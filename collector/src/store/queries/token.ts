import type { Kysely } from 'kysely';
import type { Engine } from '../engine.js';
import type { Tables } from '../tables.js';

/** The note that holds the inspector's token. Who can read it can read the events, too, so that nothing is gained by hiding it. */
const note = 'inspector_token';

/** The inspector's token that a database keeps; undefined before the first start of a collector without a token of its own. */
export async function readToken(db: Kysely<Tables>): Promise<string | undefined> {
  const row = await db.selectFrom('notes').select('value').where('name', '=', note).executeTakeFirst();
  return row?.value;
}

/**
 * The inspector's token of a database, which all its collectors share.
 *
 * @param fresh is kept if there is none yet
 */
export async function keepToken(engine: Engine, fresh: string): Promise<string> {
  const kept = await readToken(engine.db);
  if (kept !== undefined) return kept;
  // Of two collectors that start at once the first writes, and both read what it has written.
  return engine.write(async (transaction) => {
    await transaction
      .insertInto('notes')
      .values({ name: note, value: fresh })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    return (await readToken(transaction)) ?? fresh;
  });
}

/** Puts a token in the place of the one that a database keeps; collectors take it at their next start. */
export async function replaceToken(engine: Engine, token: string): Promise<void> {
  await engine.write((transaction) =>
    transaction
      .insertInto('notes')
      .values({ name: note, value: token })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: token }))
      .execute(),
  );
}
