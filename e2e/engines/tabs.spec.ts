import { numbers } from '../support/tracked-page.ts';
import { expect, test } from './support/fixtures.ts';
import {
  byNumber,
  eventually,
  HANDED_OVER,
  hasDelivered,
  hasFailed,
  hasNothingQueued,
  NETWORK_NOISE,
  openShop,
  openTab,
  roundTrip,
  track,
  trackOnly,
  visit,
} from './support/shop.ts';

test.beforeEach(({ driver }) => driver.console?.allow(NETWORK_NOISE));

test('two tabs that are used side by side lose and repeat nothing', async ({ driver, site, collector }) => {
  const shop = openShop(site, collector);
  const tabs = [await openTab(driver, shop.url), await openTab(driver, shop.url)] as const;
  for (let round = 0; round < 5; round++) {
    for (const [index, tab] of tabs.entries()) await trackOnly(tab, numbers(5, 1 + round * 10 + index * 5));
  }
  await eventually(async () => byNumber(await collector.stored().objects())).toEqual(numbers(50));
  for (const tab of tabs) await hasNothingQueued(tab);
  expect(collector.requests().events, 'everything was sent once').toBe(52);
  expect(new Set((await collector.stored().rows()).map(({ session }) => session)).size).toBe(1);
});

test('the events of a closed tab are drained by one of two open tabs', async ({ driver, site, collector }) => {
  const count = 120;
  const shop = openShop(site, collector);
  // This tab hands nothing over as it ends, because Firefox would keep trying and succeed.
  const silent = openShop(site, collector, { path: '/silent', isMuted: true });
  // The clocks of these tabs are ahead, so they may adopt the events of the first tab.
  const tabs = [
    await openTab(driver, shop.later(HANDED_OVER)),
    await openTab(driver, shop.later(HANDED_OVER)),
  ] as const;
  const first = await openTab(driver, silent.url);
  await hasDelivered(first, collector, 3);
  await collector.goAway();
  await trackOnly(first, numbers(count));
  await hasFailed(first);
  await first.close();
  await collector.comeBack();
  expect(await collector.stored().objects()).toEqual([]);

  collector.fault({ kind: 'slow', milliseconds: 300 });
  // The browser fires this event when the network returns, but not every driver can cut the network.
  for (const tab of tabs) await tab.evaluate(() => void dispatchEvent(new Event('online')));
  await eventually(async () => byNumber(await collector.stored().objects())).toEqual(numbers(count));
  for (const tab of tabs) await hasNothingQueued(tab);
  const repeats = collector.requests().events - (await collector.stored().rows()).length;
  expect(repeats, 'at most a tenth is sent twice').toBeLessThanOrEqual(count / 10);

  collector.fault(null);
  for (const tab of tabs) expect(await track(tab, '0')).toMatchObject({ succeeded: true });
});

test('the wait that the collector asks for is kept by all tabs, by the next page, and on leaving', async ({
  driver,
  site,
  collector,
}) => {
  driver.console?.allow(/status of 503/);
  const shop = openShop(site, collector);
  const first = await openTab(driver, shop.url);
  const second = await openTab(driver, shop.url);
  await hasDelivered(first, collector, 2);
  collector.fault({ kind: '503', retryAfter: 600, count: 1 });
  const { posts } = collector.requests();
  await trackOnly(first, ['1']);
  await eventually(() => collector.requests().posts).toBe(posts + 1);
  await hasFailed(first);
  await trackOnly(second, ['2']);
  await visit(first, shop.other);
  await trackOnly(first, ['3']);
  for (const tab of [first, second]) {
    await tab.evaluate(() => void window.vitrina.flush());
    await roundTrip(tab, collector);
  }
  await first.goto(shop.plain);
  await roundTrip(first, collector);
  expect(collector.requests().posts, 'nothing is sent before the time has come').toBe(posts + 1);
  await second.close();

  await visit(first, shop.later(601_000));
  await eventually(() => collector.stored().objects()).toEqual(numbers(3));
  await hasDelivered(first, collector, 4);
  expect(collector.requests().events, 'what was refused aside, everything was sent once').toBe(
    (await collector.stored().rows()).length,
  );
});
