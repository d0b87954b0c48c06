import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expect, BUSINESS, test } from '../support/fixtures.ts';
import { toDocument } from '../support/page-server.ts';
import { isReady, scriptTag } from '../support/tracked-page.ts';
import { createSandboxShop, tell, toLine } from './support/sandbox-shop.ts';

/**
 * What a shopper does on Shopify, and the rows that it must come to, in order:
 * action | product, order or code | sku | quantity | amount | currency | observed_by | source | cart or order
 */
const ROWS = [
  'page.viewed | - | - | - | - | - | shopify | - | -',
  'product.viewed | 123 | M-1-L | - | 19.99 | UYU | shopify | shopify | -',
  'cart.added | 123 | M-1-L | 1 | 19.99 | UYU | shopify | shopify | -',
  'cart.added | 123 | M-1-L | 2 | 39.98 | UYU | shopify | shopify | -',
  'cart.removed | 123 | M-1-L | 1 | 19.99 | UYU | shopify | shopify | -',
  'page.viewed | - | - | - | - | - | shopify | - | -',
  'cart.viewed | 123 | M-1-L | 2 | 39.98 | UYU | shopify | shopify | CART',
  'page.viewed | - | - | - | - | - | shopify | - | -',
  'checkout.started | 123 | M-1-L | 2 | 42.5 | UYU | shopify | shopify | CART',
  'page.viewed | - | - | - | - | - | shopify | - | -',
  'order.placed | 123 | M-1-L | 2 | 42.5 | UYU | shopify | shopify | 5551',
  'coupon.redeemed | SAVE10 | - | - | - | - | shopify | - | -',
  // The thank-you page is loaded again, and the platform announces its checkout again.
  'page.viewed | - | - | - | - | - | shopify | - | -',
];
const VIEWS = [
  '/products/mate',
  '/cart',
  '/checkouts/cn/%E2%80%A6/information',
  '/checkouts/cn/%E2%80%A6/thank-you',
  '/checkouts/cn/%E2%80%A6/thank-you',
];

const TOKEN = 'Z2NwLXVzLWVhc3QxOjAxSkFCQ0RFRkdI';
const PRODUCT_PATH = '/products/mate';
const CART_PATH = '/cart';
const CHECKOUT_PATH = `/checkouts/cn/${TOKEN}/information`;
const THANKS_PATH = `/checkouts/cn/${TOKEN}/thank-you`;

const money = (amount: number) => ({ amount, currencyCode: 'UYU' });
const variant = {
  id: '456',
  title: 'Large',
  sku: 'M-1-L',
  price: money(19.99),
  image: { src: '//cdn.example/mate.jpg' },
  product: { id: '123', title: 'Mate', type: 'Drinks', vendor: 'Canarias', url: '/products/mate' },
};
const cartLine = (quantity: number) => ({
  merchandise: variant,
  quantity,
  cost: { totalAmount: money(Math.round(1999 * quantity) / 100) },
});
const checkout = (order: object | null) => ({
  token: TOKEN,
  email: 'ana@example.com',
  phone: '+59899123456',
  shippingAddress: { firstName: 'Ana', address1: 'Rua das Flores 1' },
  currencyCode: 'UYU',
  totalPrice: money(42.5),
  totalTax: money(1.52),
  shippingLine: { price: money(5) },
  discountApplications: [{ type: 'DISCOUNT_CODE', title: 'SAVE10' }],
  lineItems: [{ id: '9', title: 'Mate', quantity: 2, variant, finalLinePrice: money(35.98) }],
  order,
});

/** Publishes an event, as Shopify does on the visible page. */
const publish = async (page: Page, name: string, data: object = {}, id?: string) => {
  const { href, hostname, protocol } = new URL(page.url());
  const location = { href, hostname, protocol };
  const context = { document: { location, title: await page.title(), referrer: '' } };
  const event = { id: id ?? crypto.randomUUID(), name, timestamp: new Date().toISOString(), seq: 1, context, data };
  await tell(page, 'event', event);
};

