import { expect, test } from './support/fixtures.ts';
import { aRecord, lines, numberOf, openInspector } from './support/inspector-page.ts';

const many = (count: number) => Array.from({ length: count }, () => aRecord());

test('the inspector counts each event once that arrives while its list is being loaded', async ({
  page,
  collector,
}) => {
  await collector.store.put(many(8));
  const inspector = await openInspector(page, collector);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await inspector.route('**/api/events?*', async (route) => {
    await held;
    await route.continue();
  });
  await inspector.reload();
  await expect(inspector.locator('#connection')).toHaveAttribute('data-status', 'live');
  // More than a page, so that the answer counts rows that it does not hold.
  await collector.store.put(many(300));
  release();
  await expect(lines(inspector)).not.toHaveCount(0);
  await collector.store.put(many(1));
  // At once: the page compares with the collector when it is quiet for some seconds, which would mend a wrong number.
  await expect.poll(() => numberOf(inspector, '#total')).toBeGreaterThanOrEqual(309);
  expect(await numberOf(inspector, '#total')).toBe(309);
});

test('the inspector counts right in a flood, whatever its reader does meanwhile, and goes on answering', async ({
  page,
  collector,
}) => {
  await collector.store.put(many(20));
  const inspector = await openInspector(page, collector);
  let isOver = false;
  const flood = (async () => {
    for (let round = 0; round < 40; round += 1) {
      await collector.store.put(many(50));
      await new Promise((done) => setTimeout(done, 40));
    }
    isOver = true;
  })();
  while (!isOver) {
    await inspector.locator('#pause').click();
    await inspector.locator('#pause').click();
    await inspector.evaluate(() => (location.hash = '#action=product.viewed'));
    await inspector.reload();
    await inspector.evaluate(() => (location.hash = ''));
  }
  await flood;
  await expect.poll(() => numberOf(inspector, '#total')).toBe(2020);
  await expect.poll(() => numberOf(inspector, '.chart-sum strong')).toBe(2020);
  await inspector.waitForTimeout(1000);
  expect(await numberOf(inspector, '#total')).toBe(2020);
  expect(await lines(inspector).count(), 'the list stays short').toBeLessThanOrEqual(500);
});
