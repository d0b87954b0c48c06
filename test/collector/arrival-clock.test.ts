// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startCollector } from '../../collector/src/index.ts';
import type { Collector } from '../../collector/src/index.ts';
import { aBatch, anEvent, atEnd, business, collectorFor, send, shop } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';

const right = Date.UTC(2026, 10, 30, 12);
const seconds = 1000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: right }));
afterEach(() => void vi.useRealTimers());

const arrivals = async ({ store }: Collector) =>
  (await store.events()).map(({ received_at }) => (Date.parse(received_at) - right) / seconds);

test('an event does not arrive before those that arrived before it, where the machine’s clock is set back a little', async () => {
  const collector = await collectorFor({ database: ':memory:' });
  for (const shift of [0, -30, -10, 5]) {
    vi.setSystemTime(right + shift * seconds);
    await send(collector, aBatch([anEvent()]));
  }
  expect(await arrivals(collector)).toEqual([0, 0, 0, 5]);
});

test('an event does not arrive before those of the process that ran before, whose clock was ahead', async () => {
  const database = await databaseFile();
  const first = await collectorFor({ database });
  await send(first, aBatch([anEvent()]));
  await first.close();
  vi.setSystemTime(right - 40 * seconds);
  const second = await collectorFor({ database });
  await send(second, aBatch([anEvent()]));
  expect(await arrivals(second)).toEqual([0, 0]);
});

test('a clock that is set back by hours was wrong before, and is followed', async () => {
  const collector = await collectorFor({ database: ':memory:' });
  for (const shift of [0, -7200, -7190]) {
    vi.setSystemTime(right + shift * seconds);
    await send(collector, aBatch([anEvent()]));
  }
  expect(await arrivals(collector)).toEqual([0, -7200, -7190]);
});

test('a cart that was bought is not told where the clock was set back between its last step and the order', async () => {
  const businesses = {
    [business]: {
      ...{ name: 'Demo', origins: [shop] },
      automations: { cart: { kind: 'cart-abandoned', waitMinutes: 1, settleSeconds: 10 } as const },
    },
  };
  const options = { database: ':memory:', businesses, scriptVersions: false } as const;
  const collector = await startCollector(options, { now: () => Date.now() });
  atEnd(collector.close);
  const item = { product: { reference: 'mate', name: 'Mate' }, quantity: 1 };
  const step = (action: string, tracked_at: number, about: object) =>
    send(collector, aBatch([anEvent({ action, tracked_at, object_parameters: about })]));
  await step('cart.added', right / seconds, { reference: 'cart-1', items: [item] });
  vi.setSystemTime(right - 20 * seconds);
  await step('order.placed', right / seconds + 5, { reference: 'order-1' });
  vi.setSystemTime(right + 120 * seconds);
  expect(await collector.store.fireTimers(right + 120 * seconds)).toMatchObject({ fired: 0 });
  const [automation] = await collector.store.automations(business);
  expect(automation?.cancelled).toEqual({ order: 1 });
});
