import { numbers } from '../support/tracked-page.ts';
import type { Driver } from './support/driver.ts';
import { expect, test } from './support/fixtures.ts';
import type { RestartableCollector } from './support/restartable-collector.ts';
import {
  countQueued,
  eventually,
  HANDED_OVER,
  hasDelivered,
  hasNothingQueued,
  NETWORK_NOISE,
  openShop,
  openTab,
  reload,
  trackOnly,
  visit,
} from './support/shop.ts';

test.beforeEach(({ driver }) => driver.console?.allow(NETWORK_NOISE));

/** Takes the network away from the visitor, or from the collector where the driver cannot. */
const cutNetwork = async (driver: Driver, collector: RestartableCollector) => {
  if (!driver.setOffline) {
    await collector.goAway();
    return () => collector.comeBack();
  }
  const setOffline = driver.setOffline;
  await setOffline(true);
  return () => setOffline(false);
};

test('events wait while there is no network, and the same page sends them when the network is back', async ({
  driver,
  site,
  collector,
}) => {
  const shop = openShop(site, collector);
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  const restore = await cutNetwork(driver, collector);
  await trackOnly(tab, numbers(3));
  expect(await countQueued(tab)).toBe(3);
  await restore();
  await eventually(() => collector.stored().objects()).toEqual(numbers(3));
  await hasNothingQueued(tab);
  expect(collector.requests().events, 'everything was sent once').toBe(4);
});

test('events tracked while the collector was away arrive after a reload', async ({ driver, site, collector }) => {
  const shop = openShop(site, collector);
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  await collector.goAway();
  await trackOnly(tab, numbers(3));
  expect(await countQueued(tab)).toBe(3);
  await collector.comeBack();
  await reload(tab);
  await eventually(() => collector.stored().objects()).toEqual(numbers(3));

  await visit(tab, shop.later(HANDED_OVER));
  await hasNothingQueued(tab);
  expect(await collector.stored().objects()).toEqual(numbers(3));
});

for (const way of ['left', 'closed'] as const) {
  test(`events of a page that was ${way} while the collector was away are sent by the next page`, async ({
    driver,
    site,
    collector,
  }) => {
    const shop = openShop(site, collector);
    const tab = await openTab(driver, shop.url);
    await hasDelivered(tab, collector);
    const session = await tab.evaluate(() => window.vitrina.session);
    await collector.goAway();
    await trackOnly(tab, numbers(3));
    if (way === 'left') await tab.goto(shop.plain);
    else await tab.close();
    await collector.comeBack();
    expect(await collector.stored().objects()).toEqual([]);

    const next = await openTab(driver, shop.later(HANDED_OVER));
    await eventually(() => collector.stored().objects()).toEqual(numbers(3));
    await hasNothingQueued(next);
    expect(new Set((await collector.stored().rows()).map((row) => row.session))).toEqual(new Set([session]));
    // Firefox keeps trying to send what a closed tab has handed over, so these events may arrive twice.
    const repeats = collector.requests().events - (await collector.stored().rows()).length;
    expect(repeats, 'everything was sent once').toBeLessThanOrEqual(way === 'closed' ? 3 : 0);
  });
}
