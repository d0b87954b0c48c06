import type { Kysely } from 'kysely';
import { eraseTimers } from '../automations/timers-of-person.js';
import { eraseOrders } from '../connections/erase-orders.js';
import { eraseRequests } from '../connections/requests-of-person.js';
import { noteErasure } from '../copy/copy-note.js';
import { cutText } from '../cut-text.js';
import type { Engine } from '../engine.js';
import { rememberErasure } from '../erasures.js';
import { findWhom, type Whom } from '../identity/whom.js';
import { countDeliveries } from '../outbox/withdraw.js';
import type { Erasable, ErasedCounts, Erasure, ErasureReceipt } from '../privacy.js';
import type { Tables } from '../tables.js';
import { emptyDeadLetters } from './dead-letters.js';
import { eraseNumbers, eraseSessions, eraseUser } from './erase-rows.js';
import { createNaming } from './naming.js';
import { eraseRefusals } from './refusals-of-person.js';

/** How often it is tried in the background to overwrite what a reader of another process has kept from it. */
const overwriteAgain = 1000;

/** An erasure whose texts are as the columns of later events have them. */
const asStored = ({ session, user, ...others }: Erasure): Erasure => ({
  ...others,
  session: session && cutText(session),
  user: user && cutText(user),
});

/** Every table that holds anything of a person has its line here. */
async function eraseRows(db: Kysely<Tables>, erasure: Erasure, whom: Whom): Promise<ErasedCounts> {
  const erase = erasure.user !== undefined ? eraseUser : erasure.session !== undefined ? eraseSessions : eraseNumbers;
  const naming = createNaming(erasure, whom);
  const timers = await eraseTimers(db, whom);
  const deliveries = await countDeliveries(db);
  return {
    ...(await erase(db, whom)),
    dead_letters: await emptyDeadLetters(db, naming),
    refusals: await eraseRefusals(db, naming),
    // They have gone with their events.
    deliveries: deliveries - (await countDeliveries(db)),
    timers,
    marketplace_orders: await eraseOrders(db, erasure, whom),
    privacy_requests: await eraseRequests(db, whom),
  };
}

/** Erasure on request. The ids stay, so that a late repeat does not bring back what was erased. */
export function createEraser(engine: Engine) {
  const { db } = engine;

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
    async erasable(erasure: Erasure): Promise<Erasable> {
      const { businesses, sources } = await findWhom(db, erasure);
      return { businesses, sources };
    },

    async erase(erasure: Erasure): Promise<ErasureReceipt> {
      // In one step: the rows of a user are found by the user's own rows, which must not vanish half-way.
      const counts = await engine.write(async (transaction) => {
        const whom = await findWhom(transaction, erasure);
        const erased = await eraseRows(transaction, erasure, whom);
        await rememberErasure(transaction, asStored(erasure), whom);
        await noteErasure(transaction);
        return erased;
      });
      const isNothing = Object.values(counts).every((count) => count === 0);
      const overwritten = isNothing || (await engine.overwrite());
      if (!overwritten && engine.dialect.isSqlite) overwriteLater();
      return { erased: counts.events, counts, overwritten, erased_at: new Date().toISOString() };
    },
  };
}