/** A shop with a pixel on each of its pages. */
const openShop = (
  site: Parameters<typeof createSandboxShop>[0],
  collector: { url: string },
  { isAllowed = true, head = '', scope = '' } = {},
) => {
  const shop = createSandboxShop(site, 'pixel');
  const add = (path: string) => {
    const { href, hostname, protocol } = new URL(site.toUrl(path));
    return shop.add(
      path,
      {
        settings: { businessId: BUSINESS, endpoint: `${collector.url}/v1/events`, scope },
        init: {
          context: { document: { location: { href, hostname, protocol } } },
          customerPrivacy: { analyticsProcessingAllowed: isAllowed },
        },
      },
      head,
    );
  };
  return {
    urls: [PRODUCT_PATH, CART_PATH, CHECKOUT_PATH, THANKS_PATH].map(add) as [string, string, string, string],
    async open(page: Page, url: string) {
      await shop.open(page, url);
      await publish(page, 'page_viewed');
    },
  };
};

test('each action of a purchase on Shopify arrives once, in order and with its values', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const { urls, open } = openShop(site, collector);
  await open(page, urls[0]);
  await publish(page, 'product_viewed', { productVariant: variant });
  await publish(page, 'product_added_to_cart', { cartLine: cartLine(1) }, 'sh-added');
  await publish(page, 'product_added_to_cart', { cartLine: cartLine(1) }, 'sh-added');
  await publish(page, 'product_added_to_cart', { cartLine: cartLine(2) });
  await publish(page, 'product_removed_from_cart', { cartLine: cartLine(1) });
  await expect.poll(async () => (await stored.rows()).length).toBe(5);
  await open(page, urls[1]);
  await publish(page, 'cart_viewed', {
    cart: { id: `gid://shopify/Cart/${TOKEN}?key=s3cret`, lines: [cartLine(2)], cost: { totalAmount: money(39.98) } },
  });
  await expect.poll(async () => (await stored.rows()).length).toBe(7);
  await open(page, urls[2]);
  await publish(page, 'checkout_started', { checkout: checkout(null) });
  await publish(page, 'checkout_started', { checkout: checkout(null) });
  await expect.poll(async () => (await stored.rows()).length).toBe(9);
  await open(page, urls[3]);
  await publish(page, 'checkout_completed', { checkout: checkout({ id: 'gid://shopify/Order/5551' }) });
  await expect.poll(async () => (await stored.rows()).length).toBe(12);
  await open(page, urls[3]);
  await publish(page, 'checkout_completed', { checkout: checkout({ id: '5551' }) });
  await publish(page, 'test_end');
  await expect.poll(async () => (await stored.rows()).length).toBe(13);

  const rows = await stored.rows();
  const cart = String((rows[6]?.event.object_parameters as { reference: string }).reference);
  expect(cart).toMatch(/^[\da-f]{16}$/);
  expect(rows.map((row) => toLine(row).replace(cart, 'CART'))).toEqual(ROWS);
  expect(await stored.views()).toEqual(VIEWS);
  expect(new Set(rows.map(({ session }) => session)).size).toBe(1);
  expect(new Set(rows.map(({ event }) => (event.visit as { id: string }).id)).size).toBe(1);
  const text = JSON.stringify(rows);
  for (const secret of ['ana@example.com', '99123456', 'Ana', 'Flores', TOKEN, 's3cret']) {
    expect(text, secret).not.toContain(secret);
  }
});

test('the same event of two pixels is stored once', async ({ page, context, site, collector, stored }) => {
  const { urls, open } = openShop(site, collector);
  await open(page, urls[0]);
  const other = await context.newPage();
  await open(other, urls[0]);
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'page.viewed']);
  const location = { href: urls[0], hostname: 'localhost', protocol: 'http:' };
  const event = {
    id: 'sh-one',
    name: 'product_added_to_cart',
    timestamp: new Date().toISOString(),
    seq: 3,
    context: { document: { location } },
    data: { cartLine: cartLine(1) },
  };
  const { posts } = collector.requests();
  for (const one of [page, other]) await tell(one, 'event', event);
  await expect.poll(() => collector.requests().posts).toBe(posts + 2);
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'page.viewed', 'cart.added']);
});

