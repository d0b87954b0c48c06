import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { isReady, open, scriptTag } from './support/tracked-page.ts';

const LAYER = `<script>window.dataLayer = [
  { event: 'productDetail', ecommerce: { currencyCode: 'UYU', detail: { products: [{ id: '101', name: 'Mate <img src=x onerror=alert(1)> imperial', price: '1250.00' }] } } },
  { event: 'view_item', ecommerce: { currency: 'UYU', items: [{ item_id: '101', item_name: 'Mate imperial', price: 1250 }] } }
];</script>`;

const panel = (page: Page) => page.locator('vitrina-panel');
const rows = (page: Page, tab: string) => panel(page).getByRole('tabpanel', { name: tab }).getByRole('listitem');
const choose = (page: Page, tab: string) => panel(page).getByRole('tab', { name: tab }).click();

test('the panel shows what is observed, what is a duplicate, what was sent, and who the visitor is', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const head = LAYER + scriptTag({ url: collector.url }, { file: 'vitrina.storefront.js' });
  await open(page, `${site.add('/p/mate', toDocument({ head, title: 'Mate' }))}?vitrina_debug`);
  await expect(rows(page, 'Events')).toHaveCount(2);
  await expect(rows(page, 'Events').filter({ hasText: 'product.viewed' })).toContainText(
    /Mate imperial · UYU\s1,250\.00/,
  );
  await expect(rows(page, 'Events').filter({ hasText: 'sent' })).toHaveCount(2);
  await expect.poll(() => stored.actions()).toEqual(expect.arrayContaining(['page.viewed', 'product.viewed']));

  await choose(page, 'Observed');
  const known = rows(page, 'Observed').filter({ hasText: 'known already' });
  await expect(known).toContainText('Google’s data layer reports it');
  await expect(known).toContainText('by Google’s older data layer');

  await choose(page, 'Visitor');
  const visitor = panel(page).getByRole('tabpanel', { name: 'Visitor' });
  await expect(visitor).toContainText('granted');
  await expect(visitor).toContainText(await page.evaluate(() => window.vitrina.session ?? 'none'));
  await expect(visitor).toContainText('Mate imperial');

  // The panel stays open on the next page, without the parameter, until it is closed.
  await page.goto(site.add('/next', toDocument({ head, title: 'Next' })));
  await isReady(page);
  await expect(panel(page)).toHaveCount(1);
  await panel(page).getByRole('button', { name: 'Close the panel' }).click();
  await expect(panel(page)).toHaveCount(0);
  await page.reload();
  await isReady(page);
  await expect.poll(async () => (await stored.views()).filter((path) => path === '/next')).toHaveLength(2);
  await expect(panel(page)).toHaveCount(0);
});

test('the panel shows why an event was dropped, and opens the event', async ({ page, site, collector }) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await open(page, `${url}?vitrina_debug`);
  await page.evaluate(() => void window.vitrina.track('cart.added', { tracked_at: 1e12 } as never));
  const row = rows(page, 'Events').filter({ hasText: 'cart.added' });
  await expect(row).toContainText('not sent');
  await expect(row).toContainText('give Unix seconds');
  await row.getByText('cart.added').click();
  await expect(row.locator('dt:text-is("tracked_at") + dd')).toHaveText('1000000000000');
  await expect(row.locator('dt:text-is("reason") + dd')).toHaveText('refused');
});

test('an opened event shows its fields and what the collector answered, and an order with mistakes is not green', async ({
  page,
  site,
  collector,
}) => {
  await open(page, `${site.add('/', toDocument({ head: scriptTag(collector) }))}?vitrina_debug`);
  await page.evaluate(() => {
    const items = [{ product: 'mate', quantity: 2 }];
    void window.vitrina.track('order.placed', { amount: -5, currency: 'XYZ', object_parameters: { items } } as never);
    void window.vitrina.track('order.placed', {
      ...{ amount: 5, currency: 'UYU', object_parameters: { reference: 'CO-7', items } },
    });
  });
  const good = rows(page, 'Events').filter({ hasText: 'CO-7' });
  await expect(good.locator('.badge.sent')).toHaveText('sent');
  const bad = rows(page, 'Events').filter({ hasText: 'XYZ' });
  await expect(bad.locator('.badge.bad')).toHaveText('sent, with mistakes');
  await expect(bad).toContainText('The amount is below 0.');
  await expect(bad).toContainText('The currency is unknown');
  await expect(bad).toContainText('object_parameters.reference is missing.');
  await good.getByText('order.placed').click();
  await expect(good.locator('dt:text-is("HTTP") + dd')).toHaveText('200');
  await expect(good.locator('dt:text-is("object_parameters.items[0].product") + dd')).toHaveText('mate');
  await expect(good).toContainText('by the shop’s code');
});

