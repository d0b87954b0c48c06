import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { isReady, open, scriptTag } from './support/tracked-page.ts';

const LAYER = `<script>window.dataLayer = [
  { event: 'productDetail', ecommerce: { currencyCode: 'UYU', detail: { products: [{ id: '101', name: 'Mate <img src=x onerror=alert(1)> imperial', price: '1250.00' }] } } },
  { event: 'view_item', ecommerce: { currency: 'UYU', items: [{ item_id: '101', item_name: 'Mate imperial', price: 1250 }] } }
];</script>`;

const panel = (page: Page) => page.locator('vitrina-panel');
const rows = (page: Page, tab: string) => panel(page).getByRole('tabpanel', { name: tab }).getByRole('listitem');
const choose = (page: Page, tab: string) => panel(page).getByRole('tab', { name: tab }).click();

test('the panel shows what is observed, what is a duplicate, what was sent, and who the visitor is', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const head = LAYER + scriptTag({ url: collector.url }, { file: 'vitrina.storefront.js' });
  await open(page, `${site.add('/p/mate', toDocument({ head, title: 'Mate' }))}?vitrina_debug`);
  await expect(rows(page, 'Events')).toHaveCount(2);
  await expect(rows(page, 'Events').filter({ hasText: 'product.viewed' })).toContainText('Mate imperial · 1,250 UYU');
  await expect(rows(page, 'Events').filter({ hasText: 'sent' })).toHaveCount(2);
  await expect.poll(() => stored.actions()).toEqual(expect.arrayContaining(['page.viewed', 'product.viewed']));

  await choose(page, 'Observed');
  const known = rows(page, 'Observed').filter({ hasText: 'known already' });
  await expect(known).toContainText('ga4 reports it');
  await expect(known).toContainText('by ua');

  await choose(page, 'Visitor');
  const visitor = panel(page).getByRole('tabpanel', { name: 'Visitor' });
  await expect(visitor).toContainText('granted');
  await expect(visitor).toContainText(await page.evaluate(() => window.vitrina.session ?? 'none'));
  await expect(visitor).toContainText('Mate imperial');

  // The panel stays open on the next page, without the parameter, until it is closed.
  await page.goto(site.add('/next', toDocument({ head, title: 'Next' })));
  await isReady(page);
  await expect(panel(page)).toHaveCount(1);
  await panel(page).getByRole('button', { name: 'Close the panel' }).click();
  await expect(panel(page)).toHaveCount(0);
  await page.reload();
  await isReady(page);
  await expect.poll(async () => (await stored.views()).filter((path) => path === '/next')).toHaveLength(2);
  await expect(panel(page)).toHaveCount(0);
});

test('the panel shows why an event was dropped, and opens the event', async ({ page, site, collector }) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await open(page, `${url}?vitrina_debug`);
  await page.evaluate(() => void window.vitrina.track('cart.added', { tracked_at: 1e12 } as never));
  const row = rows(page, 'Events').filter({ hasText: 'cart.added' });
  await expect(row).toContainText('dropped');
  await expect(row).toContainText('give Unix seconds');
  await row.getByText('cart.added').click();
  await expect(row.locator('pre')).toContainText('"tracked_at": 1000000000000');
});

test('the panel works under a strict policy, and neither the panel nor the page changes the style of the other', async ({
  page,
  site,
  collector,
}) => {
  const url = site.add('/', {
    html: toDocument({
      head: `<link rel="stylesheet" href="/style.css">${scriptTag(collector)}`,
      body: '<section><ol><li>Shop</li></ol><button>Buy</button></section>',
    }),
    headers: {
      'Content-Security-Policy': `default-src 'none'; script-src ${collector.url}; connect-src ${collector.url}; style-src 'self'`,
    },
  });
  site.add('/style.css', {
    html: '* { color: rgb(200, 0, 0) !important; font-size: 30px; } vitrina-panel { display: none }',
    headers: { 'Content-Type': 'text/css' },
  });
  const looks = () =>
    page.evaluate(() =>
      ['section', 'ol', 'li', 'button'].map((name) => {
        const { color, fontSize, padding, border } = getComputedStyle(document.querySelector(name) as Element);
        return [color, fontSize, padding, border];
      }),
    );
  await open(page, url);
  const before = await looks();
  await open(page, `${url}?vitrina_debug`);
  await expect(panel(page).getByRole('tab', { name: 'Events' })).toBeVisible();
  expect(await looks()).toEqual(before);
  const size = await panel(page)
    .getByRole('tab', { name: 'Events' })
    .evaluate((tab) => getComputedStyle(tab).fontSize);
  expect(size).toBe('13px');
});

test('the panel works with the keyboard', async ({ page, site, collector }) => {
  await open(page, `${site.add('/', toDocument({ head: scriptTag(collector) }))}?vitrina_debug`);
  await panel(page).getByRole('tab', { name: 'Events' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(panel(page).getByRole('tab', { name: 'Observed' })).toBeFocused();
  await expect(panel(page).getByRole('tabpanel', { name: 'Observed' })).toBeVisible();
  await panel(page).getByRole('button', { name: 'Fold the panel' }).press('Enter');
  await expect(panel(page).getByRole('tabpanel')).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Unfold the panel' }).press('Enter');
  await expect(panel(page).getByRole('tabpanel')).toHaveCount(1);
});
