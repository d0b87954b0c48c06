import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startCollector } from '../collector/src/index.ts';
import type { Collector } from '../collector/src/index.ts';
import { startMarketplace } from '../examples/marketplace/start-marketplace.js';
import { collectLog } from '../test/collector/support/collect-log.ts';
import { findingsIn } from './support/axe.ts';
import { businesses, BUSINESS, expect, OTHER_BUSINESS, test as base } from './support/fixtures.ts';
import { aRecord } from './support/inspector-page.ts';

interface Receiver {
  url: string;
  /** The paths of what was sent, in the order of its arrival. */
  sent: string[];
  answer: (status: number) => void;
}

/** A collector with a webhook, with Hellotext, and with accounts of a marketplace that is played. */
const test = base.extend<{ receiver: Receiver; collector: Collector }>({
  receiver: async ({}, use) => {
    let status = 404;
    const sent: string[] = [];
    const server = createServer((request, response) => {
      sent.push(request.url ?? '');
      request.resume().on('end', () => response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await use({ url, sent, answer: (next) => void (status = next) });
    server.closeAllConnections();
    server.close();
  },

  collector: async ({ receiver }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrina-receivers-'));
    const marketplace = await startMarketplace({ business: BUSINESS, bookFile: join(folder, 'marketplace.json') });
    const secrets = [`whsec_${Buffer.alloc(32, 1).toString('base64')}`];
    const actions = ['order.confirmed'];
    const receivers = {
      webhooks: [{ id: 'orders', url: `${receiver.url}/orders`, secrets, actions }],
      hellotext: {
        token: 'a-private-token-of-hellotext',
        actions: ['refund.received'],
        apiRoot: `${receiver.url}/hellotext`,
      },
    };
    const collector = await startCollector({
      database: join(folder, 'events.db'),
      businesses: { ...businesses, [BUSINESS]: { ...businesses[BUSINESS], ...receivers } },
      connections: marketplace.connections,
      localReceivers: true,
      // What receivers refuse is complained of.
      logger: collectLog('warn').logger,
    });
    marketplace.linkTo(collector);
    await use(collector);
    await collector.close();
    await marketplace.close();
    await rm(folder, { recursive: true, force: true });
  },
});

/** An event of the shop's server, which both receivers get to know by its action. */
const tell = (collector: Collector, action: string) =>
  collector.store.put([
    aRecord({
      ...{ action, trusted: true },
      content: { id: crypto.randomUUID(), action, object_parameters: { reference: 'r-1' } },
    }),
  ]);

const openConnections = async (page: Page, collector: Collector) => {
  await page.goto(collector.inspectorUrl);
  await page.getByRole('link', { name: 'Connections' }).click();
  await expect(page.locator('#connections [aria-busy]')).toHaveAttribute('aria-busy', 'false');
};

const line = (page: Page, id: string) => page.locator(`[data-webhook="${BUSINESS}/${id}"]`);
const status = (page: Page) => page.locator('#connections [role="status"]');

test('what a receiver has refused for good is sent again by a button, and arrives', async ({
  page,
  collector,
  receiver,
}) => {
  await tell(collector, 'refund.received');
  await expect.poll(() => receiver.sent.length).toBe(1);
  await openConnections(page, collector);
  const hellotext = line(page, 'hellotext');
  await expect(hellotext).toContainText('0 waiting · 1 given up', { timeout: 25_000 });
  await hellotext.locator('summary').click();
  receiver.answer(200);
  await hellotext.getByRole('button', { name: 'Send 1 event again' }).click();
  await expect(status(page)).toHaveText('1 event will be sent again.');
  await expect.poll(() => receiver.sent.length).toBe(2);
  await expect(hellotext).toContainText('0 waiting · 0 given up', { timeout: 25_000 });
  await expect(hellotext.getByRole('button')).toHaveCount(0);
});

test('a webhook whose receiver is gone is switched on by a button, and gets what was not sent by another', async ({
  page,
  collector,
  receiver,
}) => {
  receiver.answer(410);
  await tell(collector, 'order.confirmed');
  await expect.poll(() => receiver.sent).toEqual(['/orders']);
  await openConnections(page, collector);
  const orders = line(page, 'orders');
  await expect(orders.locator('.chip')).toHaveText('Off', { timeout: 25_000 });
  await orders.locator('summary').click();
  await expect(orders).toContainText('It was switched off');
  receiver.answer(204);
  await orders.getByRole('button', { name: 'Switch on' }).click();
  await expect(status(page)).toHaveText('It is on again. What was not sent meanwhile can be sent again.');
  await orders.getByRole('button', { name: 'Send 1 event again' }).click();
  await expect.poll(() => receiver.sent).toEqual(['/orders', '/orders']);
  await expect(orders.locator('.chip')).toHaveText('Working', { timeout: 25_000 });
});

test('an account is connected for the business that was chosen, which is asked for first', async ({
  page,
  console,
  collector,
}) => {
  console.allow(/\/favicon\.ico\)$/);
  await openConnections(page, collector);
  const link = page.getByRole('link', { name: 'Connect an account of Mercado Libre' });
  await expect(link).toHaveCount(0);
  await page.getByLabel('Connect an account for').selectOption(OTHER_BUSINESS);
  await link.click();
  await page.locator('[data-test="give-leave"]').click();
  await expect(page.locator('body')).toContainText('is connected');
  expect((await collector.store.connections()).map(({ business }) => business)).toEqual([OTHER_BUSINESS]);
});

test('where a business is chosen its account is connected by one link', async ({ page, collector }) => {
  await openConnections(page, collector);
  await page.goto(`${page.url().split('#')[0]}#view=connections&business=${BUSINESS}`);
  const link = page.getByRole('link', { name: 'Connect an account of Mercado Libre' });
  await expect(link).toHaveAttribute('href', new RegExp(`\\?business=${BUSINESS}$`));
  await expect(page.locator('[data-connect-business]')).toHaveCount(0);
});

for (const [width, scheme] of [
  [360, 'light'],
  [1280, 'dark'],
] as const) {
  test(`the view of connections fits into ${width} pixels, and axe finds nothing in it (${scheme})`, async ({
    browser,
    collector,
    console,
  }) => {
    const viewport = { width, height: 800 };
    const context = await browser.newContext({
      viewport,
      colorScheme: scheme,
      reducedMotion: 'reduce',
      bypassCSP: true,
    });
    console.watch(context);
    await collector.store.keepConnection(
      { kind: 'mercadolibre', account: '468424240', business: BUSINESS, tokens: 'x', expires_at: 1 },
      [],
      Date.now(),
    );
    const page = await context.newPage();
    await openConnections(page, collector);
    await expect(page.locator('[data-connect-business]')).toBeVisible();
    await page.locator('#connections details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
    await expect(page.locator('[data-account]')).toContainText('/connections/mercado-libre/notifications/');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await findingsIn(page)).toEqual([]);
    await context.close();
  });
}
