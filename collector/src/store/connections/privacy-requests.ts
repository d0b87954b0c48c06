import type { Engine } from '../engine.js';
import { dayOf } from '../identity/attachment.js';
import type { ConnectionStore } from './types.js';

type Methods = 'notePrivacyRequest' | 'privacyRequests' | 'businessesOfAccount' | 'ordersOfAccount';

/** What platforms demand for the privacy of their customers, and what came of it. */
export function createPrivacyRequests(engine: Engine): Pick<ConnectionStore, Methods> {
  const { db } = engine;
  return {
    async notePrivacyRequest(request) {
      const seen_on = dayOf(new Date(request.received_at).toISOString());
      await engine.write((transaction) =>
        transaction
          .insertInto('privacy_requests')
          .values({ ...request, seen_on })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
    },

    privacyRequests: (business) =>
      db
        .selectFrom('privacy_requests')
        .selectAll()
        .$if(business !== undefined, (query) => query.where('business', '=', business ?? ''))
        .orderBy('received_at', 'desc')
        .orderBy('request')
        .limit(500)
        .execute(),

    // A store that was disconnected may still demand what concerns its orders.
    async businessesOfAccount({ kind, account }) {
      const ofConnections = db
        .selectFrom('connections')
        .select('business')
        .where('kind', '=', kind)
        .where('account', '=', account);
      const ofOrders = db
        .selectFrom('marketplace_orders')
        .select('business')
        .where('kind', '=', kind)
        .where('account', '=', account);
      const rows = await ofConnections.union(ofOrders).execute();
      return rows.map(({ business }) => business).sort();
    },

    ordersOfAccount: ({ kind, account }, business, limit) =>
      db
        .selectFrom('marketplace_orders')
        .select(['order_id', 'buyer_id'])
        .where('business', '=', business)
        .where('kind', '=', kind)
        .where('account', '=', account)
        .where('status', '<>', 'erased')
        .orderBy('order_id')
        .limit(limit)
        .execute(),
  };
}
