import type { ConnectionStore, FetchJob, Settlement } from '../../store/connections/types.js';
import { idOf, listOf, objectOf, textOf } from '../read-json.js';
import type { Ask } from './api.js';
import { source } from './read-order.js';

/** All that has changed is looked at, whoever has told of it: nothing is sent while a store is suspended. */
export const reconcile = '#reconcile';
/** The store is told where to send what happens there. */
export const register = '#webhooks';
/** Whether the token works at all. */
export const check = '#check';

const hour = 3_600_000;
const pageSize = 200;
const mostPages = 500;
/** The clocks of both sides may differ, and an order may be changed while it is written. */
const overlap = 10 * 60_000;

/** What concerns an order or the application, of the events that can be subscribed to (resources/webhook, 2025-03). */
export const events = [
  ...['created', 'updated', 'paid', 'packed', 'fulfilled', 'cancelled', 'pending', 'voided', 'edited'].map(
    (name) => `order/${name}`,
  ),
  ...['app/uninstalled', 'app/suspended', 'app/resumed'],
];

export interface RoutineParts {
  ask: Ask;
  store: Pick<ConnectionStore, 'connection'>;
  now: () => number;
  chance: () => number;
  /** Where webhooks are sent to, if the collector knows its public address. */
  address?: string;
}

export function createRoutines({ ask, store, now, chance, address }: RoutineParts, { account }: FetchJob) {
  async function lookAtAll(): Promise<Settlement> {
    const began = now();
    const connection = await store.connection({ kind: source, account });
    const from = (connection?.reconciled_at ?? connection?.connected_at ?? began) - overlap;
    const jobs: NonNullable<Settlement['jobs']> = [];
    const query = new URLSearchParams({
      ...{ updated_at_min: new Date(from).toISOString(), status: 'any', fields: 'id', per_page: String(pageSize) },
    });
    for (let page = 1; page <= mostPages; page++) {
      // Beyond the last page there is nothing (404).
      const found = listOf(await ask(`/orders?${query}&page=${page}`));
      for (const entry of found) {
        const id = idOf(objectOf(entry).id);
        if (id !== undefined) jobs.push({ resource: `/orders/${id}`, due_at: began });
      }
      if (found.length < pageSize) break;
    }
    return { orders: [], jobs, again: now() + hour * (1 + chance() / 10), reconciledAt: began };
  }

  async function subscribe(): Promise<Settlement> {
    if (address === undefined) return { orders: [] };
    const known = listOf(await ask('/webhooks?per_page=200')).map(objectOf);
    const isThere = (event: string) => known.some((one) => textOf(one.event) === event && textOf(one.url) === address);
    for (const event of events) if (!isThere(event)) await ask('/webhooks', { event, url: address });
    return { orders: [] };
  }

  async function tryToken(): Promise<Settlement> {
    await ask('/store?fields=id');
    return { orders: [] };
  }

  return async (routine: string): Promise<Settlement> =>
    routine === reconcile ? lookAtAll() : routine === register ? subscribe() : tryToken();
}
