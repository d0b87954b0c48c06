import type { Engine } from '../engine.js';
import type { Insertion } from '../insertion.js';
import { keepOrder } from './keep-order.js';
import type { ConnectionStore } from './types.js';

/** Orders that a platform sends by itself. */
export const createOrderKeeper = (engine: Engine, insertNew: Insertion): Pick<ConnectionStore, 'keepOrders'> => ({
  async keepOrders({ kind, account, business }, orders, now) {
    await engine.write(async (transaction) => {
      const news = { last_notified_at: now, last_fetched_at: now, problem: null };
      const fresh = { kind, account, business, state: 'connected' as const, tokens: null, expires_at: null };
      const dates = {
        connected_at: now,
        refreshed_at: now,
        refreshing_since: null,
        lease_until: 0,
        reconciled_at: null,
      };
      await transaction
        .insertInto('connections')
        .values({ ...fresh, ...dates, ...news })
        .onConflict((conflict) => conflict.columns(['kind', 'account']).doUpdateSet(news))
        .execute();
      const events = [];
      for (const change of orders) events.push(...(await keepOrder(transaction, { kind, business }, change, now)));
      await insertNew(transaction, events);
    });
  },
});