for (const first of ['theme', 'pixel'] as const) {
  test(`the theme and the pixel share one visitor, whichever comes first: ${first}`, async ({
    page,
    context,
    site,
    collector,
    stored,
  }) => {
    const both = openShop(site, collector, { head: scriptTag(collector), scope: 'checkout' });
    if (first === 'pixel') {
      await both.open(page, both.urls[2]);
      await isReady(page);
      await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'page.viewed']);
    } else {
      await both.open(page, both.urls[0]);
      await isReady(page);
      await expect.poll(() => stored.actions()).toEqual(['page.viewed']);
    }
    await both.open(page, both.urls[3]);
    await publish(page, 'checkout_completed', { checkout: checkout({ id: '1' }) });
    await expect.poll(() => stored.actions()).toContain('coupon.redeemed');
    await expect
      .poll(async () => (await stored.rows()).filter(({ action }) => action === 'page.viewed').length)
      .toBe(first === 'pixel' ? 4 : 3);
    const rows = await stored.rows();
    expect(new Set(rows.map(({ observed_by }) => observed_by))).toEqual(new Set(['page', 'shopify']));
    expect(new Set(rows.map(({ session }) => session)).size).toBe(1);
    const cookies = (await context.cookies()).filter(({ name }) => name === 'vitrina_session');
    expect(cookies.map(({ value }) => value)).toEqual([rows[0]?.session]);
    expect(cookies[0]?.expires).toBeGreaterThan(Date.now() / 1000 + 390 * 86_400);
  });
}

for (const next of ['pixel', 'theme'] as const) {
  test(`events that a pixel could not send are sent once, by the next page with the ${next}`, async ({
    page,
    context,
    site,
    collector,
    stored,
    console,
  }) => {
    console.allow(/net::ERR_FAILED/);
    const { urls, open } = openShop(site, collector);
    const isEndpoint = (url: URL) => url.pathname === '/v1/events';
    await context.route(isEndpoint, (route) => route.abort());
    await open(page, urls[3]);
    await publish(page, 'checkout_completed', { checkout: checkout({ id: '1' }) });
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('vitrina:1:xy76ks:~wait')))
      .toContain('"failures":');
    expect(await stored.rows()).toEqual([]);
    // Leave the page before its events are made older, so that it cannot send them unchanged.
    await page.goto(site.add('/elsewhere', toDocument({})));
    await context.unroute(isEndpoint);
    // Make the events a minute older, because fresh events may belong to a page that is still open.
    await page.evaluate(() => {
      const age = (id: string) => {
        const time = (parseInt(id.replace('-', '').slice(0, 12), 16) - 60_000).toString(16).padStart(12, '0');
        return `${time.slice(0, 8)}-${time.slice(8)}${id.slice(13)}`;
      };
      const prefix = 'vitrina:1:xy76ks:';
      const ids = JSON.parse(localStorage.getItem(`${prefix}~ids`) ?? '[]') as string[];
      for (const id of ids) {
        const text = localStorage.getItem(prefix + id) ?? '';
        localStorage.setItem(prefix + age(id), text.replace(id, age(id)));
        localStorage.removeItem(prefix + id);
      }
      localStorage.setItem(`${prefix}~ids`, JSON.stringify(ids.map(age)));
      // Make the wait a minute older too; after some failures it would last longer than this test.
      const wait = JSON.parse(localStorage.getItem(`${prefix}~wait`) ?? '{}') as { since: number; until: number };
      const before = { ...wait, since: wait.since - 60_000, until: wait.until - 60_000 };
      localStorage.setItem(`${prefix}~wait`, JSON.stringify(before));
    });
    if (next === 'pixel') await open(page, urls[0]);
    else await page.goto(site.add('/theme', toDocument({ head: scriptTag(collector) })));
    await expect.poll(() => stored.actions()).toHaveLength(4);
    expect((await stored.actions()).sort()).toEqual(['coupon.redeemed', 'order.placed', 'page.viewed', 'page.viewed']);
    await expect
      .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => !/~(ids|shop|wait)$/.test(key))))
      .toEqual([]);
  });
}

