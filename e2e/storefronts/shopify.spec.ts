import type { Page } from '@playwright/test';
import { digest } from '../../src/base/digest.ts';
import { expect, test } from '../support/fixtures.ts';
import { open, roundTrip } from '../support/tracked-page.ts';
import { SECRETS, startShopify } from './support/shopify/shop.ts';
import { expectTold, readTold, storefrontTag } from './support/told.ts';
import type { Told } from './support/told.ts';

/* What a shopper does, and what has to be stored of it: nothing more and nothing less. */
const BY = ['shopify', 'shopify'] as const;
const SHOPPING: Told[] = [
  // The small tee, twice into the cart without leaving its page; the shop refuses the third time.
  ['product.viewed', '7001/TEE-S', '19.9 EUR', ...BY],
  ['cart.added', '1 × 7001/TEE-S', '19.9 EUR', ...BY],
  ['cart.added', '1 × 7001/TEE-S', '19.9 EUR', ...BY],
  // The large one, in a collection.
  ['product.viewed', '7001/TEE-L', '22.9 EUR', ...BY],
  ['cart.added', '1 × 7001/TEE-L', '22.9 EUR', ...BY],
  // The mug, by a form that leaves the page.
  ['product.viewed', '7002/MUG', '9.9 EUR', ...BY],
  ['cart.added', '1 × 7002/MUG', '9.9 EUR', ...BY],
  // The cart: one mug more, no small tees.
  ['cart.viewed', '1 × 7002/MUG, 1 × 7001/TEE-L, 2 × 7001/TEE-S', '72.6 EUR', ...BY],
  ['cart.added', '1 × 7002/MUG', '9.9 EUR', ...BY],
  ['cart.removed', '2 × 7001/TEE-S', '39.8 EUR', ...BY],
  // Checkout, which is out of reach, and so is the order. Then another cart.
  ['checkout.started', '2 × 7002/MUG, 1 × 7001/TEE-L', '42.7 EUR', ...BY],
  ['product.viewed', '7002/MUG', '9.9 EUR', ...BY],
  ['cart.added', '1 × 7002/MUG', '9.9 EUR', ...BY],
];

type Site = Awaited<ReturnType<typeof startShopify>>;

/** As a shopper goes through it. `told`: waits until the last thing done was seen. */
const shop = async (page: Page, site: Site, told: (count: number) => Promise<void>) => {
  const counted = (name: string, count: number) =>
    page.waitForFunction(([key = '', value]) => document.body.dataset[key] === value, [name, String(count)]);
  await open(page, site.toUrl('/products/tee?utm_source=test'));
  await told(1);
  for (const count of [1, 2]) {
    await page.click('.ajax');
    await counted('added', count);
    await told(1 + count);
  }
  await page.click('.many');
  await counted('refused', 1);
  await open(page, site.toUrl('/collections/all/products/tee?variant=41002'));
  await told(4);
  await page.click('.ajax');
  await counted('added', 1);
  await told(5);
  await open(page, site.toUrl('/products/mug'));
  await told(6);
  await page.click('.full');
  await page.waitForURL('**/cart');
  await told(8);
  await page.click('#plus-42001');
  await counted('changed', 1);
  await told(9);
  await page.click('#none-41001');
  await counted('changed', 2);
  await told(10);
  await page.click('[name=checkout]');
  await page.waitForURL('**/checkouts/**');
  site.pay();
  await page.context().clearCookies({ name: 'cart' });
  await open(page, site.toUrl('/'));
  await page.reload();
  await open(page, site.toUrl('/products/mug'));
  await told(12);
  await page.click('.ajax');
  await counted('added', 1);
};