test('calls that were refused are shown with the sentence, also those from before the script', async ({
  page,
  site,
  collector,
}) => {
  const early = `<script>window.vitrina = { q: [['track', ['Cart Added'], 1]] }</script>`;
  await open(page, `${site.add('/', toDocument({ head: early + scriptTag(collector) }))}?vitrina_debug`);
  await page.evaluate(() => {
    void window.vitrina.track('Order Placed' as 'order.placed', { amount: 7, currency: 'UYU' } as never);
    void window.vitrina.identify({} as never);
    void window.vitrina.track('test.done', { run() {} } as never);
  });
  for (const [name, sentence] of [
    ['Cart Added', 'A name is “object.verb” in lower case, such as order.placed. “Cart Added” is none.'],
    ['Order Placed', '“Order Placed” is none.'],
    ['identify', 'identify needs your own id of the customer'],
    ['test.done', 'without functions and page elements'],
  ] as const) {
    const row = rows(page, 'Events').filter({ has: page.getByText(name, { exact: true }) });
    await expect(row.locator('.badge.bad')).toHaveText('refused');
    await expect(row).toContainText(sentence);
  }
  await expect(panel(page).locator('.status')).toContainText('4 not sent');
});

test('what waits for consent is shown as waiting, and becomes an event when consent is given', async ({
  page,
  site,
  collector,
}) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector, { consent: 'pending', pageViews: 'false' }) }));
  await open(page, `${url}?vitrina_debug`);
  await page.evaluate(() => void window.vitrina.track('test.done'));
  await expect(rows(page, 'Events').filter({ hasText: 'test.done' })).toContainText(
    'Waits for the start or for consent.',
  );
  await page.evaluate(() => window.vitrina.consent('granted'));
  await expect(rows(page, 'Events')).toHaveCount(1);
  await expect(rows(page, 'Events')).toContainText('sent');
});