test('an order is not lost with the page that closes right after it', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  // The events of a sandbox that ended without any event are adopted after 30 to 45 seconds.
  test.setTimeout(120_000);
  const { urls, open } = openShop(site, collector);
  await open(page, urls[0]);
  await expect.poll(() => stored.actions()).toEqual(['page.viewed']);
  await publish(page, 'checkout_completed', { checkout: checkout({ id: '1' }) });
  // This is long enough for the request to begin, but not for its answer.
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('vitrina:1:xy76ks:~shop')))
    .toContain('order.placed 1');
  await page.close();
  const next = await context.newPage();
  await open(next, urls[0]);
  await expect.poll(() => stored.actions(), { timeout: 60_000 }).toContain('order.placed');
  expect((await stored.actions()).filter((action) => action === 'order.placed')).toHaveLength(1);
});

test('a pixel stores and sends nothing without consent, which may be given and withdrawn', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const { urls, open } = openShop(site, collector, { isAllowed: false });
  await open(page, urls[0]);
  await publish(page, 'product_viewed', { productVariant: variant });
  const traces = async () => [
    ...(await page.evaluate(() => Object.keys(localStorage))),
    ...(await context.cookies()).map(({ name }) => name),
  ];
  // Messages to the page are answered in order, so by now the pixel would have asked for storage and cookies.
  await publish(page, 'test_end');
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  expect(await traces()).toEqual([]);
  expect(collector.requests().posts).toBe(0);
  const answer = (isAllowed: boolean) =>
    tell(page, 'privacy', { customerPrivacy: { analyticsProcessingAllowed: isAllowed } });
  await answer(true);
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'product.viewed']);
  await answer(false);
  await publish(page, 'product_viewed', { productVariant: variant });
  await expect.poll(traces).toEqual([]);
  await answer(true);
  await publish(page, 'cart_viewed', { cart: null });
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'product.viewed', 'cart.viewed']);
});

test('the code that merchants paste works in the lax sandbox', async ({ page, context, site, collector, stored }) => {
  const pasted = readFileSync(new URL('../../examples/pixels/custom-pixel.js', import.meta.url), 'utf8')
    .replaceAll('https://events.example.com', collector.url)
    .replace('xy76ks', BUSINESS);
  const { href, hostname, protocol } = new URL(site.toUrl(THANKS_PATH));
  const init = {
    context: { document: { location: { href, hostname, protocol } } },
    customerPrivacy: { analyticsProcessingAllowed: true },
  };
  const host = readFileSync(new URL('support/sandboxes/lax-host.js', import.meta.url), 'utf8');
  site.add('/lax', toDocument({ body: `<script>const init = ${JSON.stringify(init)};${host};${pasted}</script>` }));
  const head = '<script src="/host.js"></script>';
  createSandboxShop(site, 'pixel');
  const url = site.add(THANKS_PATH, toDocument({ head, body: '<iframe sandbox="allow-scripts" src="/lax"></iframe>' }));
  await page.goto(url);
  const event = {
    id: 'sh-lax',
    name: 'checkout_completed',
    timestamp: new Date().toISOString(),
    seq: 1,
    context: { document: { location: { href }, title: 'Thank you', referrer: '' } },
    data: { checkout: checkout({ id: '5551' }) },
  };
  // The script may not have loaded yet; the pasted code keeps the event until then.
  await page.evaluate((event) => window.frames[0]?.postMessage({ event }, '*'), event);
  await expect.poll(() => stored.actions()).toEqual(['order.placed', 'coupon.redeemed']);
  const [row] = await stored.rows();
  expect(row && toLine(row)).toBe('order.placed | 123 | M-1-L | 2 | 42.5 | UYU | shopify | shopify | 5551');
  await expect
    .poll(async () => (await context.cookies()).find(({ name }) => name === 'vitrina_session')?.value)
    .toBe(row?.session);
});
