import type { Page } from '@playwright/test';
import { BUSINESS, expect, test } from '../support/fixtures.ts';
import { createSandboxShop, tell, toLine } from './support/sandbox-shop.ts';

/**
 * What a shopper does on Tiendanube, and the rows that it must come to, in order:
 * action | product, order or code | sku | quantity | amount | currency | observed_by | source | cart or order
 */
const ROWS = [
  'page.viewed | - | - | - | - | - | tiendanube | - | -',
  'page.viewed | - | - | - | - | - | tiendanube | - | -',
  'product.viewed | 123 | M-1-G | - | 1250.5 | ARS | tiendanube | tiendanube | -',
  'cart.added | 123 | M-1-G | 1 | 1250.5 | ARS | tiendanube | tiendanube | 771',
  'cart.added | 123 | M-1-G | 2 | 2501 | ARS | tiendanube | tiendanube | 771',
  'cart.removed | 123 | M-1-G | 1 | 1250.5 | ARS | tiendanube | tiendanube | 771',
  // The cart's own page is another document, and so is each step of the checkout.
  'page.viewed | - | - | - | - | - | tiendanube | - | -',
  'cart.viewed | 123 | M-1-G | 2 | 2501 | ARS | tiendanube | tiendanube | 771',
  'page.viewed | - | - | - | - | - | tiendanube | - | -',
  'checkout.started | 123 | M-1-G | 2 | 2501 | ARS | tiendanube | tiendanube | 771',
  'page.viewed | - | - | - | - | - | tiendanube | - | -',
  'order.placed | 123 | M-1-G | 2 | 2650.9 | ARS | tiendanube | tiendanube | 8812345',
  'coupon.redeemed | HOLA10 | - | - | - | - | tiendanube | - | -',
  // The visitor opens the success page again.
  'page.viewed | - | - | - | - | - | tiendanube | - | -',
];
const VIEWS = [
  '/',
  '/productos/mate/',
  '/comprar/',
  '/checkout/v3/start/771/%E2%80%A6',
  '/checkout/v3/success/8812345/%E2%80%A6',
  '/checkout/v3/success/8812345/%E2%80%A6',
];

const item = (quantity: number) => ({
  id: 900,
  product_id: 123,
  variant_id: 456,
  name: 'Mate (Grande)',
  price: '1250.50',
  quantity,
  sku: 'M-1-G',
  url: '/productos/mate/',
  thumbnail: '//cdn.example/mate.jpg',
});
const product = {
  id: 123,
  name: { es: 'Mate' },
  canonical_url: '/productos/mate/',
  brand: 'Canarias',
  tags: '',
  images: [{ src: '//cdn.example/mate.jpg' }],
  variants: [{ id: 456, price: '1250.50', sku: 'M-1-G' }],
};
const home = { type: 'home' };
const productPage = { type: 'product', data: { product } };
const step = (name: string) => ({ type: 'checkout', data: { step: name } });

const HOME = '/';
const PRODUCT = '/productos/mate/';
const CART = '/comprar/';
const CHECKOUT = '/checkout/v3/start/771/AbCdEf0123456789xyz';
const SUCCESS = '/checkout/v3/success/8812345/AbCdEf0123456789xyz';

type Shop = ReturnType<typeof createSandboxShop>;

/** The platform's state on a page, with personal data in it. */
const toState = (url: string, page: object, quantity = 0, more: object = {}) => ({
  location: { url, page, queries: {}, title: 'Tienda', referrer: null },
  store: { id: 5, domain: 'localhost', currency: 'ARS', currency_details: { code: 'ARS' }, language: 'es' },
  customer: { name: 'Ana Souza', email: 'ana@example.com', contact: { phone: '+5491155551234' } },
  cart: {
    id: '771',
    items: quantity ? [item(quantity)] : [],
    prices: { total: quantity * 1250.5, subtotal: quantity * 1250.5, shipping: 0 },
    coupon: {},
  },
  shipping: null,
  payment: null,
  eventPayload: null,
  ...more,
});
const paid = (url: string) =>
  toState(url, step('success'), 2, {
    cart: {
      id: '771',
      items: [item(2)],
      prices: { total: 2650.9, subtotal: 2501, shipping: 400 },
      coupon: { code: 'HOLA10', type: 'percentage', value: '10' },
    },
  });

