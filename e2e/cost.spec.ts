import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { isReady, open, roundTrip, scriptTag, track } from './support/tracked-page.ts';

/** The requests of the visit below, one line for each with the actions that it carries. */
const VISIT = [
  'page.viewed',
  'page.viewed',
  'page.viewed product.viewed',
  'cart.added',
  'cart.viewed page.viewed',
  'checkout.started page.viewed',
  'order.placed page.viewed',
];

const ORDERER = {
  name: 'Ana Pereira',
  email: 'ana@example.com',
  phone: '+598 99 123 456',
  address: 'Calle Real 10',
  city: 'Colonia',
};

test(`a visit from the first page to the order costs ${VISIT.length} requests and no preflight`, async ({
  page,
  examples,
  collector,
  stored,
}) => {
  const hook = (name: string) => page.locator(`[data-test="${name}"]`);
  // The clock runs only while the visitor looks at a page, so that no machine is too slow.
  // The stopped clock takes the place of `performance`, by which the shop knows a reload from a visit.
  await page.addInitScript(() => Object.assign(window, { entries: performance.getEntriesByType.bind(performance) }));
  await page.clock.install();
  await page.addInitScript(() => Object.assign(performance, { getEntriesByType: Reflect.get(window, 'entries') }));
  await page.clock.pauseAt(Date.now() + 60_000);
  const look = async (path: RegExp) => {
    await page.waitForURL(path);
    await isReady(page);
    await page.clock.runFor(2_000);
  };
  let requests = 0;
  const arrived = () => expect.poll(() => collector.requests().posts).toBe(++requests);

  await page.goto(examples.shopUrl);
  await look(/\/$/);
  await arrived();
  await hook('promo').evaluate((link: HTMLAnchorElement) => location.assign(link.href));
  await look(/category\/textiles/);
  await arrived();
  await hook('product-link').filter({ hasText: 'Sierra blanket' }).click();
  await look(/product\/manta-sierra/);
  await arrived();
  await hook('add-to-cart').click();
  await page.clock.runFor(2_000);
  await arrived();
  await hook('cart-link').click();
  await look(/cart/);
  await arrived();
  await hook('checkout').click();
  await look(/checkout/);
  await arrived();
  for (const [name, value] of Object.entries(ORDERER)) await hook(name).fill(value);
  await hook('department').selectOption('Colonia');
  await hook('place-order').click();
  await look(/thank-you/);
  await arrived();

  await expect.poll(stored.actions).toHaveLength(VISIT.join(' ').split(' ').length);
  const batches = new Map<unknown, string[]>();
  for (const { sent_at, action } of await stored.rows())
    batches.set(sent_at, [...(batches.get(sent_at) ?? []), action]);
  // The order of a page's first two events depends on when its script has loaded.
  expect([...batches.values()].map((actions) => actions.sort().join(' '))).toEqual(VISIT);
});

test('a page change with nothing to deliver costs no request', async ({ page, site, collector }) => {
  await page.clock.install();
  const url = site.add('/', toDocument({ head: scriptTag(collector, { pageViews: 'false' }) }));
  await open(page, url);
  await track(page, '1');
  expect(collector.requests().posts).toBe(1);
  for (let change = 0; change < 3; change++) {
    await open(page, url);
    // A page looks for the events of earlier pages within two seconds.
    await page.clock.fastForward(3_000);
    await roundTrip(page, collector);
  }
  expect(collector.requests().posts).toBe(1);
});

test('50 events, one every 40 ms, cost at most 5 requests', async ({ page, site, collector, stored }) => {
  await page.clock.install();
  await open(page, site.add('/', toDocument({ head: scriptTag(collector, { pageViews: 'false' }) })));
  // On a stopped clock the events come one every 40 ms, on a slow machine too.
  await page.clock.pauseAt(Date.now() + 60_000);
  for (let count = 0; count < 50; count++) {
    await page.evaluate(() => void window.vitrina.track('test.done'));
    await page.clock.runFor(40);
  }
  await page.clock.resume();
  await expect.poll(async () => (await stored.rows()).length).toBe(50);
  expect(collector.requests()).toMatchObject({ events: 50, preflights: 0 });
  expect(collector.requests().posts).toBeLessThanOrEqual(5);
});
