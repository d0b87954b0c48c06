// @vitest-environment node
import fc from 'fast-check';
import { env } from 'node:process';
import { expect, test } from 'vitest';
import { createRulebook } from '../../collector/src/automations/rulebook.ts';
import type { Business, Row, Store } from '../../collector/src/index.ts';
import { openStore } from '../../collector/src/store/open-store.ts';
import { aRecord, beginning, hour, itemsOf, line, minute } from './support/automations.ts';
import { atEnd } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';

/**
 * Random stories of carts against rules that are written apart from the collector: here everything that was received is read anew, in the
 * order in which it happened, each time that something is told. MODEL_RUNS says how many stories there are.
 */
const runs = Number(env.MODEL_RUNS ?? 30);
const wait = 15 * minute;

/** Whose browsers these are; nobody's is `undefined`. */
const users = ['u-1', 'u-1', 'u-2', undefined];
const products = ['a', 'b', 'c'];

interface Step {
  kind: 'view' | 'add' | 'remove' | 'order' | 'look' | 'again' | 'restart';
  session: number;
  product: number;
  /** Seconds: how late it arrives, and how long nothing happens before. */
  delay: number;
  pause: number;
  /** Which of two collectors. */
  via: number;
}

interface Received {
  kind: 'view' | 'add' | 'remove' | 'order';
  session: number;
  products: string[];
  at: number;
  order: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom<Step['kind']>('view', 'add', 'remove', 'look') },
    { weight: 5, arbitrary: fc.constantFrom<Step['kind']>('order', 'again') },
    { weight: 1, arbitrary: fc.constant<Step['kind']>('restart') },
  ),
  session: fc.nat(users.length - 1),
  product: fc.nat(7),
  delay: fc.oneof(fc.constant(0), fc.nat(900)),
  pause: fc.oneof(fc.nat(60), fc.nat(1200)),
  via: fc.nat(1),
});

const isSamePerson = (one: number, other: number) =>
  one === other || (users[one] !== undefined && users[one] === users[other]);

/** What a cart holds, by all that was received: from when on, and since which step. */
function cartOf(received: Received[], session: number) {
  const story = received
    .filter((one) => (one.kind === 'order' ? isSamePerson(one.session, session) : one.session === session))
    .sort((one, other) => one.at - other.at || one.order - other.order);
  let items = new Map<string, number>();
  let since: number | undefined;
  let last = 0;
  let bought: string | undefined;
  const textOf = (cart: Map<string, number>) => JSON.stringify([...cart].sort());
  for (const { kind, products: named, at } of story) {
    if (kind === 'order') {
      if (since === undefined) continue;
      bought = textOf(items);
      items = new Map();
      since = undefined;
      continue;
    }
    if (kind === 'view') {
      const seen = new Map<string, number>();
      for (const name of named) seen.set(name, (seen.get(name) ?? 0) + 1);
      if (bought !== undefined && seen.size > 0 && textOf(seen) === bought) continue;
      items = seen;
      if (seen.size === 0) bought = undefined;
    } else {
      for (const name of named) {
        const count = Math.max(0, (items.get(name) ?? 0) + (kind === 'add' ? 1 : -1));
        if (count > 0) items.set(name, count);
        else items.delete(name);
      }
    }
    last = at;
    if (items.size === 0) since = undefined;
    else if (since === undefined) {
      since = at;
      bought = undefined;
    }
  }
  return { items: [...items].map(([name, count]) => `${name} ${count}`).sort(), since, last };
}

/** Whether an order and a step of the cart have arrived in another order than they happened: then silence is right as well. */
function isMixedUp(received: Received[], session: number): boolean {
  const orders = received.filter((one) => one.kind === 'order' && isSamePerson(one.session, session));
  const steps = received.filter((one) => one.kind !== 'order' && one.session === session);
  return orders.some((order) => steps.some((one) => order.at <= one.at !== order.order < one.order));
}

test('in any story of carts, orders, delays, repeats and restarts, what was left is told once, and nothing that was bought', async () => {
  const database = await databaseFile();
  const businesses: Record<string, Business> = {};
  const open = () => openStore(database, () => {}, { rulebook: createRulebook(() => businesses) });
  const stores: Store[] = [await open(), await open()];
  atEnd(() => Promise.all(stores.map((store) => store.close())));
  let stories = 0;
  let tellings = 0;

  async function play(steps: Step[]): Promise<void> {
    const business = `story-${stories++}`;
    businesses[business] = {
      ...{ name: 'Shop', origins: [] },
      automations: { cart: { kind: 'cart-abandoned', againAfterHours: 8760, personAgainAfterDays: 0 } },
    };
    const storeOf = ({ via }: Step) => stores[via] as Store;
    const received: Received[] = [];
    const sent: Parameters<Store['put']>[0] = [];
    const told = new Map<number, Row>();
    let now = 0;

    async function look(store: Store): Promise<void> {
      for (let isMore = true; isMore;) ({ isMore } = await store.fireTimers((beginning + now) * 1000));
      const all = await store.events({ business, action: 'cart.abandoned' });
      for (const row of all) {
        const session = Number(row.session?.slice('session-'.length));
        if (told.get(session)?.id === row.id) continue;
        expect(told.has(session), 'a cart is told once').toBe(false);
        told.set(session, row);
        tellings++;
        const cart = cartOf(received, session);
        const orders = received.filter((one) => one.kind === 'order' && isSamePerson(one.session, session));
        expect(orders.filter(({ at }) => at >= cart.last).length, 'nothing is told after an order').toBe(0);
        if (isMixedUp(received, session)) continue;
        expect(itemsOf(row).sort(), 'what was left is told').toEqual(cart.items);
        expect(cart.last + wait, 'not before the wait is over').toBeLessThanOrEqual(now);
      }
      expect(new Set(all.map(({ id }) => id)).size).toBe(told.size);
    }

    for (const one of steps) {
      now += one.pause;
      const { kind, session, delay } = one;
      if (kind === 'look') await look(storeOf(one));
      else if (kind === 'again') {
        const [repeated] = sent.slice(-1 - one.product);
        if (repeated) await storeOf(one).put([repeated]);
      } else if (kind === 'restart') {
        await storeOf(one).close();
        stores[one.via] = await open();
      } else {
        const at = Math.max(0, now - delay);
        const named = kind === 'order' ? [] : products.filter((_, index) => (one.product & (1 << index)) > 0);
        const user = users[session];
        const event = {
          ...aRecord({
            action: { view: 'cart.viewed', add: 'cart.added', remove: 'cart.removed', order: 'order.placed' }[kind],
            ...{ at, received: now, session: `session-${session}`, user, seq: received.length },
            reference: kind === 'order' ? `order-${received.length}` : `cart-${session}`,
            ...(kind === 'order' ? {} : { items: named.map((name) => line(name)) }),
          }),
          business,
        };
        received.push({ kind, session, products: named, at, order: received.length });
        sent.push(event);
        await storeOf(one).put([event]);
      }
    }
    now += 2 * hour;
    await look(stores[0] as Store);
    users.forEach((_, session) => {
      const { items } = cartOf(received, session);
      if (items.length > 0 && !isMixedUp(received, session))
        expect(told.has(session), 'what was left is told').toBe(true);
    });
    delete businesses[business];
  }

  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), play), { numRuns: runs });
  expect(tellings).toBeGreaterThan(runs / 4);
}, 600_000);
