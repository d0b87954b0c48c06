import type { Kysely } from 'kysely';
import type { Engine } from '../engine.js';
import type { Tables } from '../tables.js';
import { nameOf, toAlias, toOf } from './aliases.js';
import { asStored } from './attach.js';
import type { AliasesTable } from './tables.js';
import type { Alias, AliasRefusal, ProfileKey } from './types.js';

const findFrom = (db: Kysely<Tables>, { business, source, user_id }: ProfileKey) =>
  db
    .selectFrom('aliases')
    .selectAll()
    .where('business', '=', business)
    .where('from_source', '=', source)
    .where('from_user', '=', user_id)
    .executeTakeFirst();

const findTo = (db: Kysely<Tables>, { business, source, user_id }: ProfileKey) =>
  db
    .selectFrom('aliases')
    .selectAll()
    .where('business', '=', business)
    .where('to_source', '=', source)
    .where('to_user', '=', user_id)
    .executeTakeFirst();

interface Added {
  created: boolean;
  refused?: AliasRefusal;
  /** The one that was made, or the one that is in the way. */
  alias: Alias;
}

/** Makes and removes aliases: rows beside what is stored, which itself is never changed by them. */
export const createAliasEditor = (engine: Engine) => ({
  addAlias: (givenFrom: ProfileKey, givenTo: ProfileKey): Promise<Added> =>
    engine.write(async (db): Promise<Added> => {
      const [from, to] = [asStored(givenFrom), asStored(givenTo)];
      const refuse = (refused: AliasRefusal, row: AliasesTable): Added => ({
        created: false,
        refused,
        alias: toAlias(row),
      });
      const before = await findFrom(db, from);
      if (before) {
        const isSame = nameOf(toOf(before)) === nameOf(to);
        return isSame ? { created: false, alias: toAlias(before) } : refuse('taken', before);
      }
      // One level: who is read as somebody else is nobody's target, and a target is read as itself.
      const chain = await findFrom(db, to);
      if (chain) return refuse('chain', chain);
      const target = await findTo(db, from);
      if (target) return refuse('target', target);
      const row: AliasesTable = {
        business: from.business,
        ...{ from_source: from.source, from_user: from.user_id, to_source: to.source, to_user: to.user_id },
        created_at: new Date().toISOString(),
      };
      await db.insertInto('aliases').values(row).execute();
      return { created: true, alias: toAlias(row) };
    }),

  removeAlias: (given: ProfileKey): Promise<Alias | undefined> =>
    engine.write(async (db) => {
      const from = asStored(given);
      const row = await findFrom(db, from);
      if (!row) return undefined;
      await db
        .deleteFrom('aliases')
        .where('business', '=', from.business)
        .where('from_source', '=', from.source)
        .where('from_user', '=', from.user_id)
        .execute();
      return toAlias(row);
    }),
});
