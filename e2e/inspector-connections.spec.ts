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

test('what a platform asked for its customers is shown with what came of it, and the data to hand over', async ({
  page,
  collector,
}) => {
  const asked = { business: BUSINESS, kind: 'tiendanube', account: '123456', orders: '[]', received_at: Date.now() };
  await collector.store.notePrivacyRequest({
    ...{ ...asked, request: '1', topic: 'data_request', customer: '55', erased: null },
  });
  await collector.store.notePrivacyRequest({
    ...{ ...asked, request: '2', topic: 'customer_redact', customer: null, erased: 3 },
  });
  await openConnections(page, collector);
  const [question, erasure] = ['1', '2'].map((id) => page.locator(`[data-demand="${BUSINESS}/tiendanube/${id}"]`));
  await expect(question!).toContainText('A customer asks for the data that is kept');
  await question!.locator('summary').click();
  const address = await question!.getByRole('link', { name: 'Download the data' }).getAttribute('href');
  expect(Object.fromEntries(new URL(String(address), page.url()).searchParams)).toEqual({
    ...{ user: '55', source: 'tiendanube', business: BUSINESS },
  });
  await erasure!.locator('summary').click();
  await expect(erasure!).toContainText('Tiendanube: account 123456');
  await expect(erasure!).toContainText('Done: 3 events lost what could name anybody.');
  await expect(erasure!.getByRole('link')).toHaveCount(0);
});
