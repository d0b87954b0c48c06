import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { toDocument } from '../support/page-server.ts';
import type { PageServer } from '../support/page-server.ts';
import type { Stored } from '../support/stored-events.ts';
import { isReady, open, roundTrip, scriptTag } from '../support/tracked-page.ts';

/** Action, source, product reference or form, SKU, quantity, amount, currency. */
type Expected = [
  action: string,
  by: string,
  what?: unknown,
  sku?: unknown,
  quantity?: unknown,
  amount?: unknown,
  currency?: unknown,
];

const toExpected = ({ action, event }: Awaited<ReturnType<Stored['rows']>>[number]): Expected => {
  const given = (event.object_parameters ?? {}) as Record<string, unknown>;
  const [item] = (given.items ?? []) as { product?: Record<string, unknown>; quantity?: number }[];
  const product = item?.product ?? given;
  const row = [
    action,
    event.observed_by,
    product.reference ?? product.sku ?? event.object,
    product.sku,
    item?.quantity,
    event.amount,
    event.currency,
  ];
  while (row.length > 2 && row[row.length - 1] === undefined) row.pop();
  return row as Expected;
};

const observed = async (stored: Stored) =>
  (await stored.rows()).filter(({ action }) => action !== 'page.viewed').map(toExpected);

const PRODUCT = {
  '@context': 'https://schema.org/',
  '@type': 'Product',
  name: 'Mate imperial',
  sku: 'M-1',
  image: '/mate.jpg',
  offers: { '@type': 'Offer', price: '1250.00', priceCurrency: 'UYU' },
};
const jsonLd = `<script type="application/ld+json">${JSON.stringify(PRODUCT)}</script>`;

/** A shop on an unknown platform, which is observed only by its markup and its rules. */
const addShop = (site: PageServer, tag: string) => {
  const page = (path: string, body: string, head = '') =>
    site.add(path, toDocument({ head: head + tag, body: `<a href="/">Home</a>${body}`, title: path }));
  return {
    home: page('/', '<a id="product" href="/p/mate">Mate</a>'),
    product: page('/p/mate', '<a id="cart" href="/cart">Cart</a>', jsonLd),
    cart: page('/cart', '<a id="pay" href="/thank-you?order=77">Pay</a>'),
    thanks: page('/thank-you', '<p>Order <b id="number">A-77</b></p><p class="total">$ 2.500,00</p>'),
    newsletter: page(
      '/newsletter',
      `<form data-vitrina-form="newsletter" action="/subscribed"><input name="email"><button>Subscribe</button></form>
       <form data-vitrina-form="contact" id="contact"><input name="message"><button>Send</button></form>
       <script>document.getElementById('contact').addEventListener('submit', function (event) {
         event.preventDefault(); fetch('/api/contact?' + (window.again ? 'again' : 'first'), { method: 'POST' });
       })</script>`,
    ),
    subscribed: page('/subscribed', '<p>Thank you</p>'),
  };
};

const rules = JSON.stringify([
  {
    url: '/thank-you*',
    after: '/cart*',
    action: 'order.placed',
    amount: '.total',
    currency: 'UYU',
    reference: '#number',
  },
]);

/** Clicks a link or a form, and waits until Vitrina runs on the next page. */
const follow = async (page: Page, selector: string, path: string) => {
  await page.click(selector);
  await page.waitForURL((url) => url.pathname === path);
  await isReady(page);
};

/** Waits until the file for rules has loaded and the page's address has been compared with them. */
const hasRules = (page: Page) =>
  page.waitForFunction(() => 'rules' in ((window.vitrina as { parts?: object }).parts ?? {}));

/** Waits until the page's forms are watched, which begins a moment after the script has started. */
const watchesForms = (page: Page) =>
  page.waitForFunction(() => !String(HTMLFormElement.prototype.submit).includes('native code'));

test('a product page that describes itself and an order that matches a rule are reported once each', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const expected: Expected[] = [
    ['product.viewed', 'json-ld', 'M-1', 'M-1', undefined, 1250, 'UYU'],
    ['order.placed', 'rule', 'A-77', undefined, undefined, 2500, 'UYU'],
  ];
  const shop = addShop(site, scriptTag(collector, { file: 'vitrina.storefront.js', rules }));
  await open(page, shop.thanks);
  await open(page, shop.home);
  await follow(page, '#product', '/p/mate');
  await expect.poll(() => observed(stored)).toHaveLength(1);
  expect(await page.evaluate(() => (window.vitrina as never as { lastProduct: object }).lastProduct)).toMatchObject({
    sku: 'M-1',
    name: 'Mate imperial',
    image_url: expect.stringMatching(/\/mate\.jpg$/) as unknown,
  });
  await follow(page, '#cart', '/cart');
  await hasRules(page);
  await follow(page, '#pay', '/thank-you');
  await expect.poll(() => observed(stored)).toHaveLength(2);
  expect(await page.evaluate(() => (window.vitrina as never as { lastProduct?: object }).lastProduct)).toBeUndefined();
  await page.reload();
  await open(page, shop.cart);
  await hasRules(page);
  await follow(page, '#pay', '/thank-you');
  await hasRules(page);
  await open(page, shop.home);
  await expect.poll(async () => (await stored.views()).filter((path) => path === '/')).toHaveLength(2);
  expect(await observed(stored)).toEqual(expected);
});

