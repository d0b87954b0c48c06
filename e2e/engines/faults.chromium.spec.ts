import type { Fault } from '../../collector/src/index.ts';
import { numbers } from '../support/tracked-page.ts';
import type { Clock, Driver, Tab } from './support/driver.ts';
import { expect, test as base } from './support/fixtures.ts';
import {
  byNumber,
  countQueued,
  eventually,
  HANDED_OVER,
  hasDelivered,
  hasFailed,
  isReady,
  NETWORK_NOISE,
  openShop,
  openTab,
  roundTrip,
  trackOnly,
} from './support/shop.ts';

const test = base.extend<{ clock: Clock }>({
  clock: async ({ driver }, use) => {
    if (!driver.clock) throw new Error('This driver has no clock; run these tests in Chromium.');
    driver.console?.allow(NETWORK_NOISE);
    driver.console?.allow(/status of (429|503)/);
    await driver.clock.install();
    await use(driver.clock);
  },
});

const FAULTS: Record<string, Fault> = {
  'cuts every connection': { kind: 'down' },
  'answers 503': { kind: '503' },
  'asks for half a minute (429)': { kind: '429', retryAfter: 30 },
  'never answers': { kind: 'hang' },
  'stores what comes and loses its answer': { kind: 'reset' },
  // This is slower than the steps of these tests on a busy machine.
  'is slow': { kind: 'slow', milliseconds: 8_000 },
};

const FIRST = numbers(5);
const SECOND = numbers(5, 6);

interface Scene {
  driver: Driver;
  clock: Clock;
  tab: Tab;
  shop: ReturnType<typeof openShop>;
  fault: Fault;
}

/** Steps to take while the collector fails. Each returns the tab that is open afterwards, and the number of page views. */
const MOMENTS: Record<string, (scene: Scene) => Promise<{ tab: Tab; views: number }>> = {
  async 'while a page goes on'({ clock, tab, fault }) {
    if (fault.kind === 'hang') await clock.advance(11_000);
    if (fault.kind !== 'slow') await hasFailed(tab);
    await trackOnly(tab, SECOND);
    // This leads to a second and a third try, unless the collector has asked for a longer wait.
    if (fault.kind !== 'slow') for (let round = 0; round < 2; round++) await clock.advance(9_000);
    return { tab, views: 1 };
  },

  async 'while a page is left'({ tab, shop }) {
    await tab.evaluate(
      (objects, next) => {
        for (const object of objects) void window.vitrina.track('test.done', { object });
        location.assign(next);
      },
      SECOND,
      shop.other,
    );
    await eventually(() => tab.url()).toBe(shop.other);
    await isReady(tab);
    return { tab, views: 2 };
  },

  async 'while a tab is closed'({ driver, tab, shop }) {
    await trackOnly(tab, SECOND);
    await tab.close();
    return { tab: await openTab(driver, shop.url), views: 2 };
  },
};

for (const [what, fault] of Object.entries(FAULTS)) {
  for (const [when, happen] of Object.entries(MOMENTS)) {
    test(`${when}, a collector that ${what} loses no event and stores none twice`, async ({
      driver,
      clock,
      site,
      collector,
    }) => {
      const shop = openShop(site, collector);
      const first = await openTab(driver, shop.url);
      await hasDelivered(first, collector);
      collector.fault(fault);
      const { posts } = collector.requests();
      await trackOnly(first, FIRST);
      await eventually(() => collector.requests().posts, 'the fault was met').toBeGreaterThan(posts);
      const { tab, views } = await happen({ driver, clock, tab: first, shop, fault });
      // Wait until the last request has met the fault, too.
      await roundTrip(tab, collector);
      expect(await countQueued(tab), 'nothing leaves the queue before its time').toBeGreaterThan(0);

      collector.fault(null);
      await clock.advance(HANDED_OVER);
      await hasDelivered(tab, collector, views);
      expect(byNumber(await collector.stored().objects())).toEqual([...FIRST, ...SECOND]);
      const ids = (await collector.stored().rows()).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    });
  }
}
