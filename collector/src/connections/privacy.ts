import { createHash } from 'node:crypto';
import type { ConnectionStore } from '../store/connections/types.js';
import type { Erasure, PrivacyStore } from '../store/privacy.js';
import { idOf, listOf, objectOf, parseJson } from './read-json.js';

export type PrivacyTopic = 'data_request' | 'customer_redact' | 'store_redact';

export interface PrivacyParts {
  kind: string;
  store: Pick<ConnectionStore, 'businessesOfAccount' | 'notePrivacyRequest' | 'ordersOfAccount'> &
    Pick<PrivacyStore, 'erase'>;
  now: () => number;
}

const idsIn = (list: unknown) => listOf(list).flatMap((id) => idOf(id) ?? []);

/** Orders that are erased between two looks at what is left. */
const portion = 50;

/** Does what shop platforms demand of whoever reads their stores: to erase, and to say what is known of a customer. */
export function createPrivacy({ kind, store, now }: PrivacyParts) {
  const underWay = new Map<string, Promise<void>>();

  async function eraseAll(erasures: Erasure[]): Promise<number> {
    let events = 0;
    for (const erasure of erasures) events += (await store.erase(erasure)).erased;
    return events;
  }

  const ofOrders = (business: string, orders: string[]) => orders.map((order): Erasure => ({ order, business }));
  const ofCustomers = (business: string, customers: string[]) =>
    customers.map((user): Erasure => ({ user, source: kind, business }));

  async function eraseStore(business: string, account: string): Promise<number> {
    let events = 0;
    for (;;) {
      const orders = await store.ordersOfAccount({ kind, account }, business, portion);
      if (orders.length === 0) return events;
      const buyers = [...new Set(orders.flatMap(({ buyer_id }) => buyer_id ?? []))];
      const ids = orders.map(({ order_id }) => order_id);
      events += await eraseAll([...ofOrders(business, ids), ...ofCustomers(business, buyers)]);
    }
  }

  async function meet(topic: PrivacyTopic, account: string, body: Buffer): Promise<void> {
    const given = objectOf(parseJson(body.toString('utf8')));
    const customer = idOf(objectOf(given.customer).id);
    // The same request may come again, and is one.
    const request = idOf(objectOf(given.data_request).id) ?? createHash('sha256').update(body).digest('base64url');
    for (const business of await store.businessesOfAccount({ kind, account })) {
      const note = { business, kind, account, request, topic, received_at: now() };
      if (topic === 'data_request') {
        const orders = JSON.stringify(idsIn(given.orders_requested));
        await store.notePrivacyRequest({ ...note, customer: customer ?? null, orders, erased: null });
        continue;
      }
      const customers = customer === undefined ? [] : [customer];
      const erased =
        topic === 'store_redact'
          ? await eraseStore(business, account)
          : await eraseAll([...ofCustomers(business, customers), ...ofOrders(business, idsIn(given.orders_to_redact))]);
      // Whom it was about is not kept.
      await store.notePrivacyRequest({ ...note, customer: null, orders: '[]', erased });
    }
  }

  /** A request that is sent again while it is being met waits for that, so that nothing is erased twice at a time. */
  return function demand(topic: PrivacyTopic, account: string, body: Buffer): Promise<void> {
    const name = `${topic} ${body.toString('base64')}`;
    const running = underWay.get(name) ?? meet(topic, account, body).finally(() => underWay.delete(name));
    underWay.set(name, running);
    return running;
  };
}
