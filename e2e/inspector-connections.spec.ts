import type { Page } from '@playwright/test';
import type { Collector } from '../collector/src/index.ts';
import { businesses, BUSINESS, expect, test } from './support/fixtures.ts';

const webhook = {
  ...{
    id: 'mails',
    url: 'https://shop.example/webhooks',
    secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`],
  },
  ...{ actions: ['cart.abandoned'], enabled: false },
};

/** A webhook that is off, and an account that was connected. */
const fill = async (collector: Collector) => {
  collector.reload({ businesses: { ...businesses, [BUSINESS]: { ...businesses[BUSINESS], webhooks: [webhook] } } });
  const account = { kind: 'mercadolibre', account: '468424240', business: BUSINESS, tokens: 'x', expires_at: 1 };
  await collector.store.keepConnection(account, [], Date.now());
};

const openConnections = async (page: Page, collector: Collector) => {
  await page.goto(collector.inspectorUrl);
  await page.getByRole('link', { name: 'Connections' }).click();
  await expect(page.getByRole('heading', { name: 'Connections' })).toBeFocused();
  await expect(page.locator('#connections [aria-busy]')).toHaveAttribute('aria-busy', 'false');
};

test('the view of connections says where they are declared, while there are none', async ({ page, collector }) => {
  await openConnections(page, collector);
  await expect(page.locator('#connections')).toContainText('Events are sent nowhere else');
  await expect(page.locator('#connections')).toContainText('No account is connected');
});

test('a webhook says that it is off and why, and an account is disconnected after a question', async ({
  page,
  collector,
}) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await fill(collector);
  await openConnections(page, collector);
  await expect(page.locator(`[data-webhook="${BUSINESS}/mails"]`)).toContainText(
    'It is off: the configuration says so',
  );
  const account = page.locator('[data-account]');
  await expect(account).toContainText('468424240');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await account.getByRole('button', { name: 'Disconnect' }).click();
  await page.locator('dialog [data-confirm]').click();
  await expect(page.locator('#connections [role="status"]')).toHaveText('The account is disconnected.');
  await expect(account).toHaveCount(0);
  expect(await collector.store.connections()).toEqual([]);
});
