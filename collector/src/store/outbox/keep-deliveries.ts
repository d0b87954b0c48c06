import { sql } from 'kysely';
import type { Engine } from '../engine.js';
import { endDeliveries, isWaitingFor } from './end-deliveries.js';
import { settleDeliveries } from './settle-deliveries.js';
import { takeDeliveries } from './take-deliveries.js';
import type { EndpointKey, OutboxStore } from './types.js';

const day = 86_400_000;

/** Days for which a delivery is shown after its end, and for which one is kept that has found none. */
const keptDays = { ended: 3, others: 30 };

/** Rows that are removed at a time, so that events get in between. */
const portion = 1000;

/** The statements about deliveries. */
export function createDeliveryKeeper(
  engine: Engine,
): Pick<OutboxStore, 'turnOutbox' | 'endDeliveries' | 'resendDeliveries' | 'switchOnEndpoint' | 'sweepDeliveries'> {
  return {
    turnOutbox: ({ outcomes, endpoints, ...bounds }) =>
      engine.write(async (db) => {
        await settleDeliveries(db, outcomes);
        return takeDeliveries(db, endpoints, bounds);
      }),

    async endDeliveries(endpoints, reason) {
      // Mostly nothing waits, and a writer holds up the events that arrive.
      if (!(await isWaitingFor(engine.db, endpoints))) return 0;
      return engine.write((db) => endDeliveries(db, endpoints, reason));
    },

    async resendDeliveries(which, now) {
      if ('numbers' in which && which.numbers.length === 0) return 0;
      const { numUpdatedRows } = await engine.write(async (db) => {
        // Whoever delivers looks at once.
        await engine.announce(db);
        const again = db
          .updateTable('outbox')
          .set({ state: 'waiting', attempts: 0, next_at: now, lease_until: null })
          .where(({ selectFrom, exists }) =>
            exists(
              selectFrom('ids')
                .innerJoin('events', 'events.received_seq', 'ids.received_seq')
                .select('ids.received_seq')
                .whereRef('ids.business', '=', 'outbox.business')
                .whereRef('ids.id', '=', 'outbox.event_id'),
            ),
          );
        const meant =
          'numbers' in which
            ? again.where('number', 'in', which.numbers).where('state', 'in', ['dead', 'delivered'])
            : again
                .where('business', '=', which.business)
                .where('endpoint', '=', which.endpoint)
                .where('state', '=', 'dead');
        return meant.executeTakeFirst();
      });
      return Number(numUpdatedRows);
    },

    async switchOnEndpoint({ business, endpoint }: EndpointKey) {
      const { numUpdatedRows } = await engine.write(async (db) => {
        await engine.announce(db);
        return db
          .updateTable('outbox_endpoints')
          .set({ off_at: null, off_reason: null, hold_until: null })
          .where('business', '=', business)
          .where('endpoint', '=', endpoint)
          .where('off_at', 'is not', null)
          .executeTakeFirst();
      });
      return numUpdatedRows > 0n;
    },

    async sweepDeliveries(now) {
      for (;;) {
        const { numAffectedRows = 0n } = await engine.write((db) =>
          sql`DELETE FROM outbox WHERE number IN (SELECT number FROM outbox
            WHERE created_at < ${now - keptDays.ended * day} AND (created_at < ${now - keptDays.others * day}
              OR state IN ('delivered', 'withdrawn') AND coalesce(last_at, created_at) < ${now - keptDays.ended * day})
            LIMIT ${sql.lit(portion)})`.execute(db),
        );
        if (Number(numAffectedRows) < portion) return;
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
  };
}
