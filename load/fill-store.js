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
 * @returns {Promise<number>} microseconds of processor time of this process for an event of the index
 */
export const fillStore = async (database, count) => {
  const store = await openStore(database);
  const to = Date.now() / 1000;
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
    if (records.length === COMMIT) await put();
  }
  await put();
  const before = cpuUsage();
  while ((await store.fillIndex(COMMIT)) > 0);
  const { user, system } = cpuUsage(before);
  await store.close();
  return (user + system) / count;
};

/**
 * Somebody who is in a store that was filled.
 *
 * @param {string} database
 */
export const findNamed = async (database) => {
  const store = await openStore(database);
  const { events } = await store.page({ action: 'order.placed', limit: 200 });
  await store.close();
  const row = events.find(({ user_id }) => user_id !== null);
  if (!row?.user_id || !row.session) throw new Error('Nobody who is known has ordered anything in this store.');
  return {
    order: /CO-\w+/.exec(JSON.stringify(row.event))?.[0] ?? '',
    session: row.session,
    user: row.user_id,
  };
};
