import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { open } from '../support/tracked-page.ts';
import { expectTold, readTold, storefrontTag } from './support/told.ts';
import type { Told } from './support/told.ts';
import { SECRETS, startVtex } from './support/vtex/shop.ts';

/* What a shopper does, and what has to be stored of it: nothing more and nothing less. */
const BY = ['vtex', 'vtex'] as const;
const SHOPPING: Told[] = [
  // The bottle, twice into the cart, once out of it.
  ['product.viewed', '15/1501', '89.9 BRL', ...BY],
  ['cart.added', '1 × 15/1501', '89.9 BRL', ...BY],
  ['cart.added', '1 × 15/1501', '89.9 BRL', ...BY],
  ['cart.removed', '1 × 15/1501', '89.9 BRL', ...BY],
  ['product.viewed', '16/1601', '25 BRL', ...BY],
  ['cart.added', '1 × 16/1601', '25 BRL', ...BY],
  // The cart in the checkout: no bottle after all.
  ['cart.viewed', '1 × 15/1501, 1 × 16/1601', '114.9 BRL', ...BY],
  ['cart.removed', '1 × 15/1501', '89.9 BRL', ...BY],
  // Another cup, a coupon, and on.
  ['cart.added', '1 × 16/1601', '25 BRL', ...BY],
  ['checkout.started', '2 × 16/1601', '50 BRL', ...BY],
  // The order, whose page is loaded again.
  ['order.placed', '#1305371685465, 2 × 16/1601', '55 BRL', ...BY],
  ['coupon.redeemed', 'BEMVINDO', '', 'vtex', ''],
];

/** As a shopper goes through it. `told`: waits until the last thing done was seen. */
const shop = async (
  page: Page,
  site: Awaited<ReturnType<typeof startVtex>>,
  told: (count: number) => Promise<void>,
) => {
  const counted = (name: string, count: number) =>
    page.waitForFunction(([key = '', value]) => document.body.dataset[key] === value, [name, String(count)]);
  await open(page, site.toUrl('/garrafa/p'));
  await told(1);
  for (const count of [1, 2]) {
    await page.click('#add');
    await counted('added', count);
    await told(1 + count);
  }
  await page.click('#drop');
  await told(4);
  await open(page, site.toUrl('/xicara/p'));
  await told(5);
  await page.click('#add');
  await counted('added', 1);
  await told(6);
  await open(page, site.toUrl('/checkout/'));
  await told(7);
  await page.click('#none');
  await counted('updated', 2);
  await told(8);
  await open(page, site.toUrl('/checkout/'));
  await counted('updated', 1);
  await page.waitForFunction(() => 'vtex' in ((window.vitrina as { parts?: object }).parts ?? {}));
  await page.click('#plus');
  await counted('updated', 2);
  await page.click('#coupon');
  await counted('updated', 3);
  await page.click('#go');
  await page.click('#pay');
  site.pay();
  await open(page, site.toUrl(site.orderAddress));
  await expect
    .poll(async () => page.evaluate(() => 'vtex' in ((window.vitrina as { parts?: object }).parts ?? {})))
    .toBe(true);
  await page.reload();
  await open(page, site.toUrl(`${site.orderAddress}&utm_source=mail`));
  site.empty();
  await open(page, site.toUrl('/garrafa/p'));
};

for (const [kind, options] of [
  ['that shows whole carts', {}],
  ['that announces only changes', { tells: 'changes' }],
  ['whose app also reports to GA4 and Universal Analytics', { hasLayers: true }],
] as const) {
  test(`one tag reports each action once in a VTEX shop ${kind}`, async ({ page, collector, stored }) => {
    const site = await startVtex({ tag: storefrontTag(collector), ...options });
    await shop(page, site, async (count) => {
      await expect.poll(async () => (await readTold(stored)).length).toBe(count);
    });
    const again: Told = ['product.viewed', '15/1501', '89.9 BRL', ...BY];
    const expected = [...SHOPPING, again];
    // The second page of the checkout shows its cart once more.
    expected.splice(8, 0, ['cart.viewed', '1 × 16/1601', '25 BRL', ...BY]);
    await expectTold(page, stored, expected);
    const events = (await stored.rows()).map(({ event }) => event);
    const text = JSON.stringify(events);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(events.find(({ action }) => action === 'product.viewed')).toMatchObject({
      object_parameters: {
        name: 'Garrafa',
        url: site.toUrl('/garrafa/p'),
        image_url: 'https://casa.vteximg.com.br/garrafa.jpg',
        brand: 'Serra',
        categories: ['Casa', 'Cozinha'],
      },
    });
    expect(events.find(({ action }) => action === 'order.placed')).toMatchObject({
      object_parameters: {
        total: { amount: 55, currency: 'BRL' },
        delivery: 'deliver',
        metadata: { shipping: 15 },
        items: [{ product: { name: 'Xícara', image_url: 'https://casa.vteximg.com.br/xicara.jpg' } }],
      },
    });
    await site.close();
  });
}

test('FastStore is reported once, though both its own sender and its data layer announce each action', async ({
  page,
  collector,
  stored,
}) => {
  const site = await startVtex({ tag: storefrontTag(collector) });
  await open(page, site.toUrl('/fast/p'));
  await expectTold(page, stored, [['product.viewed', '15/1501', '89.9 BRL', ...BY]]);
  await page.click('#add');
  await expectTold(page, stored, [
    ['product.viewed', '15/1501', '89.9 BRL', ...BY],
    ['cart.added', '1 × 15/1501', '89.9 BRL', ...BY],
  ]);
  await site.close();
});

test('a page of the old VTEX portal reports its product', async ({ page, collector, stored }) => {
  const site = await startVtex({ tag: storefrontTag(collector) });
  await open(page, site.toUrl('/portal/p'));
  await expectTold(page, stored, [['product.viewed', '15', '89.9 undefined', ...BY]]);
  await site.close();
});