for (const [kind, options] of [
  ['with a classic theme', {}],
  ['whose theme emits standard events', { hasEvents: true }],
  ['that also reports to GA4 and Universal Analytics', { hasLayers: true }],
  [
    'whose theme emits standard events and reports to GA4 and Universal Analytics',
    { hasEvents: true, hasLayers: true },
  ],
] as const) {
  test(`one tag reports each action once in a Shopify shop ${kind}`, async ({ page, collector, stored, console }) => {
    console.allow(/Failed to load resource: the server responded with a status of 422/);
    const site = await startShopify({ tag: storefrontTag(collector), ...options });
    await shop(page, site, async (count) => {
      await expect.poll(async () => (await readTold(stored)).length).toBe(count);
    });
    await expectTold(page, stored, SHOPPING);
    const events = (await stored.rows()).map(({ event }) => event);
    const text = JSON.stringify(events);
    for (const secret of [...SECRETS, 'hWN2']) expect(text).not.toContain(secret);
    const views = events.filter(({ action }) => action === 'product.viewed');
    expect(views[0]).toMatchObject({
      object_parameters: {
        name: 'Tee',
        url: site.toUrl('/products/tee'),
        image_url: 'https://cdn.shop.example/tee.jpg?width=1920',
        brand: 'Casa',
        categories: ['Shirts'],
        price: { amount: 19.9, currency: 'EUR' },
      },
    });
    expect(views[1]).toMatchObject({ object_parameters: { url: site.toUrl('/products/tee') } });
    const added = events.filter(({ action }) => action === 'cart.added');
    expect(added[0]).toMatchObject({
      object_parameters: {
        reference: digest('hWN2first'),
        items: [
          { product: { name: 'Tee', url: site.toUrl('/products/tee'), image_url: 'https://cdn.shop.example/tee.jpg' } },
        ],
      },
    });
    expect(added.at(-1)).toMatchObject({ object_parameters: { reference: digest('hWN2second') } });
    await site.close();
  });
}

test('the cart of a Shopify shop is requested after changes, and not on each page', async ({
  page,
  collector,
  stored,
}) => {
  const site = await startShopify({ tag: storefrontTag(collector) });
  const reads = () => site.asked.filter((path) => path === 'GET /cart.js').length;
  for (const path of ['/', '/products/tee']) {
    await open(page, site.toUrl(path));
    await page.waitForFunction(() => 'parts' in window.vitrina);
    await roundTrip(page, collector);
  }
  await expectTold(page, stored, [SHOPPING[0]!]);
  expect(reads()).toBe(0);
  await page.click('.ajax');
  await expect.poll(reads).toBe(1);
  await expectTold(page, stored, SHOPPING.slice(0, 2));
  for (const path of ['/', '/products/tee']) await open(page, site.toUrl(path));
  await expectTold(page, stored, [...SHOPPING.slice(0, 2), SHOPPING[0]!]);
  expect(reads()).toBe(1);
  await site.close();
});

test('a visit that begins with a full cart reports no addition for it', async ({
  page,
  context,
  collector,
  stored,
}) => {
  const site = await startShopify({ tag: storefrontTag(collector) });
  site.fill(41001, 3);
  await context.addCookies([site.cookie()]);
  await open(page, site.toUrl('/products/tee'));
  await expect.poll(() => site.asked).toContain('GET /cart.js');
  await expectTold(page, stored, [SHOPPING[0]!]);
  await page.click('.ajax');
  await expectTold(page, stored, SHOPPING.slice(0, 2));
  await site.close();
});

test('an addition is reported although it comes before the file of the platform', async ({
  page,
  collector,
  stored,
}) => {
  const site = await startShopify({ tag: storefrontTag(collector) });
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/vitrina.shopify.js', async (route) => {
    await arrived;
    await route.continue();
  });
  const asked = page.waitForRequest('**/vitrina.shopify.js');
  await page.goto(site.toUrl('/products/tee'), { waitUntil: 'commit' });
  await asked;
  await page.click('.ajax');
  await page.waitForFunction(() => document.body.dataset.added === '1');
  arrive();
  await expectTold(page, stored, SHOPPING.slice(0, 2));
  await site.close();
});

test('an addition is reported on the next page where the visitor leaves at once', async ({
  page,
  collector,
  stored,
}) => {
  const site = await startShopify({ tag: storefrontTag(collector) });
  await open(page, site.toUrl('/products/tee'));
  await expect.poll(async () => (await readTold(stored)).length).toBe(1);
  await page.click('.ajax');
  await page.waitForFunction(() => document.body.dataset.added === '1');
  await page.goto(site.toUrl('/'));
  await expectTold(page, stored, SHOPPING.slice(0, 2));
  await site.close();
});

test('the shop is not observed in the theme editor', async ({ page, collector, stored }) => {
  const site = await startShopify({ tag: storefrontTag(collector), isDesigned: true });
  await page.clock.install();
  await open(page, site.toUrl('/products/tee'));
  await page.click('.ajax');
  await page.waitForFunction(() => document.body.dataset.added === '1');
  // This is longer than anything on a page takes; each timer fires in turn.
  await page.clock.runFor(5_000);
  await roundTrip(page, collector);
  expect(site.asked).not.toContain('GET /cart.js');
  expect((await readTold(stored)).filter(([, , , by]) => by === 'shopify')).toEqual([]);
  await site.close();
});
