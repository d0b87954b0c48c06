import type { Page } from '@playwright/test';
import type { Automation, Collector } from '../collector/src/index.ts';
import { findingsIn } from './support/axe.ts';
import { businesses, BUSINESS, expect, test } from './support/fixtures.ts';
import { aRecord } from './support/inspector-page.ts';

const session = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11';
const other = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e22';
const third = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e33';
const hour = 3600;

const automations: Record<string, Automation> = {
  'cart-left': { kind: 'cart-abandoned', waitMinutes: 360 },
  sale: { kind: 'address-visited', url: '/sale*', action: 'sale.visited', enabled: false },
};

const line = (page: Page, id: string) => page.locator(`[data-automation="${BUSINESS}/${id}"]`);

/** A cart that was left so many hours ago, and arrived then. */
const aCart = (hours: number, of: string, name = 'A mate', more: object = {}) =>
  aRecord({
    ...{ action: 'cart.added', session: of, tracked_at: Date.now() / 1000 - hours * hour },
    received_at: new Date(Date.now() - hours * hour * 1000).toISOString(),
    content: { object_parameters: { items: [{ product: { reference: name, name }, quantity: 1 }] } },
    ...more,
  });

const declare = (collector: Collector) =>
  collector.reload({ businesses: { ...businesses, [BUSINESS]: { ...businesses[BUSINESS], automations } } });

const openAutomations = async (page: Page, collector: Collector) => {
  await page.goto(collector.inspectorUrl);
  await expect(page.locator('#connection')).toHaveAttribute('data-status', 'live');
  await page.getByRole('link', { name: 'Automations' }).click();
  await expect(page.getByRole('heading', { name: 'Automations' })).toBeFocused();
  await expect(page.locator('#automations [aria-busy]')).toHaveAttribute('aria-busy', 'false');
};

test('the view of automations says where they are declared, while there are none', async ({ page, collector }) => {
  await openAutomations(page, collector);
  await expect(page.locator('#automations')).toContainText('There is no automation');
  await expect(page.locator('#automations')).toContainText('collector/README.md');
  await expect(page.locator('#list'), 'one view at a time').toBeHidden();
});

test('an automation says in words what it does, what waits, what was told and why others were not', async ({
  page,
  collector,
}) => {
  declare(collector);
  const hostile = `"><img src=x onerror="window.hacked=1">`;
  await collector.store.put([
    aCart(1, session, hostile, { user_id: hostile, user_source: 'shop' }),
    aCart(8, other),
    aCart(2, third),
  ]);
  await collector.store.put([aRecord({ action: 'order.placed', session: third })]);
  await collector.store.fireTimers(Date.now());
  await openAutomations(page, collector);
  const cart = line(page, 'cart-left');
  await expect(cart.locator('summary')).toContainText('Cart left: told when a cart was left for 6 hours');
  await expect(cart.locator('summary')).toContainText('1 waiting · 1 told · 1 not needed');
  await expect(cart.locator('summary time')).toHaveText(/^in [45]h/);
  await expect(line(page, 'sale').locator('summary')).toContainText('Off');
  await cart.locator('summary').click();
  await expect(cart.locator('[data-waits]')).toHaveCount(1);
  await expect(cart.locator('[data-waits]')).toContainText(hostile);
  await expect(cart.locator('li[data-reason="order"]')).toHaveText('1 × there was an order');
  await expect(cart.locator('[data-settled="ended"]')).toContainText('Ended: there was an order');
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  await cart.getByRole('link', { name: 'Told: open the event' }).click();
  await expect(page.locator('article[data-detail]')).toContainText('cart.abandoned');
});

test('the view of automations is used by keyboard, and stays unfolded and in focus when something changes', async ({
  page,
  collector,
}) => {
  declare(collector);
  await openAutomations(page, collector);
  await page.keyboard.press('Tab');
  await expect(line(page, 'cart-left').locator('summary')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(line(page, 'sale').locator('summary')).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(line(page, 'cart-left')).toContainText('Nothing waits at the moment.');
  await collector.store.put([aCart(1, session)]);
  await expect(line(page, 'cart-left').locator('[data-waits]')).toBeVisible({ timeout: 15_000 });
  await expect(line(page, 'cart-left').locator('summary')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('#events')).toBeVisible();
});

for (const [width, scheme] of [
  [360, 'light'],
  [1280, 'dark'],
] as const) {
  test(`the view of automations fits into ${width} pixels, and axe finds nothing in it (${scheme})`, async ({
    browser,
    collector,
    console,
  }) => {
    const viewport = { width, height: 800 };
    const options = { viewport, colorScheme: scheme, reducedMotion: 'reduce', bypassCSP: true } as const;
    const context = await browser.newContext(options);
    console.watch(context);
    declare(collector);
    await collector.store.put([aCart(1, session, 'x'.repeat(200)), aCart(8, other)]);
    await collector.store.fireTimers(Date.now());
    const page = await context.newPage();
    await openAutomations(page, collector);
    for (const summary of await page.locator('#automations summary').all()) await summary.click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await findingsIn(page)).toEqual([]);
    await context.close();
  });
}