test('a product page that describes itself by microdata is reported, and a list of such products is not', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const head = scriptTag(collector, { file: 'vitrina.storefront.js' });
  const product = (name: string, sku: string, more = '') =>
    `<div itemscope itemtype="https://schema.org/Product">${name}<meta itemprop="sku" content="${sku}">${more}
       <p itemprop="offers" itemscope itemtype="https://schema.org/Offer">
         <meta itemprop="priceCurrency" content="CLP"><b itemprop="price">$ 12.990</b></p></div>`;
  const card = (name: string, path: string) =>
    product(`<a itemprop="url" href="${path}"><span itemprop="name">${name}</span></a>`, name);
  const cards = card('Yerba', '/p/yerba') + card('Bombilla', '/p/bombilla');
  const body = `${cards}${product('<h1 itemprop="name">Mate</h1>', 'M-1', '<img itemprop="image" src="/mate.png" alt="">')}`;
  await page.route('**/mate.png', (route) => route.fulfill({ status: 200, contentType: 'image/png', body: '' }));
  await open(page, site.add('/list', toDocument({ head, body: `<h1>Kitchen</h1>${cards}`, title: 'Kitchen' })));
  await open(page, site.add('/p/mate', toDocument({ head, body, title: 'Mate' })));
  await expect
    .poll(() => observed(stored))
    .toEqual([['product.viewed', 'json-ld', 'M-1', 'M-1', undefined, 12990, 'CLP']]);
});

test('a marked form is reported once the shop has accepted it', async ({ page, site, collector, stored, console }) => {
  console.allow(/status of 422/);
  const shop = addShop(site, scriptTag(collector, { file: 'vitrina.storefront.js' }));
  const statuses: Record<string, number> = { '?first': 422, '?again': 200 };
  await page.route('**/api/contact*', (route) => {
    const { search } = new URL(route.request().url());
    return route.fulfill({ status: statuses[search] ?? 500, json: {} });
  });
  await open(page, shop.newsletter);
  await watchesForms(page);
  await page.fill('[name=message]', 'call ana@example.com');
  const refused = page.waitForResponse('**/api/contact?first');
  await page.click('#contact button');
  await refused;
  await page.evaluate(() => void Object.assign(window, { again: true }));
  await page.click('#contact button');
  await expect.poll(() => observed(stored)).toEqual([['form.completed', 'form', 'contact']]);
  await page.fill('[name=email]', 'ana@example.com');
  await follow(page, '[data-vitrina-form=newsletter] button', '/subscribed');
  await expect
    .poll(() => observed(stored))
    .toEqual([
      ['form.completed', 'form', 'contact'],
      ['form.completed', 'form', 'newsletter'],
    ]);
  expect(JSON.stringify(await stored.rows())).not.toMatch(/ana(@|%40)example/);
});

test('a marked form is reported where the page sends it by script, as captchas do', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const head = scriptTag(collector, { file: 'vitrina.storefront.js' });
  const form = (name: string, type: string) =>
    `<form id="${name}" data-vitrina-form="${name}" action="/taken"><input name="email"><button type="${type}">Send</button></form>`;
  const body = `${form('stopped', 'submit')}${form('silent', 'button')}${form('refused', 'submit')}<a href="/taken">On</a><script>
    stopped.addEventListener('submit', function (event) { event.preventDefault(); setTimeout(function () { stopped.submit(); }, 50); });
    silent.querySelector('button').addEventListener('click', function () { silent.submit(); });
    refused.addEventListener('submit', function (event) { event.preventDefault(); });
  </script>`;
  const url = site.add('/forms', toDocument({ head, body, title: 'Forms' }));
  site.add('/taken', toDocument({ head, body: '<p>Thank you</p>', title: 'Taken' }));
  for (const name of ['stopped', 'silent', 'refused']) {
    await open(page, url);
    await watchesForms(page);
    await page.click(`#${name} button`);
    if (name === 'refused') await page.click('a');
    await page.waitForURL('**/taken*');
    await isReady(page);
    // The next page reports the form.
    await watchesForms(page);
  }
  await expect.poll(async () => (await stored.views()).filter((path) => path.startsWith('/taken'))).toHaveLength(3);
  await roundTrip(page, collector);
  await expect
    .poll(() => observed(stored))
    .toEqual([
      ['form.completed', 'form', 'stopped'],
      ['form.completed', 'form', 'silent'],
    ]);
});

test('nothing is observed, stored or sent before the visitor agrees, and the product of the page is reported then', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const shop = addShop(site, scriptTag(collector, { file: 'vitrina.storefront.js', consent: 'pending' }));
  await open(page, shop.product);
  await page.evaluate(() => window.vitrina.flush());
  await roundTrip(page, collector);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  expect(collector.requests().posts).toBe(0);
  await page.evaluate(() => window.vitrina.consent('granted'));
  await expect.poll(() => observed(stored)).toHaveLength(1);
  expect(await context.cookies()).not.toEqual([]);
});

