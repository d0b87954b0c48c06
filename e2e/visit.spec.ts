import type { Row } from '../collector/src/index.ts';
import { expect, test } from './support/fixtures.ts';
import { isReady } from './support/tracked-page.ts';

/** The fields of a row that a shop's owner wants to know, with its page. */
const toLine = ({ action, amount, currency, event, page_url }: Row) => {
  const about = event.object_parameters as { items?: { product: { sku: string }; quantity: number }[]; sku?: string };
  const items = about?.items?.map(({ product, quantity }) => `${quantity} × ${product.sku}`) ?? [about?.sku];
  const money = amount === null ? '' : `${currency} ${amount}`;
  return [new URL(String(page_url)).pathname, action, event.object, ...items, money].filter(Boolean).join(' | ');
};

test('a whole visit, from an advertisement to the order, is stored once and complete', async ({
  page,
  examples,
  collector,
  stored,
}) => {
  const hook = (name: string) => page.locator(`[data-test="${name}"]`);
  const arriveAt = async (path: RegExp) => {
    await page.waitForURL(path);
    await isReady(page);
  };
  const count = async (expected: number) => {
    await expect.poll(async () => (await stored.rows()).length).toBe(expected);
    await isReady(page);
  };

  await page.goto(`${examples.shopUrl}?utm_source=instagram&utm_medium=social&utm_campaign=invierno&fbclid=IwAR0x`);
  await count(1);
  await page.getByLabel('E-mail').fill('ana@example.com');
  await hook('newsletter-form').getByRole('button').click();
  await count(2);
  await hook('promo').click();
  await arriveAt(/category\/textiles/);
  await hook('product-link').filter({ hasText: 'Sierra blanket' }).click();
  await arriveAt(/product\/manta-sierra/);
  await count(6);
  await hook('favourite').click();
  await page.getByLabel('Madder').check();
  await hook('quantity').fill('2');
  await hook('add-to-cart').click();
  await count(8);
  await page.getByRole('navigation', { name: 'Departments' }).getByText('Ceramics').click();
  await arriveAt(/category\/ceramics/);
  await hook('product-link').filter({ hasText: 'Médanos cups' }).click();
  await arriveAt(/product\/tazas-medanos/);
  await count(11);
  await hook('add-to-cart').click();
  await hook('cart-link').click();
  await arriveAt(/cart/);
  await count(14);
  await page.getByRole('button', { name: 'One fewer' }).first().click();
  await count(15);
  await hook('checkout').click();
  await arriveAt(/checkout/);
  await count(17);
  for (const [name, value] of Object.entries({
    name: 'Ana Pereira',
    email: 'ana@example.com',
    phone: '+598 99 123 456',
    address: 'Calle Real 10',
    city: 'Colonia',
  })) {
    await hook(name).fill(value);
  }
  await hook('department').selectOption('Colonia');
  await hook('place-order').click();
  await arriveAt(/thank-you/);
  await count(19);
  const reference = await hook('order-reference').textContent();
  await page.reload();
  await count(20);

  const rows = await stored.rows();
  const blankets = '2 × CO-SIE-MAD';
  const cups = '1 × CO-MED-MOS';
  // The order of a page's first two events depends on when its script has loaded.
  expect(rows.map(toLine).sort()).toEqual(
    [
      '/ | page.viewed',
      '/ | form.completed | newsletter',
      '/ | promo.clicked | winter-wool',
      '/category/textiles | page.viewed',
      '/product/manta-sierra | page.viewed',
      '/product/manta-sierra | product.viewed | CO-SIE-RIV | UYU 6450',
      '/product/manta-sierra | product.favorited | manta-sierra',
      `/product/manta-sierra | cart.added | ${blankets} | UYU 12900`,
      '/category/ceramics | page.viewed',
      '/product/tazas-medanos | page.viewed',
      '/product/tazas-medanos | product.viewed | CO-MED-MOS | UYU 1689.9',
      `/product/tazas-medanos | cart.added | ${cups} | UYU 1689.9`,
      '/cart | page.viewed',
      `/cart | cart.viewed | ${blankets} | ${cups} | UYU 14589.9`,
      '/cart | cart.removed | 1 × CO-SIE-MAD | UYU 6450',
      '/checkout | page.viewed',
      `/checkout | checkout.started | 1 × CO-SIE-MAD | ${cups} | UYU 8139.9`,
      '/thank-you | page.viewed',
      `/thank-you | order.placed | 1 × CO-SIE-MAD | ${cups} | UYU 8139.9`,
      '/thank-you | page.viewed',
    ].sort(),
  );

  const order = rows.find(({ action }) => action === 'order.placed')?.event;
  expect(order).toMatchObject({
    object_parameters: {
      reference,
      source: 'coronilla',
      delivery: 'deliver',
      total: { amount: 8139.9, currency: 'UYU' },
      items: [
        { product: { name: 'Sierra blanket', reference: 'manta-sierra' }, price: { amount: 6450, currency: 'UYU' } },
        { product: { name: 'Médanos cups, set of three' }, price: { amount: 1689.9, currency: 'UYU' } },
      ],
    },
    utm_params: { source: 'instagram', medium: 'social', campaign: 'invierno', observed_at: expect.any(String) },
    click_ids: { fbclid: 'IwAR0x' },
    visit: { number: 1 },
  });
  expect(new Set(rows.map(({ session }) => session)).size, 'one visitor').toBe(1);
  expect(new Set(rows.map(({ event }) => (event.visit as { id: string }).id)).size, 'one visit').toBe(1);
  expect(JSON.stringify(rows), 'nothing that was typed into a form').not.toMatch(/ana@|Pereira|99 123|Calle Real/);

  const { posts, events } = collector.requests();
  expect(events, 'nothing was sent twice').toBe(20);
  expect(posts, 'no request without an event').toBe(await stored.batches());
  expect(posts).toBeLessThanOrEqual(20);
});
