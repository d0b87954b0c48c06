import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startCollector } from '../collector/src/index.ts';
import { startMails } from '../examples/mails/start-mails.js';
import type { Mails } from '../examples/mails/start-mails.js';
import { startExamples } from '../examples/serve-examples.js';
import { collectLog } from '../test/collector/support/collect-log.ts';
import { BUSINESS, businesses, expect, test as base } from './support/fixtures.ts';
import { open } from './support/tracked-page.ts';

/** Long enough for the first visitor to order in. */
const waitSeconds = 5;

/** The demo as `npm start` starts it, with a shorter wait. */
const test = base.extend<{ folder: string; mails: Mails }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrina-mails-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },

  mails: async ({ folder }, use) => {
    const mails = await startMails({ waitSeconds, sentFile: join(folder, 'sent.txt') });
    await use(mails);
    await mails.close();
  },

  collector: async ({ folder, mails }, use) => {
    const { sentences: complaints, logger } = collectLog('warn');
    const shop = { ...businesses[BUSINESS], ...mails.business };
    const database = join(folder, 'events.db');
    const collector = await startCollector({
      database,
      businesses: { [BUSINESS]: shop },
      localReceivers: true,
      logger,
    });
    await use(collector);
    await collector.close();
    expect(complaints, 'the collector has nothing to complain of').toEqual([]);
  },

  examples: async ({ collector, mails }, use) => {
    const examples = await startExamples({ collector: collector.url, business: BUSINESS, mails });
    await use(examples);
    await examples.close();
  },
});

const hook = (page: Page, name: string) => page.locator(`[data-test="${name}"]`);

test('the cart of a visitor who leaves becomes a mail that leads back to it, and that of one who orders does not', async ({
  browser,
  context,
  console,
  page: buyer,
  examples,
  stored,
}) => {
  const mails = await context.newPage();
  await mails.goto(`${examples.url}/mails/`);
  await expect(hook(mails, 'no-mails')).toHaveText(
    'Put something into the cart of the shop and leave it alone for half a minute.',
  );

  // A page that lies behind another one draws nothing.
  await buyer.bringToFront();
  await open(buyer, `${examples.url}/product/cinto-estancia`);
  await hook(buyer, 'buy-now').click();
  await buyer.waitForURL(/checkout/);
  await hook(buyer, 'delivery-collect').check();
  for (const name of ['name', 'email', 'phone']) await hook(buyer, name).fill('ana@customer.example');
  await hook(buyer, 'place-order').click();
  await buyer.waitForURL(/thank-you/);
  await expect.poll(() => stored.actions({ action: 'order.placed' })).toHaveLength(1);

  // Of another browser, whose cart is due later than that of the first would have been.
  const elsewhere = await browser.newContext();
  console.watch(elsewhere);
  const visitor = await elsewhere.newPage();
  await open(visitor, `${examples.url}/product/manta-sierra`);
  await hook(visitor, 'add-to-cart').click();
  await visitor.goto('about:blank');

  await expect(mails.getByRole('listitem')).toHaveText([/^Sierra blanket is still in your cart/]);
  const mail = mails.frameLocator('iframe');
  await expect(mail.getByText('Sierra blanket', { exact: true })).toBeVisible();
  await expect(mail.locator('img')).toHaveJSProperty('complete', true);
  expect(await mail.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await expect(hook(mails, 'no-mails')).toBeHidden();
  expect(await stored.actions({ action: 'cart.abandoned' })).toEqual(['cart.abandoned']);

  const wayBack = await mail.getByRole('link', { name: 'Back to my cart' }).getAttribute('href');
  await visitor.goto(String(wayBack));
  await expect(hook(visitor, 'cart-line')).toContainText('Sierra blanket');
  await elsewhere.close();
});