test('a wrong option is reported once in the console, and breaks nothing', async ({
  page,
  site,
  collector,
  console,
}) => {
  const said = page.waitForEvent('console', { predicate: (message) => message.type() === 'error' });
  await page.goto(
    addShop(site, scriptTag(collector, { file: 'vitrina.storefront.js', rules: '[{"url":"thanks"}]' })).home,
  );
  expect((await said).text()).toContain(
    'rules[0].url must be an address pattern beginning with /, * or http; got thanks',
  );
  console.allow(/rules\[0\]/);
  expect(console.said()).toHaveLength(1);
});

test('links to another domain of the shop carry the session where the option names that domain', async ({
  page,
  site,
  collector,
}) => {
  const other = site.add('/other', toDocument({ title: 'Other' }), '127.0.0.1');
  const tag = scriptTag(collector, { file: 'vitrina.storefront.js', linkDomains: '127.0.0.1' });
  await open(page, site.add('/', toDocument({ head: tag, body: `<a id="other" href="${other}">Other</a>` })));
  await page.waitForFunction(() => 'parts' in window.vitrina);
  const session = await page.evaluate(() => window.vitrina.session ?? 'none');
  await page.click('#other');
  await page.waitForURL('**/other*');
  expect(site.visited.find((path) => path.startsWith('/other'))).toContain(`vitrina_session=${session}`);
});

test('a form of Gravity Forms that is sent without a page load is reported, by a file that only such pages load', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const tag = scriptTag(collector, { file: 'vitrina.storefront.js' });
  const address = site.add(
    '/contact',
    toDocument({
      title: 'Contact',
      head: `<script>window.gform = {};</script>${tag}`,
      body: `<form id="gform_4"><input name="input_3" value="ana.souza@example.com"><button>Send</button></form>
        <script>document.getElementById('gform_4').addEventListener('submit', (event) => {
          event.preventDefault();
          const body = new FormData(event.target);
          body.append('action', 'gform_submit_form');
          body.append('form_id', '4');
          fetch('/wp-admin/admin-ajax.php', { method: 'POST', body });
        })</script>`,
    }),
  );
  const answers = [{ is_valid: false }, { is_valid: true, confirmation_type: 'message' }];
  await page.route('**/admin-ajax.php', (route) => route.fulfill({ json: { success: true, data: answers.shift() } }));
  await open(page, address);
  await page.waitForFunction(() => 'forms' in ((window.vitrina as never as { parts?: object }).parts ?? {}));
  for (const left of [1, 0]) {
    await page.click('button');
    await expect.poll(() => answers.length).toBe(left);
  }
  await expect.poll(() => observed(stored)).toEqual([['form.completed', 'form', '4']]);
  expect(JSON.stringify(await stored.rows())).not.toContain('ana.souza');
});

test('a shop with Google’s tags alone is reported with the currency and the data that it has pushed before the events', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const item = { item_id: '7', item_name: 'Tee', item_variant: 'S', price: 90, quantity: 1 };
  const head = `<script>window.dataLayer = []; function gtag() { dataLayer.push(arguments); }
    gtag('set', { currency: 'ARS' });
    dataLayer.push({ ecommerce: { items: ${JSON.stringify([item])} } });</script>
    ${scriptTag(collector, { file: 'vitrina.storefront.js' })}`;
  const body = `<button id="add" onclick="gtag('event', 'add_to_cart', { items: [Object.assign(${JSON.stringify(item).replaceAll('"', "'")}, { item_variant: 'M' })] })">Add</button>
    <button id="buy" onclick="dataLayer.push({ ecommerce: { transaction_id: '#1001', value: 90 } }); dataLayer.push({ event: 'purchase' })">Buy</button>
    <button id="more" onclick="dataLayer.push({ event: 'gtm.click' })">More</button>`;
  await open(page, site.add('/tee', toDocument({ head, body, title: 'Tee' })));
  const buttons = [
    ['#add', 1],
    ['#buy', 2],
    ['#more', 2],
    ['#buy', 2],
  ] as const;
  for (const [button, count] of buttons) {
    await page.click(button);
    await expect.poll(async () => (await observed(stored)).length).toBe(count);
  }
  await page.evaluate(() => window.vitrina.flush());
  expect(await observed(stored)).toEqual([
    ['cart.added', 'ga4', '7', undefined, 1, 90, 'ARS'],
    ['order.placed', 'ga4', '7', undefined, 1, 90, 'ARS'],
  ]);
  const events = (await stored.rows()).map(({ event }) => event).filter(({ action }) => action !== 'page.viewed');
  expect(events).toMatchObject([
    { object_parameters: { items: [{ product: { variant: 'M' } }] } },
    { object_parameters: { reference: '#1001', items: [{ product: { variant: 'S' } }] } },
  ]);
});
