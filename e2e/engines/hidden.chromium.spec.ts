import type { BrowserContext } from '@playwright/test';
import { createConsoleGuard } from '../support/console-guard.ts';
import { numbers } from '../support/tracked-page.ts';
import { expect, test as base } from './support/fixtures.ts';
import { createPlaywrightTab } from './support/playwright-driver.ts';
import { byNumber, eventually, hasDelivered, hasNothingQueued, openShop, trackOnly, visit } from './support/shop.ts';
import { startHideableBrowser } from './support/start-hideable-browser.ts';

const test = base.extend<{ hideable: BrowserContext }>({
  hideable: async ({ collector: _collector, site: _site }, use) => {
    const { context, stop } = await startHideableBrowser();
    const guard = createConsoleGuard();
    guard.watch(context);
    await use(context);
    await stop();
    expect(guard.noise(), 'the error console stays empty').toEqual([]);
  },
});

declare global {
  interface Window {
    refused: number;
  }
}

/** Counts the requests that the browser rejected. */
const countRefused = `<script>
  window.refused = 0;
  const take = window.fetch;
  window.fetch = (...values) => { const request = take(...values); request.catch(() => refused++); return request; };
</script>`;

for (const [what, count, size] of [
  ['little', 5, 0],
  ['much', 18, 5_000],
] as const) {
  test(`a tab that is hidden while ${what} waits sends at once what fits, and the rest later`, async ({
    hideable,
    site,
    collector,
  }) => {
    const shop = openShop(site, collector, { head: countRefused });
    const page = await hideable.newPage();
    const tab = createPlaywrightTab(page);
    await visit(tab, shop.url);
    await hasDelivered(tab, collector);
    collector.fault({ kind: 'slow', milliseconds: 4_000 });
    const { posts } = collector.requests();
    await trackOnly(tab, ['0']);
    await eventually(() => collector.requests().posts).toBe(posts + 1);
    await tab.evaluate(
      (objects, characters) => {
        const metadata = { note: 'x'.repeat(characters) };
        for (const object of objects) void window.vitrina.track('test.done', { object, metadata });
      },
      numbers(count),
      size,
    );
    await eventually(() => collector.stored().objects()).toEqual(['0']);

    await (await hideable.newPage()).bringToFront();
    await eventually(() => tab.evaluate(() => document.visibilityState)).toBe('hidden');
    // The first request is still unanswered, so only the hiding can have sent these events.
    await eventually(async () => (await collector.stored().objects()).length).toBeGreaterThan(Math.min(count, 8));
    collector.fault(null);
    await eventually(async () => byNumber(await collector.stored().objects())).toEqual(numbers(count + 1, 0));
    await page.bringToFront();
    await hasNothingQueued(tab);
    expect(await tab.evaluate(() => window.refused), 'the browser took on every request').toBe(0);
    expect(collector.requests().events, 'everything was sent once').toBe(count + 2);
  });
}
