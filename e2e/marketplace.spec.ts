import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startCollector } from '../collector/src/index.ts';
import { startMarketplace } from '../examples/marketplace/start-marketplace.js';
import type { Marketplace } from '../examples/marketplace/start-marketplace.js';
import { startExamples } from '../examples/serve-examples.js';
import { collectLog } from '../test/collector/support/collect-log.ts';
import { businesses, BUSINESS, expect, test as base } from './support/fixtures.ts';

/** The demo as `npm start` starts it. */
const test = base.extend<{ folder: string; marketplace: Marketplace }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrina-marketplace-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },

  marketplace: async ({ folder }, use) => {
    const marketplace = await startMarketplace({ business: BUSINESS, bookFile: join(folder, 'marketplace.json') });
    await use(marketplace);
    await marketplace.close();
  },

  collector: async ({ folder, marketplace }, use) => {
    const { sentences: complaints, logger } = collectLog('warn');
    const { connections } = marketplace;
    const database = join(folder, 'events.db');
    const collector = await startCollector({ database, businesses, connections, logger });
    marketplace.linkTo(collector);
    await use(collector);
    await collector.close();
    expect(complaints, 'the collector has nothing to complain of').toEqual([]);
  },

  examples: async ({ collector, marketplace }, use) => {
    const examples = await startExamples({ collector: collector.url, business: BUSINESS, marketplace });
    await use(examples);
    await examples.close();
  },
});

const hook = (page: Page, name: string) => page.locator(`[data-test="${name}"]`);

// The collector's answer to who comes back from the marketplace is a text, for which the browser looks for an icon.
test.beforeEach(({ console }) => console.allow(/\/favicon\.ico\)$/));

/** Connects the account in a window of its own, as a person does. */
const connect = async (page: Page) => {
  const opened = page.waitForEvent('popup');
  await hook(page, 'connect').click();
  const leave = await opened;
  await expect(leave.locator('main')).toContainText('it is not the real marketplace');
  await hook(leave, 'give-leave').click();
  await expect(leave.locator('body')).toContainText('The account 700100200 is connected.');
  await leave.close();
  await expect(hook(page, 'account')).toHaveText('Account 700100200 is connected.');
};

/** The latest step, once the collector has told something of it. */
const told = (page: Page) => hook(page, 'step').first().locator('.told code');

test('a sale at the played marketplace is told once each from the order to a refund, and leads to the inspector', async ({
  page,
  examples,
  collector,
  stored,
}) => {
  await page.goto(`${examples.url}/marketplace/`);
  await expect(page.locator('.played')).toContainText('it is not the real marketplace');
  await expect(hook(page, 'account')).toContainText('is not connected');
  await connect(page);

  for (const [button, action] of [
    ['sell', 'order.placed'],
    ['pay', 'order.confirmed'],
    ['ship', 'order.shipped'],
    ['refund', 'refund.received'],
  ] as const) {
    await hook(page, button).click();
    await expect(told(page)).toHaveText([action]);
  }
  await expect(hook(page, 'sale')).toContainText('Paid, UYU 620 of it went back, on its way');
  await expect(hook(page, 'pay')).toHaveAttribute('aria-disabled', 'true');

  // Whoever looks again finds nothing new.
  await expect.poll(async () => (await collector.store.connections()).map(({ waiting }) => waiting)).toEqual([0]);
  const rows = (await stored.rows()).sort((one, other) => one.tracked_at - other.tracked_at);
  expect(rows.map(({ action, amount }) => [action, amount])).toEqual([
    ['order.placed', 2480],
    ['order.confirmed', 2480],
    ['order.shipped', 2480],
    ['refund.received', 620],
  ]);
  for (const { event, observed_by } of rows) {
    expect(observed_by).toBe('mercadolibre');
    expect(event.metadata, 'a sale that is played is a test').toMatchObject({ test: true });
  }

  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Open refund.received' }).click();
  await expect((await opened).locator('article[data-detail]')).toContainText('refund.received');
});

test('a refusal at the played marketplace connects nothing, and a sale that is cancelled gives all money back once', async ({
  console,
  page,
  examples,
  stored,
}) => {
  console.allow(/status of 400 .*\/callback\?error=access_denied/);
  await page.goto(`${examples.url}/marketplace/`);
  const opened = page.waitForEvent('popup');
  await hook(page, 'connect').click();
  const leave = await opened;
  await hook(leave, 'refuse-leave').click();
  await expect(leave.getByRole('heading')).toHaveText('Not connected');
  await expect(leave.locator('body')).toContainText('Mercado Libre has not given the leave');
  await leave.close();
  await expect(hook(page, 'account')).toContainText('is not connected');

  await connect(page);
  await hook(page, 'sell').click();
  await hook(page, 'pay').click();
  await expect(told(page)).toHaveText(['order.confirmed']);
  await hook(page, 'cancel').click();
  await expect(told(page)).toHaveText([/^(order.cancelled|refund.received)$/, /^(order.cancelled|refund.received)$/]);
  expect((await stored.actions()).sort()).toEqual([
    'order.cancelled',
    'order.confirmed',
    'order.placed',
    'refund.received',
  ]);
});

test('the played marketplace takes steps from its own page only, and keeps its sales over a restart', async ({
  page,
  examples,
  folder,
}) => {
  await page.goto(`${examples.url}/marketplace/`);
  await connect(page);
  await hook(page, 'sell').click();
  await expect(told(page)).toHaveText(['order.placed']);
  const foreign = await fetch(`${examples.url}/marketplace/steps/pay`, { method: 'POST' });
  expect(foreign.status).toBe(405);
  const { sales } = JSON.parse(await readFile(join(folder, 'marketplace.json'), 'utf8')) as { sales: object[] };
  expect(sales).toMatchObject([{ steps: [{ name: 'sell' }] }]);
  const again = await startMarketplace({ business: BUSINESS, bookFile: join(folder, 'marketplace.json') });
  expect(again.connections.key).toBe(
    (JSON.parse(await readFile(join(folder, 'marketplace.json'), 'utf8')) as { key: string }).key,
  );
  await again.close();
});