test('Copy gives the whole state as a text without personal data, and Clear empties the lists', async ({
  page,
  context,
  site,
  collector,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await open(page, `${url}?vitrina_debug&email=ana@shop.example&color=red`);
  await page.evaluate(() => {
    void window.vitrina.identify('c-3307', { email: 'ana@shop.example', plan: 'club-members' });
    void window.vitrina.track('test.done', { metadata: { note: 'ask ana@shop.example', phone: '099123456' } });
  });
  await expect(rows(page, 'Events').filter({ hasText: 'sent' })).toHaveCount(3);
  await panel(page).getByRole('button', { name: 'Copy' }).click();
  await expect(panel(page).getByRole('button', { name: 'Copied' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^cause: fine: Events arrive at /m);
  expect(text).toMatch(/^page: http.*color=red$/m);
  expect(text).toMatch(/^tag: http.*vitrina\.js\?id=xy76ks/m);
  expect(text).toContain('"action": "test.done"');
  expect(text).not.toMatch(/ana@|099123456|club-members|c-3307/);
  await panel(page).getByRole('button', { name: 'Clear' }).click();
  await expect(panel(page).locator('details')).toHaveCount(0);
  await page.evaluate(() => void window.vitrina.track('test.done'));
  await expect(panel(page).locator('details')).toHaveCount(1);
});

for (const [language, sentence, tab] of [
  ['es-AR', 'Los eventos llegan a', 'Observado'],
  ['pt-BR', 'Os eventos chegam a', 'Observado'],
] as const)
  test.describe(() => {
    test.use({ locale: language });
    test(`the panel speaks the language of the browser, ${language}, until another is chosen`, async ({
      page,
      site,
      collector,
    }) => {
      const url = site.add('/', toDocument({ head: scriptTag(collector) }));
      await open(page, `${url}?vitrina_debug`);
      await expect(panel(page)).toContainText(sentence);
      await expect(panel(page).getByRole('tab', { name: tab })).toBeVisible();
      await panel(page).locator('select').selectOption('en');
      await expect(panel(page)).toContainText('Events arrive at');
      await expect(rows(page, 'Events')).toHaveCount(1);
      // The next page of the tab keeps the choice.
      await open(page, url);
      await expect(panel(page)).toContainText('Events arrive at');
      await open(page, `${url}?vitrina_debug=${language.slice(0, 2)}`);
      await expect(panel(page)).toContainText(sentence);
    });
  });

test('the panel opens where it covers neither a cookie banner nor a buy button, and can be moved', async ({
  page,
  site,
  collector,
}) => {
  const body = `<main style="height: 3000px"></main>
    <button id="buy" style="position: fixed; right: 20px; bottom: 20px; padding: 20px">Buy</button>
    <div id="banner" style="position: fixed; inset: auto 0 0; height: 120px" hidden>Cookies?</div>`;
  const url = `${site.add('/', toDocument({ head: scriptTag(collector), body }))}?vitrina_debug`;
  await open(page, url);
  await expect(panel(page)).toBeVisible();
  const covers = async (id: string) => {
    const [own, other] = await Promise.all([panel(page).boundingBox(), page.locator(id).boundingBox()]);
    if (!own || !other) throw new Error('One of them is not shown.');
    const isBeside = own.x >= other.x + other.width || other.x >= own.x + own.width;
    return !isBeside && own.y < other.y + other.height && other.y < own.y + own.height;
  };
  await expect.poll(() => covers('#buy')).toBe(false);
  await page.evaluate(() => document.querySelector('#banner')?.removeAttribute('hidden'));
  await expect.poll(() => covers('#banner')).toBe(false);
  expect(await covers('#buy')).toBe(false);
  expect(await page.evaluate(() => document.elementFromPoint(innerWidth - 60, innerHeight - 40)?.id)).not.toBe('');

  // By hand it goes to the corner where it is let go, and stays there on the next page.
  const head = await panel(page).locator('header').boundingBox();
  if (!head) throw new Error('The panel has no head.');
  await page.mouse.move(head.x + 30, head.y + 15);
  await page.mouse.down();
  await page.mouse.move(400, 60, { steps: 4 });
  await page.mouse.up();
  const left = async () => (await panel(page).boundingBox())?.x;
  await expect.poll(left).toBe(16);
  expect((await panel(page).boundingBox())?.y).toBe(16);
  await open(page, url);
  await expect.poll(left).toBe(16);
  await panel(page).getByRole('button', { name: 'Move to another corner' }).press('Enter');
  await expect.poll(left).toBeGreaterThan(400);
});

test('the panel leaves the corner where it would cover a button of the page that is there later than the panel', async ({
  page,
  site,
  collector,
}) => {
  const body =
    '<button id="buy" style="position: absolute; right: 60px; bottom: 260px; padding: 20px" hidden>Buy</button>';
  await open(page, `${site.add('/', toDocument({ head: scriptTag(collector), body }))}?vitrina_debug`);
  await expect(panel(page)).toBeVisible();
  await page.evaluate(() => {
    document.querySelector('#buy')?.removeAttribute('hidden');
    for (let number = 0; number < 12; number++) void window.vitrina.track('product.viewed', { object: String(number) });
  });
  await expect.poll(async () => (await panel(page).boundingBox())?.x).toBe(16);
  await page.locator('#buy').click({ trial: true });
});

test('the panel shifts nothing in the page', async ({ page, site, collector }) => {
  const body = '<h1>Shop</h1><p style="height: 400px">Text</p><button>Buy</button>';
  await page.addInitScript(() => {
    const shifted: string[] = [];
    Object.assign(window, { shifted });
    const observer = new PerformanceObserver((list) => {
      // The panel's own lines move as events come.
      for (const { sources } of list.getEntries() as unknown as { sources: { node: Node | null }[] }[])
        for (const { node } of sources)
          if (node?.getRootNode() === document && !/^vitrina-panel$/i.test(node.nodeName)) shifted.push(node.nodeName);
    });
    observer.observe({ type: 'layout-shift', buffered: true });
  });
  await open(page, `${site.add('/', toDocument({ head: scriptTag(collector), body }))}?vitrina_debug`);
  await expect(panel(page)).toContainText('Events arrive at');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await page.evaluate(() => (window as unknown as { shifted: string[] }).shifted)).toEqual([]);
});

test('the panel works under a strict policy, and neither the panel nor the page changes the style of the other', async ({
  page,
  site,
  collector,
}) => {
  const url = site.add('/', {
    html: toDocument({
      head: `<link rel="stylesheet" href="/style.css">${scriptTag(collector)}`,
      body: '<section><ol><li>Shop</li></ol><button>Buy</button></section>',
    }),
    headers: {
      'Content-Security-Policy': `default-src 'none'; script-src ${collector.url}; connect-src ${collector.url}; style-src 'self'`,
    },
  });
  site.add('/style.css', {
    html: '* { color: rgb(200, 0, 0) !important; font-size: 30px; } vitrina-panel { display: none }',
    headers: { 'Content-Type': 'text/css' },
  });
  const looks = () =>
    page.evaluate(() =>
      ['section', 'ol', 'li', 'button'].map((name) => {
        const { color, fontSize, padding, border } = getComputedStyle(document.querySelector(name) as Element);
        return [color, fontSize, padding, border];
      }),
    );
  await open(page, url);
  const before = await looks();
  await open(page, `${url}?vitrina_debug`);
  await expect(panel(page).getByRole('tab', { name: 'Events' })).toBeVisible();
  expect(await looks()).toEqual(before);
  const size = await panel(page)
    .getByRole('tab', { name: 'Events' })
    .evaluate((tab) => getComputedStyle(tab).fontSize);
  expect(size).toBe('13px');
});

test('the panel works with the keyboard', async ({ page, site, collector }) => {
  await open(page, `${site.add('/', toDocument({ head: scriptTag(collector) }))}?vitrina_debug`);
  await panel(page).getByRole('tab', { name: 'Events' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(panel(page).getByRole('tab', { name: 'Observed' })).toBeFocused();
  await expect(panel(page).getByRole('tabpanel', { name: 'Observed' })).toBeVisible();
  await panel(page).getByRole('button', { name: 'Fold the panel' }).press('Enter');
  await expect(panel(page).getByRole('tabpanel')).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Unfold the panel' }).press('Enter');
  await expect(panel(page).getByRole('tabpanel')).toHaveCount(1);
});
