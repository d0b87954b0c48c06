import { numbers } from '../support/tracked-page.ts';
import { expect, test } from './support/fixtures.ts';
import {
  byNumber,
  hasDelivered,
  hasNothingQueued,
  NETWORK_NOISE,
  openShop,
  openTab,
  trackOnly,
  visit,
} from './support/shop.ts';

// The other files test these waits on a clock that is ahead; this file tests them in real time.
test.beforeEach(({ driver }) => {
  test.setTimeout(240_000);
  driver.console?.allow(NETWORK_NOISE);
});

const patient = { timeout: 150_000 };

test('events that a page has handed over are sent again a minute later, if none of them arrived @full', async ({
  driver,
  site,
  collector,
}) => {
  const shop = openShop(site, collector);
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  await collector.goAway();
  await trackOnly(tab, numbers(3));
  await tab.goto(shop.plain);
  await collector.comeBack();
  await visit(tab, shop.url);
  await expect.poll(() => collector.stored().objects(), patient).toEqual(numbers(3));
  await hasDelivered(tab, collector, 2);
  expect(collector.requests().events, 'everything was sent once').toBe(5);
});

test('events of a page that ended without pagehide are sent after 12 seconds @full', async ({
  driver,
  site,
  collector,
}) => {
  const shop = openShop(site, collector, { isMuted: true });
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  collector.fault({ kind: 'slow', milliseconds: 20_000, count: 1 });
  const { posts } = collector.requests();
  await trackOnly(tab, ['1']);
  await expect.poll(() => collector.requests().posts).toBe(posts + 1);
  await trackOnly(tab, numbers(4, 2));
  await tab.goto(shop.plain);
  await visit(tab, shop.url);
  await expect.poll(async () => byNumber(await collector.stored().objects()), patient).toEqual(numbers(5));
  await hasNothingQueued(tab);
});

test('the next page waits the twenty seconds that the collector asks for @full', async ({
  driver,
  site,
  collector,
}) => {
  driver.console?.allow(/status of 429/);
  const shop = openShop(site, collector);
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  collector.fault({ kind: '429', retryAfter: 20, count: 1 });
  await trackOnly(tab, ['1']);
  const answered = () => collector.requests().recent.filter(({ status }) => status);
  await expect.poll(() => answered().at(-1)?.status).toBe(429);
  await visit(tab, shop.other);
  await expect.poll(() => collector.stored().objects(), patient).toEqual(['1']);
  await hasDelivered(tab, collector, 2);
  const [asked, next] = answered().slice(answered().findIndex(({ status }) => status === 429));
  expect(Date.parse(String(next?.at)) - Date.parse(String(asked?.at))).toBeGreaterThanOrEqual(20_000);
});
