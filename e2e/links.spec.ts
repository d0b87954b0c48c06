import type { Page } from '@playwright/test';
import type { Collector } from '../collector/src/index.ts';
import { bundleModule } from './support/bundle-module.ts';
import { ANY_ORIGIN, expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import type { PageServer } from './support/page-server.ts';
import type { Stored } from './support/stored-events.ts';
import { closeTab, identify, isReady, open, roundTrip, scriptTag, track } from './support/tracked-page.ts';

const STOREFRONT = 'www.tienda-ejemplo.com.uy';
const CHECKOUT = 'pago.caja-ejemplo.com.ar';
const STRANGER = 'www.otra-ejemplo.com';

let shopModule: string;
test.beforeAll(async () => {
  shopModule = await bundleModule('./linked-shop.js');
});

/** Opens a storefront that uses the npm package and names the other domain. The linked page has the script tag. */
const openStorefront = async (page: Page, site: PageServer, collector: Collector) => {
  site.add('/shop.js', { html: shopModule, headers: { 'Content-Type': 'text/javascript' } });
  site.add('/landing', toDocument({ head: scriptTag(collector, { id: ANY_ORIGIN }), title: 'Landing' }));
  const landing = site.toUrl('/landing', CHECKOUT);
  const body = `<p data-endpoint="${collector.endpoint}" data-id="${ANY_ORIGIN}" data-link-domains="caja-ejemplo.com.ar"></p>
    <a id="link" href="${landing}?cart=7#pay"><b>Pay</b></a>
    <a id="stranger" href="${site.toUrl('/landing', STRANGER)}?cart=7">Elsewhere</a>
    <form id="get" action="${landing}?lost=1"><input name="cart" value="7"><button>Pay</button></form>
    <form id="post" method="post" action="${landing}?cart=7"><input name="note" value="ana"><button>Pay</button></form>
    <script type="module" src="/shop.js"></script>`;
  await open(page, site.add('/shop', toDocument({ body, title: 'Shop' }), STOREFRONT));
  await expect.poll(() => page.evaluate(() => window.vitrina.session)).toBeTruthy();
  return { landing, session: String(await page.evaluate(() => window.vitrina.session)) };
};

/** Expects that the visitor keeps the session, is counted once, and that no sent address holds the session. */
const expectArrival = async (page: Page, url: string, session: string, collector: Collector, stored: Stored) => {
  await isReady(page);
  expect(await page.evaluate(() => window.vitrina.session)).toBe(session);
  await expect.poll(() => page.url()).toBe(url);
  expect(await track(page, 'arrived')).toMatchObject({ succeeded: true });
  await roundTrip(page, collector);
  await expect
    .poll(async () => (await stored.rows({ action: 'page.viewed' })).map(({ page_url }) => page_url))
    .toEqual([expect.stringContaining('/shop'), url]);
  const rows = await stored.rows();
  expect(new Set(rows.map((row) => row.session))).toEqual(new Set([session]));
  for (const { event } of rows) {
    expect(JSON.stringify(event.page)).not.toContain(session);
    expect(JSON.stringify(event.page)).not.toMatch(/vitrina_(session|at|to)/);
  }
};

test.describe('links to another domain of the shop', () => {
  test('a click on a link carries the session to another domain of the shop, and leaves the link as it was', async ({
    page,
    site,
    collector,
    stored,
  }) => {
    const { landing, session } = await openStorefront(page, site, collector);
    await page.click('#link b');
    await page.waitForURL(/landing/);
    await expectArrival(page, `${landing}?cart=7#pay`, session, collector, stored);
    expect(site.visited.filter((path) => path.startsWith('/landing'))).toEqual([
      `/landing?cart=7&vitrina_session=${session}&vitrina_at=${site.visited.join().match(/vitrina_at=(\d{10})/)?.[1]}&vitrina_to=${CHECKOUT}`,
    ]);
    await page.goBack({ waitUntil: 'commit' });
    await expect(page.locator('#link')).toHaveAttribute('href', `${landing}?cart=7#pay`);
  });

  test('a middle click carries the session to another domain of the shop, in another tab', async ({
    page,
    context,
    site,
    collector,
    stored,
  }) => {
    const { landing, session } = await openStorefront(page, site, collector);
    const opened = context.waitForEvent('page');
    await page.click('#link', { button: 'middle' });
    await expectArrival(await opened, `${landing}?cart=7#pay`, session, collector, stored);
    expect(await page.getAttribute('#link', 'href')).toBe(`${landing}?cart=7#pay`);
  });

  for (const method of ['get', 'post']) {
    test(`a form that is sent by ${method.toUpperCase()} carries the session to another domain of the shop`, async ({
      page,
      site,
      collector,
      stored,
    }) => {
      const { landing, session } = await openStorefront(page, site, collector);
      await page.click(`#${method} button`);
      await page.waitForURL(/landing/);
      await expectArrival(page, `${landing}?cart=7`, session, collector, stored);
    });
  }

  test('an address made by vitrina.decorate carries the session to another domain of the shop', async ({
    page,
    site,
    collector,
    stored,
  }) => {
    const { landing, session } = await openStorefront(page, site, collector);
    const decorated = await page.evaluate((url) => window.vitrina.decorate(url), `${landing}?cart=7#pay`);
    await page.evaluate((url) => location.assign(url), decorated);
    await page.waitForURL(/landing/);
    await expectArrival(page, `${landing}?cart=7#pay`, session, collector, stored);
  });
});

test('a link to a foreign domain carries no session', async ({ page, site, collector, stored }) => {
  const { session } = await openStorefront(page, site, collector);
  await page.click('#stranger');
  await page.waitForURL(/landing/);
  await isReady(page);
  await track(page, 'arrived');
  expect(site.visited.filter((path) => path.startsWith('/landing'))).toEqual(['/landing?cart=7']);
  expect((await stored.rows({ action: 'test.done' }))[0]?.session).not.toBe(session);
});

test('the session of a link older than two minutes is ignored, and still removed from the address', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  await context.clock.install();
  const { landing, session } = await openStorefront(page, site, collector);
  const decorated = await page.evaluate((url) => window.vitrina.decorate(url), `${landing}?cart=7`);
  await context.clock.fastForward(121_000);
  await page.goto(decorated);
  await isReady(page);
  expect(await track(page, 'late')).toMatchObject({ succeeded: true });
  expect(page.url()).toBe(`${landing}?cart=7`);
  const [row] = await stored.rows({ action: 'test.done' });
  expect(row?.session).toMatch(/^[\w-]{8,64}$/);
  expect(row?.session).not.toBe(session);
  expect(JSON.stringify(row?.event)).not.toContain(session);
});

test('a link does not change the session of a customer whom the other domain knows', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const { landing, session } = await openStorefront(page, site, collector);
  const tab = await context.newPage();
  await open(tab, landing);
  expect(await identify(tab, 'c-3307')).toMatchObject({ succeeded: true });
  const own = await tab.evaluate(() => window.vitrina.session);
  expect(own).not.toBe(session);
  await closeTab(tab);

  await page.click('#link');
  await page.waitForURL(/landing/);
  await isReady(page);
  expect(await track(page, 'arrived')).toMatchObject({ succeeded: true });
  expect(page.url()).toBe(`${landing}?cart=7#pay`);
  expect(await page.evaluate(() => window.vitrina.session)).toBe(own);
  const [row] = await stored.rows({ action: 'test.done' });
  expect(row).toMatchObject({ session: own, user_id: 'c-3307', event: { linked_session: session } });
  expect((await context.cookies(landing)).find(({ name }) => name === 'vitrina_session')?.value).toBe(own);
});
