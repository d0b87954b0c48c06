import { BUSINESS, expect, test as base } from '../support/fixtures.ts';
import { holdBack, isReady, open, scriptTag } from '../support/tracked-page.ts';
import { startHellotextServer } from './support/hellotext-server.ts';
import { createSandboxShop, tell } from './support/sandbox-shop.ts';
import { startShopify } from './support/shopify/shop.ts';
import { startTiendanube } from './support/tiendanube/shop.ts';

const test = base.extend<{ api: Awaited<ReturnType<typeof startHellotextServer>> }>({
  api: async ({}, use) => {
    const api = await startHellotextServer();
    await use(api);
    await api.close();
  },
});

const tagFor = (collector: { url: string }, { root }: { root: string }) =>
  scriptTag(collector, { file: 'vitrina.storefront.js', destination: 'hellotext', apiRoot: root });

test('one tag tells Hellotext what a shopper does in a Tiendanube shop, and nobody else', async ({
  page,
  context,
  collector,
  stored,
  api,
}) => {
  const site = await startTiendanube({ tag: tagFor(collector, api) });
  await open(page, site.toUrl('/productos/remera/?utm_source=test&utm_medium=mail'));
  await expect.poll(api.actions).toEqual(['page.viewed', 'product.viewed']);
  await page.click('.js-addtocart');
  await expect.poll(api.actions).toEqual(['page.viewed', 'product.viewed', 'cart.added']);
  await page.reload();
  await isReady(page);
  await expect
    .poll(api.actions)
    .toEqual(['page.viewed', 'product.viewed', 'cart.added', 'page.viewed', 'product.viewed']);
  const [, view] = api.events();
  expect(view).toMatchObject({
    object_parameters: { reference: '77', sku: 'REM-R-M', source: 'tiendanube' },
    utm_params: { source: 'test', medium: 'mail' },
  });
  expect(api.sessions()).toHaveLength(1);
  expect(api.acks()).toBe(1);
  expect((await context.cookies()).filter(({ name }) => name.startsWith('vitrina'))).toEqual([]);
  expect(await stored.rows()).toEqual([]);
  await site.close();
});

test('one tag tells Hellotext what a shopper does in a Shopify shop, and nobody else', async ({
  page,
  collector,
  stored,
  api,
}) => {
  const site = await startShopify({ tag: tagFor(collector, api) });
  await open(page, site.toUrl('/products/tee'));
  await expect.poll(api.actions).toEqual(['page.viewed', 'product.viewed']);
  await page.click('.ajax');
  await expect.poll(api.actions).toEqual(['page.viewed', 'product.viewed', 'cart.added']);
  expect(api.events()[2]).toMatchObject({ action: 'cart.added', amount: 19.9, currency: 'EUR' });
  expect(await stored.rows()).toEqual([]);
  await site.close();
});

test('a page that is left while the file of Hellotext loads loses nothing', async ({ page, collector, api }) => {
  const site = await startTiendanube({ tag: tagFor(collector, api) });
  const release = await holdBack(page, '**/vitrina.hellotext-destination.js');
  await page.goto(site.toUrl('/'), { waitUntil: 'commit' });
  await page.waitForFunction(() => window.vitrina?.isInitialized === false);
  await page.evaluate(() => void window.vitrina.track('quiz.finished', { object: 'early' }));
  await page.goto(site.toUrl('/productos/remera/'), { waitUntil: 'commit' });
  release();
  await isReady(page);
  await expect
    .poll(() => api.actions().map(String).sort())
    .toEqual(['page.viewed', 'page.viewed', 'product.viewed', 'quiz.finished']);
  expect(api.sessions()).toHaveLength(1);
  await site.close();
});

test('a web pixel tells Hellotext what a shopper does on Shopify', async ({ page, context, site, api }) => {
  const shop = createSandboxShop(site, 'pixel', 'vitrina.pixel-hellotext.js');
  const { href, hostname, protocol } = new URL(site.toUrl('/cart'));
  const location = { href, hostname, protocol };
  const url = shop.add('/cart', {
    settings: { businessId: BUSINESS, apiRoot: api.root },
    init: { context: { document: { location } }, customerPrivacy: { analyticsProcessingAllowed: true } },
  });
  await shop.open(page, url);
  const publish = (name: string, data: object = {}) => {
    const context = { document: { location, title: 'Cart', referrer: '' } };
    const id = crypto.randomUUID();
    return tell(page, 'event', { id, name, timestamp: new Date().toISOString(), seq: 1, context, data });
  };
  await publish('page_viewed');
  await publish('checkout_completed', {
    checkout: { token: 'T1', currencyCode: 'UYU', totalPrice: { amount: 42.5 }, lineItems: [], order: { id: '5551' } },
  });
  await expect.poll(api.actions).toEqual(['page.viewed', 'order.placed']);
  expect(api.events()[1]).toMatchObject({ amount: 42.5, currency: 'UYU', object_parameters: { reference: '5551' } });
  expect(api.sessions()).toHaveLength(1);
  expect((await context.cookies()).map(({ name }) => name)).toContain('hello_session');
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => /:[^~:]*$|~sent/.test(key))))
    .toEqual([]);
});

test('a NubeSDK app tells Hellotext what a shopper does on Tiendanube', async ({ page, site, api }) => {
  const shop = createSandboxShop(site, 'nube', 'vitrina.nube-hellotext.js');
  const settings = {
    businessId: { type: 'string', value: BUSINESS },
    apiRoot: { type: 'string', value: api.root },
  };
  const url = site.toUrl('/productos/mate/');
  const product = { id: 123, name: { es: 'Mate' }, variants: [{ id: 456, price: '1250.50', sku: 'M-1-G' }] };
  const state = {
    location: { url, page: { type: 'product', data: { product } }, title: 'Tienda', referrer: null },
    store: { id: 5, domain: 'localhost', currency: 'ARS', language: 'es' },
    cart: { id: '771', items: [], prices: {} },
  };
  shop.add('/productos/mate/', { settings, state });
  await shop.open(page, url);
  await tell(page, 'page:loaded', state);
  await expect.poll(api.actions).toEqual(['page.viewed', 'product.viewed']);
  expect(api.events()[1]).toMatchObject({
    object_parameters: { reference: '123', sku: 'M-1-G', source: 'tiendanube' },
  });
  expect(api.sessions()).toHaveLength(1);
});
