import type { Page } from '@playwright/test';
import { startExamples } from '../examples/serve-examples.js';
import { findingsIn } from './support/axe.ts';
import { BUSINESS, expect, test as base } from './support/fixtures.ts';
import { isReady, open } from './support/tracked-page.ts';

/** The examples as `npm start` serves them: they know where the inspector is. */
const test = base.extend({
  examples: async ({ collector }, use) => {
    const examples = await startExamples({
      collector: collector.url,
      inspector: collector.inspectorUrl,
      business: BUSINESS,
    });
    await use(examples);
    await examples.close();
  },
});

const hook = (page: Page, name: string) => page.locator(`[data-test="${name}"]`);

const address = { name: 'Ana', email: 'ana@example.com', phone: '099', address: 'Calle Real 10', city: 'Colonia' };

const fillIn = async (page: Page) => {
  for (const [name, value] of Object.entries(address)) await hook(page, name).fill(value);
  await hook(page, 'department').selectOption('Colonia');
};

test('a coupon takes its share off the order and is reported with it, and a wrong one is answered with a sentence', async ({
  page,
  examples,
  stored,
}) => {
  await open(page, `${examples.url}/product/jarra-costa`);
  await hook(page, 'add-to-cart').click();
  await page.goto(`${examples.url}/cart`);
  await isReady(page);
  await hook(page, 'coupon').fill('lake10');
  await hook(page, 'redeem').click();
  await expect(hook(page, 'coupon')).toBeFocused();
  await expect(hook(page, 'coupon')).toHaveAccessibleDescription(/^We know no coupon “lake10”/);
  await hook(page, 'coupon').fill('river10');
  await hook(page, 'redeem').click();
  await expect(hook(page, 'total')).toHaveText('UYU 2,261');

  await hook(page, 'checkout').click();
  await expect(hook(page, 'discount')).toHaveText('−UYU 219');
  await fillIn(page);
  await hook(page, 'place-order').click();
  await page.waitForURL(/thank-you/);
  await expect(hook(page, 'total')).toHaveText('UYU 2,261');
  await expect.poll(() => stored.actions({ action: 'coupon.redeemed' })).toHaveLength(1);
  const [coupon] = await stored.rows({ action: 'coupon.redeemed' });
  expect(coupon?.event.object_parameters).toEqual({ code: 'RIVER10', description: 'A tenth off all goods' });
  const [order] = await stored.rows({ action: 'order.placed' });
  expect(order?.amount).toBe(2261);

  await page.reload();
  await isReady(page);
  await page.goto(`${examples.url}/product/jarra-costa`);
  await expect.poll(() => stored.views()).toHaveLength(6);
  expect(await stored.actions({ action: 'coupon.redeemed' })).toHaveLength(1);
});

test('a coupon that was removed, or not ordered with, is not reported', async ({ page, examples, stored }) => {
  await open(page, `${examples.url}/product/jarra-costa`);
  await hook(page, 'buy-now').click();
  await page.waitForURL(/checkout/);
  await hook(page, 'coupon').fill('RIVER10');
  await hook(page, 'redeem').click();
  await expect(hook(page, 'total')).toHaveText('UYU 2,261');
  await hook(page, 'coupon-remove').click();
  await expect(hook(page, 'coupon')).toBeFocused();
  await expect(hook(page, 'total')).toHaveText('UYU 2,480');
  await fillIn(page);
  await hook(page, 'place-order').click();
  await page.waitForURL(/thank-you/);
  await expect.poll(() => stored.actions()).toContain('order.placed');
  await expect.poll(() => stored.views()).toHaveLength(3);
  expect(await stored.actions()).not.toContain('coupon.redeemed');
});

test('the checkout says under each field what it lacks, moves to the first, and takes a sentence away when it is right', async ({
  page,
  examples,
}) => {
  await open(page, `${examples.url}/product/jarra-costa`);
  await hook(page, 'buy-now').click();
  await page.waitForURL(/checkout/);
  await hook(page, 'name').fill('Ana');
  await hook(page, 'email').fill('ana');
  await hook(page, 'place-order').click();
  await expect(hook(page, 'email')).toBeFocused();
  const email = 'This is no e-mail address. One looks like ana@example.com.';
  await expect(hook(page, 'email')).toHaveAccessibleDescription(email);
  await expect(hook(page, 'email')).toHaveAttribute('aria-invalid', 'true');
  await expect(hook(page, 'email-error')).toHaveText(email);
  await expect(hook(page, 'phone-error')).toHaveText('Write a number at which the courier can call.');
  await expect(hook(page, 'department')).toHaveAccessibleDescription('Choose the department.');
  await expect(hook(page, 'name-error')).toBeHidden();

  await hook(page, 'email').fill('ana@example.com');
  await expect(hook(page, 'email-error')).toBeHidden();
  await expect(hook(page, 'email')).toHaveAccessibleDescription('');
  // Who collects gives no address, and so is asked for none.
  await hook(page, 'delivery-collect').check();
  await hook(page, 'phone').fill('099');
  await hook(page, 'place-order').click();
  await page.waitForURL(/thank-you/);
});

test('the newsletter says under its field what an address looks like', async ({ page, examples, stored }) => {
  await open(page, examples.url);
  const field = page.getByLabel('E-mail');
  await field.fill('ana');
  await page.getByRole('button', { name: 'Write to me' }).click();
  await expect(field).toBeFocused();
  await expect(hook(page, 'newsletter-error')).toContainText('One looks like ana@example.com');
  await field.fill('ana@example.com');
  await page.getByRole('button', { name: 'Write to me' }).click();
  await expect(hook(page, 'newsletter-status')).toContainText('Thank you');
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'form.completed']);
});

test('the shop and the smallest page lead to the inspector, which opens without asking', async ({ page, examples }) => {
  for (const path of ['/', '/script-tag/']) {
    await page.goto(examples.url + path);
    await isReady(page);
    const opened = page.waitForEvent('popup');
    await hook(page, 'inspector').first().click();
    const inspector = await opened;
    await expect(inspector.locator('.rows').first()).toBeAttached();
    await inspector.close();
  }
});

for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 360],
] as const) {
  test(`axe finds nothing on the pages of the demo, and none scrolls sideways, at ${width} px, ${colorScheme}`, async ({
    browser,
    console,
    examples,
  }) => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    console.watch(context);
    const page = await context.newPage();
    await page.goto(`${examples.url}/product/bolso-tranquera`);
    await hook(page, 'add-to-cart').click();
    const shop = ['/', '/product/bolso-tranquera', '/cart', '/checkout'];
    for (const path of [...shop, '/gtm/', '/script-tag/', '/spa/']) {
      await page.goto(examples.url + path);
      await expect(page.locator('h1:visible')).toBeVisible();
      if (path === '/checkout') await hook(page, 'place-order').click();
      expect(await findingsIn(page), path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
}
