import { cpuUsage } from 'node:process';
import { openStore } from '../collector/dist/store/open-store.js';
import { shopEvents } from './make-shop-events.js';

const DAYS = 30;
const COMMIT = 2000;

/**
 * Fills an empty store with the events of a month, and the index of the inspector.
 *
 * @param {string} database
 * @param {number} count
 * @returns {Promise<{ indexing: number, named: { order: string, session: string, user: string } }>} microseconds of processor time
 *   of this process for an event of the index, and somebody who is in the store
 */
export const fillStore = async (database, count) => {
  const store = await openStore(database);
  const to = Date.now() / 1000;
  const named = { order: '', session: '', user: '' };
  /** @type {import('../collector/dist/index.js').EventRecord[]} */
  let records = [];
  const put = async () => {
    await store.put(records);
    records = [];
  };
  for (const event of shopEvents({ count, from: to - DAYS * 86_400, to })) {
    const received_at = new Date(event.tracked_at * 1000 + 500).toISOString();
    records.push({
      ...{ ...event, business: 'demo', received_at, clock_skew: 0, sent_at: received_at, user_source: null },
      ...{
        currency: event.amount === null ? null : 'UYU',
        observed_by: 'woocommerce',
        ip: null,
        library: 'vitrina/1.0.0',
      },
      ...{ trusted: false, invalid: null },
    });
    if (event.action === 'order.placed' && event.user_id !== null) {
      named.order = /CO-\w+/.exec(event.event)?.[0] ?? '';
      named.session = event.session;
      named.user = event.user_id;
    }
    if (records.length === COMMIT) await put();
  }
  await put();
  const before = cpuUsage();
  while ((await store.fillIndex(COMMIT)) > 0);
  const { user, system } = cpuUsage(before);
  await store.close();
  return { indexing: (user + system) / count, named };
};
