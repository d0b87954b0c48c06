import type { ConnectionStore, FetchJob, OrderChange, Settlement } from '../../store/connections/types.js';
import { retryWait } from '../retry-wait.js';
import { isTrouble } from '../trouble.js';
import { type Found, type Get, newDomain, newShipment } from './api.js';
import type { Rules } from './compare-order.js';
import { source } from './props.js';
import { idOf, listOf, objectOf } from '../read-json.js';
import { pathOf, type Resource } from './resources.js';
import { readClaim, readOrder, readShipment, type SeenClaim, type SeenShipment, type Snapshot } from './snapshot.js';
import { toChange } from './to-change.js';

/** Looks at something of which the API leaves parts out, until these are taken for missing. */
const mostLooks = 8;

/** States of a shipment that have a history worth asking for. */
const underWay = ['ready_to_ship', 'shipped', 'delivered', 'not_delivered'];

export interface FetchParts {
  get: Get;
  store: Pick<ConnectionStore, 'ordersOfRef'>;
  rules: Rules;
  now: () => number;
  chance: () => number;
  /** What happened before is not told; Unix milliseconds. */
  since: number;
}

/** The ids in a list of objects or ids, under one of some names. */
function idsIn(body: unknown, ...names: string[]): string[] {
  const list = Array.isArray(body) ? body : listOf(objectOf(body).results ?? objectOf(body).orders);
  return list.flatMap((entry) => {
    const id = [entry, ...names.map((name) => objectOf(entry)[name])].map(idOf).find((one) => one !== undefined);
    return id ?? [];
  });
}

/** Fetches what a job names, and makes of it what has to be stored. */
export function createFetch({ get, store, rules, now, chance, since }: FetchParts, job: FetchJob) {
  const { business, account } = job;
  let isPartial = false;
  let problem: string | undefined;

  /** What the API refuses is missing, and told: the rest is worth telling. */
  async function find(path: string, headers?: Record<string, string>): Promise<unknown> {
    let found: Found;
    try {
      found = await get(path, headers);
    } catch (error) {
      if (!isTrouble(error) || error.trouble !== 'refused') throw error;
      problem = `${error.message} Look whether the application has the rights that it needs, and whether the account is the seller's own.`;
    }
    isPartial ||= found?.isPartial === true;
    return found?.body;
  }

  async function seeShipment(id: string): Promise<SeenShipment[]> {
    const body = await find(`/shipments/${id}`, newShipment);
    const seen = readShipment(body);
    if (!seen) return [];
    const history = underWay.includes(seen.status) ? await find(`/shipments/${id}/history`, newShipment) : undefined;
    return [readShipment(body, history) ?? seen];
  }

  /** The shipments that go to the buyer. There are none while the marketplace does not know them yet. */
  async function seeShipments(order: string, named?: string): Promise<SeenShipment[]> {
    const list = listOf(await find(`/orders/${order}/shipments`, newDomain)).map(objectOf);
    const forward = list.filter(({ type }) => type === undefined || type === 'forward');
    const ids = forward.map(({ id }) => idOf(id)).filter((id) => id !== undefined);
    if (list.length === 0 && named !== undefined) ids.push(named);
    const seen: SeenShipment[] = [];
    for (const id of new Set(ids)) seen.push(...(await seeShipment(id)));
    return seen;
  }

  async function isSplit(pack: string | undefined): Promise<boolean> {
    if (pack === undefined) return false;
    return objectOf(await find(`/packs/${pack}`)).status_detail === 'splitted';
  }

  async function seeOrder(id: string, claims: SeenClaim[] = []): Promise<OrderChange[]> {
    const order = readOrder(await find(pathOf({ type: 'order', id })));
    // A seller buys, too: those are orders of somebody else's shop.
    if (!order || (order.sellerId ?? account) !== account) return [];
    const shipments = await seeShipments(id, order.shipmentId);
    const isInDoubt = ['cancelled', 'invalid'].includes(order.status) && order.cancelCode === undefined;
    const snapshot: Snapshot = { order, shipments, claims, isPackSplit: isInDoubt && (await isSplit(order.packId)) };
    return [toChange(snapshot, { business, account, rules, now: now(), since })];
  }

  const ordersOf = (ref: string) => store.ordersOfRef({ business, kind: source, ref });

  async function ordersOfShipment(id: string): Promise<string[]> {
    const told = idsIn(await find(`/shipments/${id}/orders`, newDomain), 'order_id', 'id');
    return told.length > 0 ? told : ordersOf(`shipment:${id}`);
  }

  /** The authorisation for payments is one of its own since 2026, so that the orders that were seen are asked first. */
  async function ordersOfPayment(id: string): Promise<string[]> {
    const known = await ordersOf(`payment:${id}`);
    if (known.length > 0) return known;
    const body = objectOf(await find(pathOf({ type: 'payment', id })));
    const { order_id, order } = { ...body, ...objectOf(body.collection) } as Record<string, unknown>;
    const told = idOf(order_id) ?? idOf(objectOf(order).id);
    return told === undefined ? [] : [told];
  }

  async function ordersOfClaim({ resource, resourceId: id }: SeenClaim): Promise<string[]> {
    if (id === undefined) return [];
    if (resource === 'order') return [id];
    if (resource === 'shipment') return ordersOfShipment(id);
    if (resource === 'payment') return ordersOfPayment(id);
    if (resource !== 'purchase') return [];
    const told = idsIn(objectOf(await find(`/packs/${id}`)).orders, 'id');
    return told.length > 0 ? told : ordersOf(`pack:${id}`);
  }

  async function seeClaim(id: string): Promise<OrderChange[]> {
    const claim = readClaim(await find(pathOf({ type: 'claim', id })));
    if (!claim) return [];
    const changes: OrderChange[] = [];
    // In one order, because the claim is told with the first.
    for (const order of [...new Set(await ordersOfClaim(claim))].sort())
      changes.push(...(await seeOrder(order, [claim])));
    return changes;
  }

  /** Where something is only about an order, the order is looked at in a job of its own, once for all that is about it. */
  const look = (orders: string[]) => orders.map((id) => ({ resource: pathOf({ type: 'order', id }), due_at: now() }));

  return async function fetchResource({ type, id }: Resource): Promise<Settlement> {
    const orders = type === 'order' ? await seeOrder(id) : type === 'claim' ? await seeClaim(id) : [];
    const named =
      type === 'shipment' ? await ordersOfShipment(id) : type === 'payment' ? await ordersOfPayment(id) : [];
    const again = isPartial && job.attempts < mostLooks ? now() + retryWait(job.attempts + 3, chance()) : undefined;
    return { orders, jobs: look(named), again, isAttempt: true, problem };
  };
}
