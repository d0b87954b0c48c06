import type { ExpressionBuilder, Kysely } from 'kysely';
import { noteErasure } from '../copy/copy-note.js';
import { cutText, formsOf } from '../cut-text.js';
import type { Engine } from '../engine.js';
import { type KnownPerson, rememberErasure } from '../erasures.js';
import type { Erasure, ErasureReceipt } from '../store.js';
import type { Tables } from '../tables.js';
import { emptyDeadLetters } from './dead-letters.js';
import { eraseRefusals } from './erase-refusals.js';

/** How often it is tried in the background to overwrite what a reader of another process has kept from it. */
const overwriteAgain = 1000;

const concerned =
  ({ session, user, business }: Erasure) =>
  (row: ExpressionBuilder<Tables, 'events'>) => {
    if (session === undefined && user === undefined) {
      throw new Error('Nothing was erased: name the session or the user whose events are to be erased.');
    }
    // What the visitor did before being known belongs to the same person, unless another user is named on it.
    const ofUser = (id: string) =>
      row.or([
        row('user_id', 'in', formsOf(id)),
        row.and([
          row('user_id', 'is', null),
          row.exists(
            row
              .selectFrom('events as own')
              .select('own.received_seq')
              .where('own.user_id', 'in', formsOf(id))
              .whereRef('own.business', '=', 'events.business')
              .whereRef('own.session', '=', 'events.session'),
          ),
        ]),
      ]);
    return row.and([
      ...(session === undefined ? [] : [row('session', 'in', formsOf(session))]),
      ...(user === undefined ? [] : [ofUser(user)]),
      ...(business === undefined ? [] : [row('business', '=', business)]),
    ]);
  };

/** An erasure whose texts are as the columns of later events have them. */
const asStored = ({ session, user, business }: Erasure): Erasure => ({
  session: session && cutText(session),
  user: user && cutText(user),
  business,
});

/** The businesses that know whom the erasure names, and the sessions of a user: found by the rows that are about to go. */
async function findKnown(db: Kysely<Tables>, erasure: Erasure): Promise<KnownPerson> {
  const rows = await db
    .selectFrom('events')
    .select(['business', 'session'])
    .distinct()
    .where(concerned(erasure))
    .execute();
  return {
    businesses: [...new Set(rows.map(({ business }) => business))],
    sessions: erasure.user === undefined ? [] : rows.filter(({ session }) => session !== null),
  };
}

/** Erasure on request. The ids stay, so that a late repeat does not bring back what was erased. */
export function createEraser(engine: Engine) {
  const { db } = engine;

  const erase = (transaction: Kysely<Tables>, erasure: Erasure) =>
    transaction.deleteFrom('events').where(concerned(erasure)).executeTakeFirst();

  /** Goes on until the content is gone from the files, too. */
  function overwriteLater(): void {
    const timer = setTimeout(() => {
      engine.overwrite().then(
        (done) => done || overwriteLater(),
        () => {
          // The database was closed meanwhile; closing overwrites, too.
        },
      );
    }, overwriteAgain);
    timer.unref();
  }

  return {
    async erasable(erasure: Erasure): Promise<string[]> {
      const rows = await db.selectFrom('events').select('business').distinct().where(concerned(erasure)).execute();
      return rows.map(({ business }) => business);
    },

    async erase(erasure: Erasure): Promise<ErasureReceipt> {
      // In one step: the rows of a user are found by the user's own rows, which must not vanish half-way.
      const { erased, refusals } = await engine.write(async (transaction) => {
        const known = await findKnown(transaction, erasure);
        const { numDeletedRows } = await erase(transaction, erasure);
        await rememberErasure(transaction, asStored(erasure), known);
        await emptyDeadLetters(transaction, erasure);
        const refusals = await eraseRefusals(transaction, erasure, known);
        await noteErasure(transaction);
        return { erased: Number(numDeletedRows), refusals };
      });
      const overwritten = erased + refusals === 0 || (await engine.overwrite());
      if (!overwritten && engine.dialect.isSqlite) overwriteLater();
      return { erased, overwritten };
    },
  };
}
