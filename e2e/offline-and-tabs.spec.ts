import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import {
  closeTab,
  countQueued,
  hasDelivered,
  numbers,
  open,
  scriptTag,
  track,
  trackOnly,
} from './support/tracked-page.ts';

test.beforeEach(({ console }) => console.allow(/ERR_INTERNET_DISCONNECTED/));

test('events wait while there is no network, and leave when the network is back', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  await open(page, site.add('/', toDocument({ head: scriptTag(collector) })));
  await hasDelivered(page, stored);
  await context.setOffline(true);
  await trackOnly(page, ...numbers(3));
  expect(await countQueued(page)).toBe(3);
  await context.setOffline(false);
  await expect.poll(() => stored.objects()).toEqual(numbers(3));
  await expect.poll(() => countQueued(page)).toBe(0);
  expect(collector.requests().events).toBe(4);
});

test('events of a tab that was closed without a network are sent by the next page', async ({
  context,
  site,
  collector,
  stored,
}) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await context.clock.install();
  const tab = await context.newPage();
  await open(tab, url);
  await hasDelivered(tab, stored);
  const session = await tab.evaluate(() => window.vitrina.session);
  await context.setOffline(true);
  await trackOnly(tab, ...numbers(3));
  await closeTab(tab);
  await context.setOffline(false);
  expect(await stored.objects()).toEqual([]);

  // A request that the tab had just begun could still be in flight for a minute.
  await context.clock.fastForward(65_000);
  const next = await context.newPage();
  await open(next, url);
  await expect.poll(() => stored.objects()).toEqual(numbers(3));
  await expect.poll(() => countQueued(next)).toBe(0);
  expect(new Set((await stored.rows()).map((row) => row.session))).toEqual(new Set([session]));
  expect(collector.requests().events).toBe(5);
});

test('the events of a closed tab are sent by one of two open tabs, each once', async ({
  context,
  site,
  collector,
  stored,
}) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await context.clock.install();
  const tabs = [await context.newPage(), await context.newPage(), await context.newPage()] as const;
  for (const tab of tabs) await open(tab, url);
  await hasDelivered(tabs[0], stored, 3);
  await context.setOffline(true);
  await trackOnly(tabs[0], ...numbers(30));
  await closeTab(tabs[0]);
  // Jump before anything can be sent, because a jump of the clock times out requests in flight.
  await context.clock.fastForward(65_000);
  await context.setOffline(false);
  await expect.poll(() => stored.objects()).toEqual(numbers(30));
  await expect.poll(() => countQueued(tabs[1])).toBe(0);
  // Both stay usable afterwards.
  for (const [index, tab] of tabs.slice(1).entries()) await track(tab, `after ${index}`, 'test.followed');
  expect(collector.requests().events).toBe(3 + 30 + 2);
});

test('two tabs that are used side by side lose and repeat nothing', async ({ context, site, collector, stored }) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  const [one, other] = [await context.newPage(), await context.newPage()];
  // Open them one after the other: two pages that both find no cookie begin as two visitors.
  await open(one, url);
  await hasDelivered(one, stored);
  await open(other, url);
  for (let round = 0; round < 5; round++) {
    const first = 1 + round * 10;
    await Promise.all([trackOnly(one, ...numbers(5, first)), trackOnly(other, ...numbers(5, first + 5))]);
  }
  await expect
    .poll(async () => (await stored.objects()).sort((left, right) => Number(left) - Number(right)))
    .toEqual(numbers(50));
  for (const tab of [one, other]) await expect.poll(() => countQueued(tab)).toBe(0);
  expect(collector.requests().events).toBe(52);
  expect(new Set((await stored.rows()).map(({ session }) => session)).size).toBe(1);
});
