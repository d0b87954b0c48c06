import type { Page } from '@playwright/test';
import { startCollector } from '../collector/src/index.ts';
import type { Collector } from '../collector/src/index.ts';
import { BUSINESS, businesses, expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import type { PageServer } from './support/page-server.ts';
import { aRecord, lines, openInspector } from './support/inspector-page.ts';
import { readStored } from './support/stored-events.ts';
import { open, scriptTag, track, trackOnly } from './support/tracked-page.ts';

const openShop = (page: Page, site: PageServer, collector: Collector) =>
  open(page, site.add('/', toDocument({ head: scriptTag(collector) })));

test('the inspector shows an event as it arrives, and opens it to its full JSON', async ({ page, site, collector }) => {
  const inspector = await openInspector(page, collector);
  expect(inspector.url(), 'the token leaves the address').not.toContain(collector.token);
  await expect(lines(inspector)).toHaveCount(0);
  await openShop(page, site, collector);
  await expect(lines(inspector)).toHaveCount(1);
  await page.evaluate(() =>
    window.vitrina.track('cart.added', {
      amount: 2480.5,
      currency: 'UYU',
      object_parameters: { items: [{ product: { name: 'Cuareim gourd mate', reference: 'mate' }, quantity: 2 }] },
    }),
  );
  const line = inspector.locator('li[data-action="cart.added"]');
  await expect(line).toBeVisible();
  await expect(lines(inspector).first(), 'newest first').toHaveAttribute('data-action', 'cart.added');
  await line.getByRole('link').first().click();
  const detail = inspector.locator('article[data-detail]');
  await expect(detail).toContainText('Cuareim gourd mate');
  await detail.getByRole('button', { name: 'Unfold all' }).click();
  const json = detail.locator('[data-json]');
  await expect(json).toContainText('"amount": 2480.5');
  await expect(json).toContainText('"reference": "mate"');
  await expect(json).toContainText(String(await line.getAttribute('data-event-id')));
});

test('a batch that could not be stored is told above the events, with the reason', async ({ page, collector }) => {
  const inspector = await openInspector(page, collector);
  const notice = inspector.locator('#dead-letters');
  await expect(notice).toBeHidden();
  const reason = 'The database has refused it: <b>value</b> too long.';
  const letter = { message: '7', business: BUSINESS, reason, headers: {}, body: Buffer.from('{"v":1}') };
  await collector.store.keepDeadLetter(letter);
  await inspector.reload();
  await notice.getByText('1 batch could not be stored').click();
  await expect(notice.locator('tbody tr')).toContainText([reason]);
  await expect(notice.locator('tbody tr')).toContainText(['7 bytes']);
});

test('each tag of the install help works in a shop as it was copied', async ({ page, site, collector, stored }) => {
  const inspector = await openInspector(page, collector);
  const tags = inspector.locator('.choice code');
  await expect(tags).toHaveCount(2);
  const [plain = '', pinned = ''] = (await tags.allTextContents()).map((tag) =>
    tag.replace('YOUR-BUSINESS-ID', BUSINESS),
  );
  expect(plain).toContain(`${collector.url}/vitrina.storefront.js?`);
  expect(pinned).toMatch(/\/v\/[\w.-]+\/vitrina\.storefront\.js\?[^]+integrity="sha384-[^]+crossorigin="anonymous"/);
  await inspector.close();
  await open(page, site.add('/plain', toDocument({ head: plain })));
  await open(page, site.add('/pinned', toDocument({ head: pinned })));
  await expect.poll(() => stored.views()).toEqual(['/plain', '/pinned']);
});

test('the inspector shows which campaign brought the visitor this time and the first time', async ({
  page,
  site,
  collector,
}) => {
  const inspector = await openInspector(page, collector);
  await openShop(page, site, collector);
  await expect(lines(inspector)).toHaveCount(1);
  await page.goto(`${site.toUrl('/')}?utm_source=instagram&utm_medium=social`);
  await expect(lines(inspector)).toHaveCount(2);
  await lines(inspector).first().getByRole('link').first().click();
  const detail = inspector.locator('article[data-detail]');
  await expect(detail).toContainText('Campaigninstagram / social');
  await expect(detail, 'nobody knows what brought the visitor first').not.toContainText('First came by');

  // Clear the cookies on a page without Vitrina, because a page that is left writes its visit cookie again.
  await page.goto(site.add('/plain', toDocument({})));
  await page.context().clearCookies({ name: /^vitrina_(session|visit|utm)$/ });
  await page.goto(`${site.toUrl('/')}?utm_source=news`);
  await expect(lines(inspector)).toHaveCount(3);
  await page.goto(`${site.toUrl('/')}?utm_source=ads`);
  await expect(lines(inspector)).toHaveCount(4);
  await lines(inspector).first().getByRole('link').first().click();
  await expect(detail).toContainText('Campaignads');
  await expect(detail).toContainText('First came bynews');
});

test('the inspector narrows its list to one action or to one visitor, and shows the visit of that visitor', async ({
  page,
  browser,
  site,
  collector,
  console,
}) => {
  await openShop(page, site, collector);
  await track(page, '1');
  const stranger = await browser.newContext();
  console.watch(stranger);
  const other = await stranger.newPage();
  await open(other, page.url());
  await track(other, '2', 'test.followed');
  await stranger.close();

  const inspector = await openInspector(page, collector);
  await expect(lines(inspector)).toHaveCount(4);
  await inspector.locator('#filter').fill('test.done');
  await inspector.locator('#filter').press('Enter');
  await expect(lines(inspector)).toHaveCount(1);
  await expect(lines(inspector)).toHaveAttribute('data-action', 'test.done');
  await track(page, '3', 'test.followed');
  await track(page, '4');
  await expect(lines(inspector), 'what arrives is filtered too').toHaveCount(2);
  await inspector.locator('[data-token="action"]').click();
  await expect(lines(inspector)).toHaveCount(6);

  const session = await page.evaluate(() => String(window.vitrina.session));
  await inspector.locator('#filter').fill(session);
  await inspector.locator('#filter').press('Enter');
  await expect(lines(inspector)).toHaveCount(4);
  const timeline = inspector.locator(`article[data-timeline="${session}"]`);
  await expect(timeline.locator('[data-timeline-event]')).toHaveCount(4);
});

test('the inspector lists and opens an event without a session, beside a row whose content is damaged', async ({
  page,
  site,
  collector,
}) => {
  const anOrder = { session: null, action: 'order.confirmed' };
  await collector.store.put([
    aRecord({ ...anOrder, id: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11', event: '{"order":"1001"}' }),
    aRecord({ ...anOrder, id: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e12', event: '{"cut' }),
  ]);
  await openShop(page, site, collector);
  const inspector = await openInspector(page, collector);
  await expect(lines(inspector)).toHaveCount(3);
  const line = inspector.locator('li[data-event-id$="e11"]');
  await expect(line).toContainText('No visitor');
  await line.getByRole('link').first().click();
  await expect(inspector.locator('article[data-detail]')).toContainText('sent without a session');
});

test('the picture of the inspector counts each action', async ({ page, site, collector }) => {
  await openShop(page, site, collector);
  for (const object of ['1', '2', '3']) await track(page, object);
  const inspector = await openInspector(page, collector);
  await expect(inspector.locator('#chart svg.plot')).toBeVisible();
  await expect(inspector.locator('[data-legend="test.done"]')).toBeVisible();
  await expect(inspector.locator('[data-legend="page.viewed"]')).toBeVisible();
  const table = inspector.locator('#chart details.as-table');
  await table.locator('summary').click();
  await expect(table.locator('table')).toContainText('test.done');
});

test('the inspector shows hostile values as text, and runs nothing of them', async ({ page, site, collector }) => {
  const hostile = `"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`;
  const inspector = await openInspector(page, collector);
  await openShop(page, site, collector);
  await page.evaluate(async (value) => {
    document.title = value;
    history.pushState(null, '', `/?q=${encodeURIComponent(value)}`);
    await window.vitrina.track('product.viewed', {
      object_parameters: {
        name: value,
        url: 'javascript:window.hacked=1',
        image_url: value,
        price: { amount: 1, currency: value },
      },
      metadata: { [value]: value },
      user_parameters: { id: value },
    });
  }, hostile);
  const line = inspector.locator('li[data-action="product.viewed"]');
  await expect(line).toContainText('onerror');
  await line.getByRole('link').first().click();
  const detail = inspector.locator('article[data-detail]');
  await detail.getByRole('button', { name: 'Unfold all' }).click();
  await expect(detail.locator('[data-json]')).toContainText('window.hacked=1');
  const session = await page.evaluate(() => String(window.vitrina.session));
  await inspector.evaluate((id) => (location.hash = `#session=${id}`), session);
  await expect(inspector.locator(`article[data-timeline="${session}"]`)).toBeVisible();

  expect(await inspector.evaluate(() => 'hacked' in window)).toBe(false);
  expect(await inspector.locator('img, script:not([src])').count()).toBe(0);
  expect(await inspector.locator('a[href^="javascript:"]').count()).toBe(0);
});

test('the shop and the inspector reconnect to a collector that is started again', async ({
  page,
  site,
  console,
}, testInfo) => {
  console.allow(/^error: Failed to load resource: net::ERR_/);
  const options = { database: testInfo.outputPath('events.db'), businesses, token: 'always-the-same-token' };
  const first = await startCollector(options);
  const inspector = await openInspector(page, first);
  await openShop(page, site, first);
  await track(page, '1');
  await expect(lines(inspector)).toHaveCount(2);
  await first.close();
  await expect(inspector.locator('#connection')).toHaveAttribute('data-status', 'reconnecting');
  await trackOnly(page, '2', '3');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('vitrina:1:xy76ks:~wait'))).toContain('"failures":');

  const second = await startCollector({ ...options, port: first.port });
  try {
    await expect(inspector.locator('#connection')).toHaveAttribute('data-status', 'live');
    await page.evaluate(() => window.vitrina.flush());
    await expect(lines(inspector)).toHaveCount(4);
    expect(await readStored(second).objects()).toEqual(['1', '2', '3']);
  } finally {
    await second.close();
  }
});

test('the inspector shows nothing without the token', async ({ browser, page, site, collector, console }) => {
  console.allow(/status of 40[134]/);
  await openShop(page, site, collector);
  await track(page, 'secret');
  const stranger = await browser.newContext();
  console.watch(stranger);
  const tab = await stranger.newPage();
  for (const path of ['/inspector/', '/inspector/?token=guessed-12345', '/inspector/api/events']) {
    const answer = await tab.goto(collector.url + path);
    expect(answer?.status()).toBeGreaterThanOrEqual(401);
    expect(await tab.content()).not.toContain('secret');
  }
  await stranger.close();
});