/** Opens a document of the shop, whose worker begins with that state. */
const openPage = async (
  page: Page,
  shop: Shop,
  collector: { url: string },
  path: string,
  toStart: (url: string) => object,
) => {
  const settings = {
    businessId: { type: 'string', value: BUSINESS },
    endpoint: { type: 'string', value: `${collector.url}/v1/events` },
  };
  const url = shop.add(path, { settings });
  const state = toStart(url);
  shop.add(path, { settings, state });
  await shop.open(page, url);
  await tell(page, 'page:loaded', state);
  return url;
};

test('each action of a purchase on Tiendanube arrives once, in order and with its values', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const shop = createSandboxShop(site, 'nube');
  const count = async () => (await stored.rows()).length;
  await openPage(page, shop, collector, HOME, (url) => toState(url, home));
  const productUrl = site.toUrl(PRODUCT);
  const onProduct = (quantity: number, more?: object) => toState(productUrl, productPage, quantity, more);
  await tell(page, 'location:updated', onProduct(0));
  await tell(page, 'cart:add:success', onProduct(1, { eventPayload: item(1) }));
  await tell(page, 'cart:update', onProduct(1));
  await tell(page, 'cart:update', onProduct(3));
  await tell(page, 'cart:add:success', onProduct(3, { eventPayload: item(2) }));
  await tell(page, 'cart:remove:success', onProduct(2, { eventPayload: item(1) }));
  await expect.poll(count).toBe(6);
  await openPage(page, shop, collector, CART, (url) =>
    toState(url, { type: 'custom_page', data: { name: 'cart' } }, 2),
  );
  await tell(page, 'cart:view');
  await expect.poll(count).toBe(8);
  await openPage(page, shop, collector, CHECKOUT, (url) => toState(url, step('start'), 2));
  await tell(page, 'checkout:ready');
  await tell(page, 'checkout:ready', toState(site.toUrl(CHECKOUT), step('payment'), 2));
  await expect.poll(count).toBe(10);
  await openPage(page, shop, collector, SUCCESS, paid);
  await tell(page, 'checkout:success');
  await tell(page, 'checkout:ready');
  await expect.poll(count).toBe(13);
  await openPage(page, shop, collector, SUCCESS, paid);
  await tell(page, 'checkout:success');
  await tell(page, 'cart:update', toState(site.toUrl(SUCCESS), step('success')));
  await expect.poll(count).toBe(14);

  const rows = await stored.rows();
  expect(rows.map(toLine)).toEqual(ROWS);
  expect(await stored.views()).toEqual(VIEWS);
  expect(new Set(rows.map(({ session }) => session)).size).toBe(1);
  const text = JSON.stringify(rows);
  for (const secret of ['ana@example.com', '5491155551234', 'Souza', 'AbCdEf0123456789xyz']) {
    expect(text, secret).not.toContain(secret);
  }
});

test('what waits is sent when the page is hidden, and then leaves the storage', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const shop = createSandboxShop(site, 'nube');
  await openPage(page, shop, collector, HOME, (url) => toState(url, home, 1));
  await expect.poll(() => stored.actions()).toEqual(['page.viewed']);
  await tell(page, 'cart:view');
  await tell(page, 'page:visibility_change');
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'cart.viewed']);
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).sort()))
    .toEqual(['vitrina:1:xy76ks:~shop', 'vitrina:1:xy76ks:~wait', 'vitrina_session', 'vitrina_visit']);
  expect(await page.evaluate(() => document.cookie)).toBe('');
});
