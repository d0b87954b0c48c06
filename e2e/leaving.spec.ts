import type { BrowserContext } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { escapeHtml, toDocument } from './support/page-server.ts';
import type { Stored } from './support/stored-events.ts';
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

test('fifty clicks that lead to another page are each stored once', async ({ page, site, collector, stored }) => {
  // Fifty navigations take long on a busy machine.
  test.setTimeout(180_000);
  await page.clock.install();
  const url = site.add('/step', ({ searchParams }) => {
    const step = Number(searchParams.get('n'));
    const next = `/step?n=${step + 1}`;
    // Marked links and calls right before the page is left take turns.
    const way =
      step % 2 === 0
        ? `<a id="go" href="${next}" data-vitrina-track="link.clicked" data-vitrina-object="${step}">On</a>`
        : `<button id="go" onclick="vitrina.track('link.clicked', { object: '${step}' }); location.assign('${escapeHtml(next)}')">On</button>`;
    return toDocument({ head: scriptTag(collector), body: way });
  });
  await open(page, `${url}?n=1`);
  for (let step = 1; step <= 50; step++) {
    await page.click('#go');
    await page.waitForURL(`${url}?n=${step + 1}`);
    await isReady(page);
  }
  await expect.poll(async () => (await stored.objects('link.clicked')).length).toBeGreaterThan(45);

  // Requests of closing pages got no answer, so they are sent again a minute later, and the collector knows their events.
  await page.clock.fastForward(65_000);
  await expect.poll(() => countQueued(page)).toBe(0);
  expect(await stored.objects('link.clicked')).toEqual(numbers(50));
  expect(await stored.views()).toEqual(numbers(51).map((step) => `/step?n=${step}`));
  expect((await stored.rows()).length).toBe(101);
});

test('"Buy now" reports the added product although it leaves for the checkout at once', async ({
  page,
  examples,
  stored,
}) => {
  await open(page, `${examples.url}/product/jarra-costa`);
  await expect.poll(() => stored.actions()).toContain('product.viewed');
  await page.click('[data-test="buy-now"]');
  await page.waitForURL(/checkout/);
  await expect
    .poll(async () => (await stored.actions()).sort())
    .toEqual(['cart.added', 'checkout.started', 'page.viewed', 'page.viewed', 'product.viewed']);
  const [added] = await stored.rows({ action: 'cart.added' });
  expect(added).toMatchObject({ amount: 2190, currency: 'UYU' });
});

/**
 * Expects that the events of five closed tabs have arrived, each once. A browser on a busy machine may rarely lose the last
 * request of a tab; then the next page sends it.
 */
const haveArrived = async (context: BrowserContext, stored: Stored, url: string) => {
  await expect.poll(async () => (await stored.objects()).length).toBeGreaterThanOrEqual(4);
  await context.clock.fastForward(65_000);
  const next = await context.newPage();
  await open(next, url);
  await expect.poll(() => countQueued(next)).toBe(0);
  expect(await stored.objects()).toEqual(numbers(5));
};

test('an event that is tracked right before the tab is closed arrives', async ({
  context,
  site,
  collector,
  stored,
}) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await context.clock.install();
  for (const object of numbers(5)) {
    const tab = await context.newPage();
    await open(tab, url);
    await trackOnly(tab, object);
    await closeTab(tab);
  }
  await haveArrived(context, stored, url);
  await expect.poll(() => stored.views()).toHaveLength(6);
});

test('an event that is tracked while the page is being left arrives', async ({ context, site, collector, stored }) => {
  const url = site.add(
    '/',
    toDocument({
      head: scriptTag(collector),
      body: `<script>addEventListener('pagehide', () => vitrina.track('test.done', { object: location.hash.slice(1) }))</script>`,
    }),
  );
  await context.clock.install();
  for (const object of numbers(5)) {
    const tab = await context.newPage();
    await open(tab, `${url}#${object}`);
    await expect.poll(() => stored.views()).toHaveLength(Number(object));
    await closeTab(tab);
  }
  await haveArrived(context, stored, url);
});

test('a crash of the tab loses nothing of what was tracked before it', async ({ context, site, collector, stored }) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  site.add('/tracked', '');
  await context.clock.install();
  const tab = await context.newPage();
  await open(tab, url);
  await hasDelivered(tab, stored);
  const debug = await context.newCDPSession(tab);
  const crashed = new Promise((resolve) => tab.once('crash', resolve));
  // The task never ends, so it cannot have sent anything; its blocking request shows that it has tracked the events.
  const hanging = tab
    .evaluate(() => {
      for (const object of ['1', '2', '3']) void window.vitrina.track('test.done', { object });
      const request = new XMLHttpRequest();
      request.open('GET', '/tracked', false);
      request.send();
      for (;;);
    })
    .catch(() => {});
  await expect.poll(() => site.visited).toContain('/tracked');
  void debug.send('Page.crash').catch(() => {});
  await crashed;
  await tab.close();
  await hanging;
  expect(await stored.objects()).toEqual([]);

  // A page that ended without pagehide may be alive, so its events are not adopted for 12 seconds.
  await context.clock.fastForward(13_000);
  const next = await context.newPage();
  await open(next, url);
  await expect.poll(() => stored.objects()).toEqual(numbers(3));
  await expect.poll(() => countQueued(next)).toBe(0);
  expect(collector.requests().events).toBe(5);
});

test('a tab that is closed with 300 kB waiting sends what fits, and the next page sends the rest', async ({
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
  // Answers come late, so that no request frees its share of the keepalive budget for another.
  collector.fault({ kind: 'slow', milliseconds: 10_000 });
  const before = collector.requests().bytes;
  await tab.evaluate(() => {
    const metadata = { note: 'x'.repeat(5000) };
    for (let object = 1; object <= 60; object++) {
      void window.vitrina.track('test.done', { object: String(object), metadata });
    }
  });
  await closeTab(tab);
  await expect.poll(async () => (await stored.objects()).length).toBeGreaterThan(7);
  expect((await stored.objects()).length, 'not more than the 64 KiB that the browser allows').toBeLessThan(13);
  collector.fault(null);

  const next = await context.newPage();
  await open(next, url);
  await expect.poll(async () => (await stored.objects()).length).toBe(60);
  expect(collector.requests().bytes - before, 'a whole backlog').toBeGreaterThan(300_000);
  await context.clock.fastForward(65_000);
  await expect.poll(() => countQueued(next)).toBe(0);
  expect((await stored.objects()).sort((one, other) => Number(one) - Number(other))).toEqual(numbers(60));
});
