import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { open } from '../support/tracked-page.ts';
import { expectTold, readTold, storefrontTag } from './support/told.ts';
import type { Told } from './support/told.ts';
import { SECRETS, startWooCommerce } from './support/woocommerce/shop.ts';

/* What a shopper does, and what has to be stored of it: nothing more and nothing less. */
const BY = ['woocommerce', 'woocommerce'] as const;
const SHOPPING: Told[] = [
  // Twice into the cart from the list of products.
  ['cart.added', '1 × 55/MATE', '1050.5 UYU', ...BY],
  ['cart.added', '1 × 55/MATE', '1050.5 UYU', ...BY],
  // A shirt in red, by a form that loads the page of the product again.
  ['product.viewed', '66/REM', '899 UYU', ...BY],
  ['product.viewed', '66/REM', '899 UYU', ...BY],
  ['cart.added', '1 × 66/REM-R', '899 UYU', ...BY],
  // The cart: one mate more, then one in all, and no shirt.
  ['cart.viewed', '2 × 55/MATE, 1 × 66/REM-R', '3000 UYU', ...BY],
  ['cart.added', '1 × 55/MATE', '1050.5 UYU', ...BY],
  ['cart.removed', '2 × 55/MATE', '2101 UYU', ...BY],
  ['cart.removed', '1 × 66/REM-R', '899 UYU', ...BY],
];
/** Checkout and the order; its page is loaded again. */
const buying = (total: string): Told[] => [
  ['checkout.started', '1 × 55/MATE', '1050.5 UYU', ...BY],
  ['order.placed', '#1040, 1 × 55/MATE', `${total} UYU`, ...BY],
];

type Site = Awaited<ReturnType<typeof startWooCommerce>>;
type Count = (count: number) => Promise<void>;

const counted = (page: Page, name: string, count: number) =>
  page.waitForFunction(([key = '', value]) => document.body.dataset[key] === value, [name, String(count)]);

/** As a shopper fills the cart. `told`: waits until the last thing done was seen. */
const fill = async (page: Page, site: Site, told: Count) => {
  await open(page, site.toUrl('/shop/?utm_source=test'));
  // The file of the platform loads later; the cart at that moment is the baseline of the visit.
  await page.waitForFunction(() => 'onadded_to_cart' in document.body);
  for (const count of [1, 2]) {
    await page.click('.ajax_add_to_cart');
    await counted(page, 'added', count);
    await told(count);
  }
  await open(page, site.toUrl('/product/remera/'));
  await told(3);
  await page.click('#choose');
  const loaded = page.waitForEvent('load');
  await page.click('#add');
  await loaded;
  await told(5);
  await open(page, site.toUrl('/cart/'));
  await told(6);
};

const buy = async (page: Page, site: Site, told: Count, before: number) => {
  await open(page, site.toUrl('/checkout/'));
  await told(before + 1);
  await page.click('#place_order');
  await page.waitForURL('**/order-received/**');
  await told(before + 2);
  await page.reload();
  await open(page, site.toUrl('/shop/'));
};

const expectNobody = (rows: unknown) => {
  const text = JSON.stringify(rows);
  for (const secret of SECRETS) expect(text).not.toContain(secret);
};

for (const hasLayers of [false, true]) {
  test(`one tag reports each action once in a classic WooCommerce shop${hasLayers ? ' that also reports to GA4 and Universal Analytics' : ''}`, async ({
    page,
    collector,
    stored,
  }) => {
    const site = await startWooCommerce({ tag: storefrontTag(collector), hasLayers });
    const told: Count = (count) =>
      expect.poll(async () => (await readTold(stored)).length).toBeGreaterThanOrEqual(count);
    await fill(page, site, told);
    const updates = [
      ['Mate: 3', 7],
      ['Mate: 1', 8],
      ['Remera: 0', 9],
    ] as const;
    for (const [text, count] of updates) {
      await page.click(`text="${text}"`);
      await told(count);
    }
    await page.click('#coupon');
    await counted(page, 'coupon', 1);
    const reads = () => site.asked.filter((place) => place === 'GET /wp-json/wc/store/v1/cart').length;
    await expect.poll(reads).toBe(7);
    // If the page were left before the answer, the next page would request the cart.
    await page.waitForFunction(() => {
      const [, hash = '?'] = /woocommerce_cart_hash=([^;]+)/.exec(document.cookie) ?? [];
      return Object.values(sessionStorage).some((note) => String(note).includes(hash));
    });
    await buy(page, site, told, SHOPPING.length);
    const coupon: Told = ['coupon.redeemed', 'verano', '', 'woocommerce', ''];
    await expectTold(page, stored, [...SHOPPING, ...buying('945.45'), coupon]);
    const events = (await stored.rows()).map(({ event }) => event);
    expectNobody(events);
    expect(events.find(({ action }) => action === 'product.viewed')).toMatchObject({
      object_parameters: {
        name: 'Remera',
        sku: 'REM',
        price: { amount: 899, currency: 'UYU' },
        categories: ['Ropa'],
        image_url: site.toUrl('/66.jpg'),
        ...(hasLayers && { brand: 'Gaucho' }),
      },
    });
    expect(events.find(({ action }) => action === 'order.placed')).toMatchObject({
      object_parameters: {
        total: { amount: 945.45, currency: 'UYU' },
        payment_method: 'Contra reembolso',
        delivery: 'deliver',
        items: [{ product: { name: 'Mate', sku: 'MATE', image_url: 'http://tienda.example/55.jpg' }, quantity: 1 }],
      },
    });
    expect(reads(), 'nothing is asked for twice').toBe(7);
    await site.close();
  });
}

