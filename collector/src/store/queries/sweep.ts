import type { Kysely } from 'kysely';
import type { Engine } from '../engine.js';
import { deleteEvents } from '../search/delete-events.js';
import type { SweepResult } from '../store.js';
import type { Tables } from '../tables.js';
import { portion, sweepPeople } from './sweep-people.js';

const day = 86_400_000;

/** Ids are remembered for longer than any client keeps an unacknowledged event (7 days, or a laptop closed for weeks). */
export const idMemoryDays = 30;

/** A sweep that would take more than this part of the rows has to be right for a whole day before it is done. */
const mostAtOnce = 0.5;
const fewRows = 100;
const note = 'sweep_doubted_since';

/** Sweeps come every hour; a collector that was off for a while still counts. */
const longestGap = 2 * day;

/**
 * Erasure by age. The clock may be wrong at the start of a machine, by decades in either direction, and what is removed does not
 * come back. So a row is old only if a row that arrived later is old, too: rows are removed from the front of the order of
 * arrival, up to the first whose time is within the retention. And where most rows would go, the same has to be true for a day.
 */
export function createSweeper(engine: Engine) {
  const { db } = engine;

  /** The number of the first row that is to stay because of its time, or one more than the last row. */
  async function firstToStay(table: 'events' | 'ids', before: string, now: string): Promise<number> {
    const kept = await db
      .selectFrom(table)
      .select('received_seq')
      .where('received_at', '>=', before)
      .where('received_at', '<=', now)
      .orderBy('received_seq')
      .limit(1)
      .executeTakeFirst();
    return kept?.received_seq ?? Number.MAX_SAFE_INTEGER;
  }

  async function count(before?: { received_at: string; received_seq: number }): Promise<number> {
    let query = db.selectFrom('events').select(({ fn }) => fn.countAll().as('rows'));
    if (before) {
      query = query.where('received_at', '<', before.received_at).where('received_seq', '<', before.received_seq);
    }
    return Number((await query.executeTakeFirst())?.rows ?? 0);
  }

  async function inPortions(remove: (transaction: Kysely<Tables>) => Promise<number>): Promise<number> {
    let removed = 0;
    for (;;) {
      const some = await engine.write(remove);
      removed += some;
      if (some < portion) return removed;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /**
   * Whether so large a removal has been due for a day by now, seen again and again: a clock that jumps from one wrong time to
   * another has not said the same for a day.
   */
  async function isConfirmed(now: number): Promise<boolean> {
    const noted = await db.selectFrom('notes').select('value').where('name', '=', note).executeTakeFirst();
    const [since = NaN, seen = NaN] = (noted?.value ?? '').split(' ').map(Number);
    const isSame = since <= seen && seen <= now && now - seen <= longestGap;
    if (isSame && now - since >= day) return true;
    const value = `${isSame ? since : now} ${now}`;
    await engine.write((transaction) =>
      transaction
        .insertInto('notes')
        .values({ name: note, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute(),
    );
    return false;
  }

  const forgetDoubt = () =>
    engine.write((transaction) => transaction.deleteFrom('notes').where('name', '=', note).execute());

  async function expire(retentionDays: number, now: number): Promise<SweepResult> {
    const received_at = new Date(now - retentionDays * day).toISOString();
    const received_seq = await firstToStay('events', received_at, new Date(now).toISOString());
    const [all, old] = [await count(), await count({ received_at, received_seq })];
    const isDoubtful = old > fewRows && old > all * mostAtOnce;
    // A doubt that has gone is forgotten, because the next one has to last for a day of its own.
    if (!isDoubtful) await forgetDoubt();
    if (isDoubtful && !(await isConfirmed(now))) {
      const refused = `${old} of ${all} events look older than ${retentionDays} days; they are kept until the clock has said so for a day.`;
      return { expired: 0, refused };
    }
    if (old === 0) return { expired: 0 };
    const expired = await inPortions(async (transaction) => {
      const oldest = transaction
        .selectFrom('events')
        .select('received_seq')
        .where('received_at', '<', received_at)
        .where('received_seq', '<', received_seq)
        .orderBy('received_seq')
        .limit(portion);
      return deleteEvents(transaction, (row) => row.and([row('received_seq', 'in', oldest)]));
    });
    await forgetDoubt();
    return { expired };
  }

  /** Forgets ids whose events have no content any more, not before the contents of their time have expired. */
  async function forget(days: number, now: number): Promise<number> {
    const received_at = new Date(now - days * day).toISOString();
    const received_seq = await firstToStay('ids', received_at, new Date(now).toISOString());
    return inPortions(async (transaction) => {
      const oldest = transaction
        .selectFrom('ids')
        .select('received_seq')
        .where('received_at', '<', received_at)
        .where('received_seq', '<', received_seq)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('events')
                .select('events.received_seq')
                .whereRef('events.received_seq', '=', 'ids.received_seq'),
            ),
          ),
        )
        .orderBy('received_seq')
        .limit(portion);
      return Number(
        (await transaction.deleteFrom('ids').where('received_seq', 'in', oldest).executeTakeFirst()).numDeletedRows,
      );
    });
  }

  return {
    /**
     * @param retentionDays 0 keeps the content for ever
     * @param now milliseconds
     */
    async sweep(retentionDays: number, now = Date.now()): Promise<SweepResult> {
      if (retentionDays === 0) return { expired: 0 };
      const result = await expire(retentionDays, now);
      if (result.refused !== undefined) return result;
      const people = await sweepPeople(new Date(now - retentionDays * day).toISOString(), inPortions);
      const forgotten = await forget(Math.max(retentionDays, idMemoryDays), now);
      if (result.expired + people + forgotten > 0) await engine.overwrite();
      return people > 0 ? { ...result, people } : result;
    },
  };
}
