import type { Kysely } from 'kysely';
import type { PersonRefusal } from '../privacy.js';
import type { Tables } from '../tables.js';
import type { Naming } from './naming.js';

/** Rows that are read at once. */
const portion = 200;

/** The refusals that name somebody, by what could be read of them and by their text, in portions. */
async function* findRefusals(db: Kysely<Tables>, { business, isNamedIn }: Naming): AsyncGenerator<PersonRefusal[]> {
  let last = 0;
  for (;;) {
    let query = db
      .selectFrom('refusals')
      .select(['number', 'business', 'received_at', 'session', 'user_id', 'reason', 'description', 'text'])
      .where('number', '>', last);
    if (business !== undefined) query = query.where('business', '=', business);
    const rows = await query.orderBy('number').limit(portion).execute();
    yield rows.filter(isNamedIn).map(({ session: _, user_id: __, ...row }) => row);
    last = rows.at(-1)?.number ?? last;
    if (rows.length < portion) return;
  }
}

/** Refusals that name a person; others may be in their texts, too. */
export async function readRefusalsOf(db: Kysely<Tables>, naming: Naming): Promise<PersonRefusal[]> {
  const found: PersonRefusal[] = [];
  for await (const some of findRefusals(db, naming)) found.push(...some);
  return found;
}

/**
 * Erasure reaches what was refused, too.
 *
 * @returns how many refusals were removed
 */
export async function eraseRefusals(db: Kysely<Tables>, naming: Naming): Promise<number> {
  let removed = 0;
  for await (const some of findRefusals(db, naming)) {
    const numbers = some.map(({ number }) => number);
    if (numbers.length > 0) await db.deleteFrom('refusals').where('number', 'in', numbers).execute();
    removed += numbers.length;
  }
  return removed;
}