test('a WooCommerce shop with a cart of blocks is reported from the requests of its own scripts', async ({
  page,
  collector,
  stored,
}) => {
  const site = await startWooCommerce({ tag: storefrontTag(collector), isBlocks: true });
  const told: Count = (count) => expect.poll(async () => (await readTold(stored)).length).toBeGreaterThanOrEqual(count);
  await fill(page, site, told);
  await expect(page.locator('#items')).toHaveText('2x55,1x661');
  const asked = site.asked.filter((place) => place === 'GET /wp-json/wc/store/v1/cart').length;
  for (const [update, count] of [
    ['55,3', 7],
    ['55,1', 8],
    ['661,0', 9],
  ] as const) {
    await page.click(`[data-quantity="${update}"]`);
    await told(count);
  }
  await expect(page.locator('#items')).toHaveText('1x55');
  expect(site.asked.filter((place) => place === 'GET /wp-json/wc/store/v1/cart')).toHaveLength(asked);
  await buy(page, site, told, SHOPPING.length);
  await expectTold(page, stored, [...SHOPPING, ...buying('1050.5')]);
  const rows = await stored.rows();
  expect(rows.map(({ event }) => event).find(({ action }) => action === 'order.placed')).toMatchObject({
    object_parameters: {
      payment_method: 'Contra reembolso',
      items: [{ product: { sku: 'MATE' }, quantity: 1, price: { amount: 1050.5, currency: 'UYU' } }],
    },
  });
  expectNobody(rows);
  await site.close();
});

const [, KEY] = SECRETS;
for (const [name, path, isBare, number, total] of [
  ['CartFlows', `/step/thank-you/?wcf-key=${KEY}&wcf-order=1040`, false, '1040', '1050.5'],
  ['a plug-in that shows nothing of the order', `/gracias/?order_id=1040&key=${KEY}`, true, '1040', '1050.5'],
  ['a plug-in without a number in the address', '/gracias/', false, '901040', '1050.5'],
] as const) {
  test(`the order of a WooCommerce shop is reported once on the thank-you page of ${name}`, async ({
    page,
    collector,
    stored,
  }) => {
    const site = await startWooCommerce({ tag: storefrontTag(collector), thankYou: { path, isBare } });
    const count = (told: number) =>
      expect.poll(async () => (await readTold(stored)).length).toBeGreaterThanOrEqual(told);
    await open(page, site.toUrl('/shop/'));
    await page.waitForFunction(() => 'onadded_to_cart' in document.body);
    await page.click('.ajax_add_to_cart');
    await counted(page, 'added', 1);
    await count(1);
    await open(page, site.toUrl('/checkout/'));
    await count(2);
    await page.click('#place_order');
    await page.waitForURL(`**${path}`);
    await count(3);
    await page.reload();
    await open(page, site.toUrl('/shop/'));
    await expectTold(page, stored, [
      ['cart.added', '1 × 55/MATE', '1050.5 UYU', ...BY],
      ['checkout.started', '1 × 55/MATE', '1050.5 UYU', ...BY],
      ['order.placed', `#${number}, 1 × 55/MATE`, `${total} UYU`, ...BY],
    ]);
    expectNobody((await stored.rows()).map(({ event }) => event));
    await site.close();
  });
}
