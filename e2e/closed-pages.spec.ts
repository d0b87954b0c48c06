import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import {
  closeTab,
  countQueued,
  hasDelivered,
  isReady,
  numbers,
  open,
  scriptTag,
  trackOnly,
} from './support/tracked-page.ts';

/** Sorts numbers that are texts. */
const sorted = (objects: string[]) => objects.sort((one, other) => Number(one) - Number(other));

test.beforeEach(({ console }) =>
  console.allow(/ERR_INTERNET_DISCONNECTED|status of 503|ERR_EMPTY_RESPONSE|ERR_CONNECTION/),
);

for (const fault of ['503', 'reset', 'hang'] as const) {
  test(`what three tabs tracked while the collector failed (${fault}) arrives within 15 seconds once it works`, async ({
    context,
    site,
    collector,
    stored,
  }) => {
    const url = site.add('/', toDocument({ head: scriptTag(collector) }));
    const first = await context.newPage();
    await open(first, url);
    await hasDelivered(first, stored);
    collector.fault({ kind: fault });
    await trackOnly(first, ...numbers(10));
    await first.waitForTimeout(1_000);
    await closeTab(first);
    const second = await context.newPage();
    await open(second, url);
    await trackOnly(second, ...numbers(5, 11));
    await second.waitForTimeout(6_000);
    await closeTab(second);
    const third = await context.newPage();
    collector.fault(null);
    await open(third, url);
    await trackOnly(third, ...numbers(5, 16));
    await expect.poll(async () => sorted(await stored.objects()), { timeout: 15_000 }).toEqual(numbers(20));
    await expect.poll(() => countQueued(third)).toBe(0);
  });

  test(`what two tabs tracked while the collector failed (${fault}) is sent as the third is left at once`, async ({
    context,
    site,
    collector,
    stored,
  }) => {
    const url = site.add('/', toDocument({ head: scriptTag(collector) }));
    for (const from of [1, 11]) {
      const tab = await context.newPage();
      await open(tab, url);
      if (from === 1) await hasDelivered(tab, stored);
      collector.fault({ kind: fault });
      await trackOnly(tab, ...numbers(10, from));
      await tab.waitForTimeout(6_000);
      await closeTab(tab);
    }
    const third = await context.newPage();
    collector.fault(null);
    await open(third, url);
    await closeTab(third);
    await expect.poll(async () => sorted(await stored.objects()), { timeout: 5_000 }).toEqual(numbers(20));
  });
}

test('what two tabs have left without a network arrives within 15 seconds of two new tabs', async ({
  context,
  site,
  collector,
  stored,
}) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  const tabs = [await context.newPage(), await context.newPage()];
  for (const tab of tabs) await open(tab, url);
  await hasDelivered(tabs[0] as (typeof tabs)[0], stored, 2);
  await context.setOffline(true);
  for (const [index, tab] of tabs.entries()) await trackOnly(tab, ...numbers(20, 1 + index * 20));
  await Promise.all(tabs.map(closeTab));
  await context.setOffline(false);
  const next = [await context.newPage(), await context.newPage()];
  await Promise.all(next.map((tab) => open(tab, url)));
  await expect.poll(async () => sorted(await stored.objects()), { timeout: 15_000 }).toEqual(numbers(40));
  for (const tab of next) await expect.poll(() => countQueued(tab)).toBe(0);
  expect(collector.requests().events, 'each is sent once').toBe(4 + 40);
});

test('a visit of forty pages with slow answers, left by clicks, repeats at most 2 % of its events', async ({
  page,
  site,
  collector,
  stored,
}) => {
  test.setTimeout(180_000);
  collector.fault({ kind: 'slow', milliseconds: 300 });
  const url = site.add('/', ({ searchParams }) =>
    toDocument({
      head: scriptTag(collector),
      body: `<a id="go" href="/?n=${Number(searchParams.get('n')) + 1}" data-vitrina-track="link.clicked">On</a>`,
    }),
  );
  await open(page, url);
  const began = Date.now();
  for (const [step, read] of Array.from(
    { length: 40 },
    (_, index) => [index, [700, 150, 1_200, 400][index % 4]] as const,
  )) {
    await trackOnly(page, String(step));
    await page.waitForTimeout(read as number);
    await page.click('#go');
    await page.waitForURL(`${url}?n=${step + 1}`);
    await isReady(page);
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  await expect.poll(async () => (await stored.rows()).length, { timeout: 10_000 }).toBe(121);
  expect(collector.requests().events - 121, `events stored again in ${seconds} s`).toBeLessThanOrEqual(2);
});
