import { numbers } from '../support/tracked-page.ts';
import type { Tab } from './support/driver.ts';
import { expect, test } from './support/fixtures.ts';
import type { RestartableCollector } from './support/restartable-collector.ts';
import {
  byNumber,
  eventually,
  HANDED_OVER,
  hasDelivered,
  hasNothingQueued,
  openShop,
  openTab,
  trackAndLeave,
  trackOnly,
  visit,
} from './support/shop.ts';

/**
 * Longer than it takes to leave a page. Shorter than a page waits for an answer, since browsers make no more than six
 * connections to a server, and the requests of the next page come behind those that are held up.
 */
const HELD_UP = 5_000;

/** Makes the collector so slow that the first event stays in flight, and all later events wait. */
const holdUp = async (tab: Tab, collector: RestartableCollector) => {
  await hasDelivered(tab, collector);
  collector.fault({ kind: 'slow', milliseconds: HELD_UP });
  const { posts } = collector.requests();
  await trackOnly(tab, ['0']);
  await eventually(() => collector.requests().posts).toBe(posts + 1);
};

const CHARACTERS = 5_000;

test('a page that is left with 300 kB waiting sends what fits, and the next page sends the rest', async ({
  driver,
  engine,
  site,
  collector,
}) => {
  const shop = openShop(site, collector);
  const tab = await openTab(driver, shop.url);
  await holdUp(tab, collector);
  await trackAndLeave(tab, numbers(60), CHARACTERS, shop.plain);
  await eventually(() => tab.url()).toBe(shop.plain);
  const arrived = async () => (await collector.stored().objects()).length;
  await eventually(arrived).toBeGreaterThan(8);
  // Firefox sends beacons of any size (153, 2026-11): https://github.com/mdn/content/issues/42957
  const most = engine.name === 'firefox' ? 61 : 13;
  expect(await arrived(), 'not more than the 64 KiB that the browser allows').toBeLessThanOrEqual(most);

  collector.fault(null);
  await visit(tab, shop.url);
  await eventually(async () => byNumber(await collector.stored().objects())).toEqual(numbers(61, 0));
  const rows = await collector.stored().rows();
  expect(collector.requests().events, 'what was handed over is not repeated within a minute').toBe(rows.length);

  await visit(tab, shop.later(HANDED_OVER));
  await hasNothingQueued(tab);
  expect(byNumber(await collector.stored().objects())).toEqual(numbers(61, 0));
});

test('an event of 100 kB that no ending page can send is sent by the next page', async ({
  driver,
  site,
  collector,
}) => {
  const shop = openShop(site, collector);
  const tab = await openTab(driver, shop.url);
  await holdUp(tab, collector);
  await trackAndLeave(tab, ['large'], 100_000, shop.plain);
  await eventually(() => tab.url()).toBe(shop.plain);
  await eventually(() => collector.stored().objects()).toEqual(['0']);

  collector.fault(null);
  await visit(tab, shop.url);
  await eventually(() => collector.stored().objects()).toEqual(['0', 'large']);
  await visit(tab, shop.later(HANDED_OVER));
  await hasNothingQueued(tab);
  expect(await collector.stored().objects()).toEqual(['0', 'large']);
});

test('an order leaves a closing page before everything that was tracked earlier', async ({
  driver,
  site,
  collector,
}) => {
  const shop = openShop(site, collector);
  const tab = await openTab(driver, shop.url);
  await holdUp(tab, collector);
  await tab.evaluate(
    (objects, size, next) => {
      const metadata = { note: 'x'.repeat(size) };
      for (const object of objects) void window.vitrina.track('test.done', { object, metadata });
      void window.vitrina.track('order.placed', { object: 'order-1' });
      location.assign(next);
    },
    numbers(60),
    CHARACTERS,
    shop.plain,
  );
  await eventually(() => tab.url()).toBe(shop.plain);
  await eventually(() => collector.stored().actions()).toContain('order.placed');
  const rows = await collector.stored().rows();
  const order = rows.find(({ action }) => action === 'order.placed');
  // The rows of one request have consecutive numbers.
  const after = (count: number) =>
    rows.find(({ received_seq }) => received_seq === Number(order?.received_seq) + count);
  expect(after(1)?.event.object, 'it leads the first request').toBe('1');

  collector.fault(null);
  await visit(tab, shop.later(HANDED_OVER));
  await hasNothingQueued(tab);
  expect(byNumber(await collector.stored().objects())).toEqual(numbers(61, 0));
  expect(await collector.stored().actions({ action: 'order.placed' })).toHaveLength(1);
});
