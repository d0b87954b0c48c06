import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { open } from '../support/tracked-page.ts';
import { SECRETS, startTiendanube } from './support/tiendanube/shop.ts';
import { expectTold, readTold, storefrontTag } from './support/told.ts';
import type { Told } from './support/told.ts';

/* What a shopper does, and what has to be stored of it: nothing more and nothing less. */
const BY = ['tiendanube', 'tiendanube'] as const;
const SHOPPING: Told[] = [
  // The shirt, then twice into the cart without leaving its page.
  ['product.viewed', '77/REM-R-M', '12500.5 ARS', ...BY],
  ['cart.added', '1 × 77/REM-R-M', '12500.5 ARS', ...BY],
  ['cart.added', '1 × 77/REM-R-M', '12500.5 ARS', ...BY],
  // The cart: one more, then one in all.
  ['cart.viewed', '2 × 77/REM-R-M', '25001 ARS', ...BY],
  ['cart.added', '1 × 77/REM-R-M', '12500.5 ARS', ...BY],
  ['cart.removed', '2 × 77/REM-R-M', '25001 ARS', ...BY],
  // The cup, by a form that leaves the page.
  ['product.viewed', '88/TAZA', '3999.99 ARS', ...BY],
  ['cart.added', '1 × 88/TAZA', '3999.99 ARS', ...BY],
  ['cart.viewed', '1 × 77/REM-R-M, 1 × 88/TAZA', '16500.49 ARS', ...BY],
  ['cart.removed', '1 × 77/REM-R-M', '12500.5 ARS', ...BY],
  // Checkout in two steps, with a coupon, and the order; its page is loaded again, and opened from a mail.
  ['checkout.started', '1 × 88/TAZA', '3999.99 ARS', ...BY],
  ['order.placed', '#880011, 1 × 88/TAZA', '3599.99 ARS', ...BY],
  ['coupon.redeemed', 'PROMO10', '', 'tiendanube', ''],
];

/** As a shopper goes through it. `told`: waits until the last thing done was seen. */
const shop = async (
  page: Page,
  site: Awaited<ReturnType<typeof startTiendanube>>,
  told: (count: number) => Promise<void>,
) => {
  const counted = (name: string, count: number) =>
    page.waitForFunction(([key = '', value]) => document.body.dataset[key] === value, [name, String(count)]);
  await open(page, site.toUrl('/productos/remera/?utm_source=test'));
  await told(1);
  for (const count of [1, 2]) {
    await page.click('.js-addtocart');
    await counted('added', count);
    await told(1 + count);
  }
  await open(page, site.toUrl('/comprar/'));
  await told(4);
  await page.click('#plus-9077');
  await counted('updated', 1);
  await told(5);
  await page.click('#one-9077');
  await counted('updated', 2);
  await told(6);
  await open(page, site.toUrl('/productos/taza/'));
  await told(7);
  await page.click('.js-addtocart');
  await page.waitForURL('**/comprar/');
  await told(9);
  await page.click('#remove-9077');
  await told(10);
  await page.click('#buy');
  await told(11);
  await open(page, site.toUrl(site.nextAddress));
  await open(page, site.toUrl(site.successAddress));
  await told(13);
  await page.reload();
  await open(page, site.toUrl(`${site.successAddress}?utm_source=mail`));
  site.empty();
  await open(page, site.toUrl('/'));
};

for (const hasLayers of [false, true]) {
  test(`one tag reports each action once in a Tiendanube shop${hasLayers ? ' that also reports to GA4 and Universal Analytics' : ''}`, async ({
    page,
    collector,
    stored,
  }) => {
    const site = await startTiendanube({ tag: storefrontTag(collector), hasLayers });
    await shop(page, site, async (count) => {
      await expect.poll(async () => (await readTold(stored)).length).toBe(count);
    });
    await expectTold(page, stored, SHOPPING);
    const events = (await stored.rows()).map(({ event }) => event);
    const text = JSON.stringify(events);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(events.find(({ action }) => action === 'product.viewed')).toMatchObject({
      object_parameters: {
        name: 'Remera',
        url: 'https://tienda.example/productos/remera/',
        image_url: 'http://localhost/77.jpg',
        brand: 'Lino',
        tags: ['nuevo', 'lino'],
        price: { amount: 12500.5, currency: 'ARS' },
      },
    });
    expect(events.filter(({ action }) => action === 'cart.added')[1]).toMatchObject({
      object_parameters: {
        reference: '31',
        items: [{ product: { name: 'Remera', image_url: 'https://cdn.example/77.jpg', brand: 'Lino' }, quantity: 1 }],
      },
    });
    expect(events.find(({ action }) => action === 'order.placed')).toMatchObject({
      object_parameters: {
        total: { amount: 3599.99, currency: 'ARS' },
        delivery: 'deliver',
        payment_method: 'mercadopago',
        items: [{ product: { name: 'Taza', brand: 'Lino' }, price: { amount: 3999.99, currency: 'ARS' } }],
      },
    });
    expect(
      await page.evaluate(() => (window.vitrina as { cart?: object }).cart),
      'an order ends the cart',
    ).toBeUndefined();
    await site.close();
  });
}

test('the forms of a Tiendanube shop are reported once accepted, and a cancelled order as a request for a refund', async ({
  page,
  collector,
  stored,
}) => {
  const site = await startTiendanube({ tag: storefrontTag(collector) });
  // The file of the platform loads after the script, and the next page reports a form.
  const hasPart = () =>
    page.waitForFunction(() => 'tiendanube' in ((window.vitrina as { parts?: object }).parts ?? {}));
  await open(page, site.toUrl('/contacto/'));
  for (const [index, type] of ['contact', 'order_cancellation'].entries()) {
    await hasPart();
    await page.click(`#${type} button`);
    await page.waitForSelector(`[data-component="${type.replace('_', '-')}-success-message"]`);
    await expect.poll(async () => (await readTold(stored)).length).toBe(index + 1);
    await open(page, site.toUrl('/contacto/'));
  }
  await hasPart();
  await page.click('#popup button');
  await page.waitForSelector('.js-news-popup-success', { state: 'visible' });
  await expectTold(page, stored, [
    ['form.completed', 'contact', '', 'tiendanube', ''],
    ['refund.requested', '#880011', '', ...BY],
    ['form.completed', 'newsletter', '', 'tiendanube', ''],
  ]);
  expect(JSON.stringify(await stored.rows())).not.toContain('ana.souza');
  await site.close();
});
