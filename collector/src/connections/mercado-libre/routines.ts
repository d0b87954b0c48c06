import type { Connection, ConnectionStore, FetchJob, Settlement } from '../../store/connections/types.js';
import { isTrouble } from '../trouble.js';
import type { Get } from './api.js';
import { source } from './props.js';
import { idOf, listOf, numberOf, objectOf, timeOf } from '../read-json.js';
import { pathOf, readResource } from './resources.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What is done again and again for each account. */
export const missedFeeds = '#missed-feeds';
export const reconcile = '#reconcile';
export const routines = [missedFeeds, reconcile];

/** Milliseconds between two looks: at what was notified in vain, and at all that has changed. */
const feedsEvery = 15 * minute;
const reconcileEvery = hour;

/** A notification is repeated for an hour before it counts as missed; those of two days are kept (2026-09-14). */
const missedAfter = 2 * hour;
const feedsKept = 2 * day;

/** Filters by date have the precision of an hour (2026-08-07). */
const overlap = hour;

const pageSize = 50;
const mostPages = 200;

/** Orders that are looked at in one go although nobody tells of them. */
const mostChecks = 500;

type Jobs = NonNullable<Settlement['jobs']>;

export interface RoutineParts {
  get: Get;
  store: Pick<ConnectionStore, 'connection' | 'ordersToCheck'>;
  clientId: string;
  now: () => number;
  chance: () => number;
  /** When this process has last looked at the missed notifications of an account. */
  looked: Map<string, number>;
}

/**
 * Reads all pages of a list; it ends where nothing is left, or where `take` says so. A page that is not full is not the last one: the API
 * may give less than it is asked for.
 */
async function readPages(get: Get, path: string, list: string, take: (entries: unknown[]) => boolean): Promise<void> {
  for (let [page, offset] = [0, 0]; page < mostPages; page++) {
    const found = objectOf((await get(`${path}&limit=${pageSize}&offset=${offset}`))?.body);
    const entries = listOf(found[list]);
    if (!take(entries) || entries.length === 0) return;
    offset += entries.length;
    if (offset >= (numberOf(objectOf(found.paging).total) ?? Infinity)) return;
  }
}

/** What keeps an account complete where notifications do not come. */
export function createRoutines({ get, store, clientId, now, chance, looked }: RoutineParts, { account }: FetchJob) {
  const later = (every: number) => now() + every * (1 + chance() / 10);

  /** Notifications that were given up. The same ones are told for two days, so that only the first look takes all of them. */
  async function catchUp(): Promise<Settlement> {
    const began = now();
    const before = looked.get(account);
    const since = began - (before === undefined ? feedsKept : began - before + missedAfter);
    const jobs: Jobs = [];
    await readPages(get, `/missed_feeds?app_id=${clientId}`, 'messages', (entries) => {
      for (const entry of entries.map(objectOf)) {
        const resource = readResource(entry.resource);
        const sentAt = timeOf(entry.sent) ?? timeOf(entry.received) ?? began;
        if (resource && idOf(entry.user_id) === account && sentAt >= since)
          jobs.push({ resource: pathOf(resource), due_at: began });
      }
      return true;
    });
    looked.set(account, began);
    return { orders: [], jobs, again: later(feedsEvery) };
  }

  async function changedOrders(from: number): Promise<Jobs> {
    const jobs: Jobs = [];
    // The API writes times with an offset, and its users report that it wants them so.
    const query = new URLSearchParams({
      ...{ seller: account, sort: 'date_desc' },
      'order.date_last_updated.from': new Date(from).toISOString().replace('Z', '-00:00'),
    });
    await readPages(get, `/orders/search?${query}`, 'results', (entries) => {
      for (const entry of entries) {
        const id = idOf(objectOf(entry).id);
        if (id !== undefined) jobs.push({ resource: pathOf({ type: 'order', id }), due_at: now() });
      }
      return true;
    });
    return jobs;
  }

  async function changedClaims(from: number): Promise<Jobs> {
    const jobs: Jobs = [];
    const path = `/post-purchase/v1/claims/search?players.user_id=${account}&sort=last_updated:desc`;
    try {
      await readPages(get, path, 'data', (entries) => {
        const recent = entries.map(objectOf).filter((claim) => (timeOf(claim.last_updated) ?? from) >= from);
        for (const { id: claim } of recent) {
          const id = idOf(claim);
          if (id !== undefined) jobs.push({ resource: pathOf({ type: 'claim', id }), due_at: now() });
        }
        return recent.length === entries.length;
      });
    } catch (error) {
      // An application without the right to read claims still has its orders.
      if (!isTrouble(error) || error.trouble !== 'refused') throw error;
    }
    return jobs;
  }

  /** All that has changed since the last time, whoever has told of it: a topic that was switched off loses its notifications for good. */
  async function lookAtAll(): Promise<Settlement> {
    const began = now();
    const connection: Pick<Connection, 'reconciled_at' | 'connected_at'> | undefined = await store.connection({
      ...{ kind: source, account },
    });
    const from = (connection?.reconciled_at ?? connection?.connected_at ?? began) - overlap;
    const orders = await changedOrders(from);
    const claims = await changedClaims(from);
    // A search as the seller leaves cancelled orders out.
    const open = await store.ordersToCheck({ kind: source, account }, began, mostChecks);
    const checks = open.map((id) => ({ resource: pathOf({ type: 'order', id }), due_at: began }));
    return { orders: [], jobs: [...orders, ...claims, ...checks], again: later(reconcileEvery), reconciledAt: began };
  }

  return (routine: string): Promise<Settlement> => (routine === missedFeeds ? catchUp() : lookAtAll());
}
