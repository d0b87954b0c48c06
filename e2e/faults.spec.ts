import type { Page } from '@playwright/test';
import type { Collector } from '../collector/src/index.ts';
import { expect, test } from './support/fixtures.ts';
import type { PageServer } from './support/page-server.ts';
import type { Stored } from './support/stored-events.ts';
import {
  closeTab,
  countQueued,
  hasFailed,
  numbers,
  open,
  openOnClock,
  roundTrip,
  track,
  trackOnly,
} from './support/tracked-page.ts';

// The browser itself logs missing answers and error statuses.
test.beforeEach(({ console }) => console.allow(/^error: Failed to load resource: .*\/v1\/events/));

/** Stops the page's clock except where a test moves it, so that no wait or request times out on a slow machine. */
const start = async (page: Page, site: PageServer, collector: Collector, stored: Stored) => {
  const url = await openOnClock(page, site, collector, stored);
  await page.clock.pauseAt(Date.now() + 60_000);
  return url;
};

/** Polls, and moves the page's clock by 50 ms each time, so that the page's tasks and its batching can run. */
const soon = <Value>(page: Page, read: () => Value | Promise<Value>) =>
  expect.poll(
    async () => {
      await page.clock.runFor(50);
      return read();
    },
    { intervals: [50] },
  );

/** Lets the page's wait after a failure pass, and returns its length in ms. */
const waitOut = async (page: Page): Promise<number> => {
  const left = await page.evaluate(() => {
    const { until } = JSON.parse(localStorage.getItem('vitrina:1:xy76ks:~wait') ?? '{}') as { until: number };
    return until - Date.now();
  });
  await page.clock.fastForward(Math.max(0, left));
  return left;
};

const posts = (collector: Collector) => collector.requests().posts;

test('events wait while the collector is down, and arrive in order when it is back', async ({
  page,
  site,
  collector,
  stored,
}) => {
  await start(page, site, collector, stored);
  collector.fault({ kind: 'down' });
  await trackOnly(page, '1');
  await soon(page, () => posts(collector)).toBe(2);
  await hasFailed(page, 1);
  await trackOnly(page, ...numbers(9, 2));
  // The waits are two, four, eight seconds and so on; chance shortens each by at most half.
  for (let failure = 1; failure <= 4; failure++) {
    const waited = await waitOut(page);
    expect(waited).toBeGreaterThan(500 * 2 ** failure - 200);
    expect(waited).toBeLessThanOrEqual(1000 * 2 ** failure);
    await soon(page, () => posts(collector)).toBe(2 + failure);
    await hasFailed(page, 1 + failure);
  }
  expect(await countQueued(page)).toBe(10);
  collector.fault(null);
  await waitOut(page);
  await soon(page, () => stored.objects()).toEqual(numbers(10));
  await soon(page, () => countQueued(page)).toBe(0);
  const rows = await stored.rows();
  expect(rows.map(({ received_seq }) => received_seq)).toEqual(rows.map((_, index) => index + 1));
});

for (const kind of ['503', '429'] as const) {
  test(`the wait that a collector asks for with ${kind} is kept, also by the next page and on leaving`, async ({
    page,
    context,
    site,
    collector,
    stored,
  }) => {
    const url = await start(page, site, collector, stored);
    collector.fault({ kind, retryAfter: 600, count: 1 });
    await trackOnly(page, '1');
    await soon(page, () => posts(collector)).toBe(2);
    await hasFailed(page);
    /** Lets the page do everything that it would do within two seconds. */
    const goOn = async () => {
      await page.evaluate(() => void window.vitrina.flush());
      await page.clock.runFor(2_000);
      await roundTrip(page, collector);
    };
    await page.clock.fastForward(300_000);
    await trackOnly(page, '2');
    await goOn();
    await page.reload();
    await open(page, url);
    await trackOnly(page, '3');
    await page.clock.fastForward(200_000);
    await goOn();
    expect(posts(collector), 'nothing is sent before the time has come').toBe(2);
    await closeTab(page);

    const next = await context.newPage();
    await open(next, url);
    await next.clock.fastForward(101_000);
    await soon(next, () => stored.objects()).toEqual(numbers(3));
    await soon(next, () => countQueued(next)).toBe(0);
    expect(collector.requests().events, 'everything was sent once').toBe((await stored.rows()).length);
  });
}

test('a request without an answer is given up after ten seconds and made again', async ({
  page,
  site,
  collector,
  stored,
}) => {
  await start(page, site, collector, stored);
  collector.fault({ kind: 'hang', count: 1 });
  await trackOnly(page, '1');
  await soon(page, () => posts(collector)).toBe(2);
  await page.clock.fastForward(9_000);
  await roundTrip(page, collector);
  expect(posts(collector)).toBe(2);
  expect(await page.evaluate(() => localStorage.getItem('vitrina:1:xy76ks:~wait'))).toContain('"failures":0');
  await page.clock.fastForward(2_000);
  await hasFailed(page);
  await waitOut(page);
  await soon(page, () => stored.objects()).toEqual(['1']);
  await soon(page, () => countQueued(page)).toBe(0);
  expect(posts(collector)).toBe(3);
});

for (const kind of ['reset', 'hang'] as const) {
  test(`events that the collector stored before its answer was lost (${kind}) are stored once`, async ({
    page,
    site,
    collector,
    stored,
  }) => {
    await start(page, site, collector, stored);
    collector.fault({ kind, commit: true, count: 1 });
    await trackOnly(page, ...numbers(3));
    await soon(page, () => posts(collector)).toBe(2);
    await expect.poll(() => stored.objects()).toEqual(numbers(3));
    if (kind === 'hang') await page.clock.fastForward(11_000);
    await hasFailed(page);
    expect(await countQueued(page)).toBe(3);
    await waitOut(page);
    await soon(page, () => countQueued(page)).toBe(0);
    expect(collector.requests().events).toBe(1 + 3 + 3);
    expect(await stored.objects()).toEqual(numbers(3));
  });
}

test('a slow collector delays only the next request', async ({ page, site, collector, stored }) => {
  await start(page, site, collector, stored);
  collector.fault({ kind: 'slow', milliseconds: 1500, count: 1 });
  const first = track(page, '1');
  await soon(page, () => posts(collector)).toBe(2);
  await trackOnly(page, ...numbers(4, 2));
  expect(await first).toMatchObject({ succeeded: true, stored: true, queued: false });
  await soon(page, () => stored.objects()).toEqual(numbers(5));
  await soon(page, () => countQueued(page)).toBe(0);
  expect(posts(collector)).toBe(3);
});

test('a call is answered within three seconds although the collector does not answer', async ({
  page,
  site,
  collector,
  stored,
}) => {
  await start(page, site, collector, stored);
  collector.fault({ kind: 'hang', count: 1 });
  const answer = page.evaluate(() => window.vitrina.track('test.done', { object: '1' }));
  await soon(page, () => posts(collector)).toBe(2);
  await page.clock.fastForward(3_000);
  expect(await answer).toMatchObject({ succeeded: false, failed: false, queued: true, stored: true });
  await page.clock.fastForward(8_000);
  await hasFailed(page);
  await waitOut(page);
  await soon(page, () => stored.objects()).toEqual(['1']);
});
