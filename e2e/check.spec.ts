import type { Browser, BrowserContext } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { Collector } from '../collector/src/index.ts';
import { certificate, certificateKey } from '../test/collector/support/certificate.ts';
import { freePort } from '../test/collector/support/free-port.ts';
import { expect, test } from './support/fixtures.ts';
import type { PageServer, TestPage } from './support/page-server.ts';
import { toDocument } from './support/page-server.ts';
import { runCheck } from './support/run-check.ts';
import { scriptTag } from './support/tracked-page.ts';

interface Parts {
  site: PageServer;
  collector: Collector;
  /** Starts a server that is closed at the end of the test, and returns its port. */
  serve: (server: Server) => Promise<number>;
}

interface Variant {
  /** What is broken, as the end of the test's title. */
  broken: string;
  /** The codes of all findings. */
  codes: string[];
  /** A part of the cause. */
  cause: RegExp;
  /** 0 where this is no fault of the shop. */
  exit?: number;
  args?: string[];
  /** Returns the page, or the address of one. */
  page: (parts: Parts) => Promise<TestPage | string> | TestPage | string;
  prepare?: (context: BrowserContext) => Promise<unknown>;
}

const withTag = (collector: Pick<Collector, 'url'>, query: Record<string, string> = {}): TestPage => ({
  html: toDocument({ head: scriptTag(collector, query) }),
});

/** A page with the script of the collector as the test has changed it. */
const withScript = (site: PageServer, collector: Collector, change: (script: string) => string): TestPage => {
  const html = change(readFileSync('dist/vitrina.js', 'utf8'));
  site.add('/vitrina.js', { html, headers: { 'Content-Type': 'text/javascript' } });
  return withTag({ url: site.toUrl('') }, { endpoint: collector.endpoint });
};

/** A server of somebody else, which does not let pages read its answers. */
const foreign = (status: number, body = '{}') =>
  createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, { 'Content-Type': 'application/json' }).end(body));
  });

const secure = (html: string) =>
  createSecureServer({ cert: certificate, key: certificateKey }, (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
  });

const variants: Variant[] = [
  {
    broken: 'the tag is missing',
    codes: ['tag-missing'],
    cause: /no script tag/,
    page: () => ({ html: toDocument({ body: 'A shop' }) }),
  },
  {
    broken: 'the tag has no id',
    codes: ['tag-without-id'],
    cause: /no business id/,
    page: ({ collector }) => ({
      html: toDocument({ head: `<script async src="${collector.url}/vitrina.js"></script>` }),
    }),
  },
  {
    broken: 'the id is malformed',
    codes: ['id-malformed'],
    cause: /letters, digits, _ and -; got "xy 76"/,
    page: ({ collector }) => withTag(collector, { id: 'xy 76' }),
  },
  {
    broken: 'the endpoint does not know the id',
    codes: ['business-unknown'],
    cause: /answered 401.*nobody1/,
    page: ({ collector }) => withTag(collector, { id: 'nobody1' }),
  },
  {
    broken: 'the business does not list the origin of the shop',
    codes: ['origin-refused'],
    cause: /http:\/\/shop\.test:\d+ may not send/,
    page: ({ collector, site }) => site.add('/', withTag(collector), 'shop.test'),
  },
  {
    broken: 'there is no collector at the endpoint, and its server hides the status 404 from pages',
    codes: ['endpoint-not-found'],
    cause: /answered 404/,
    page: async ({ collector, serve }) =>
      withTag(collector, { endpoint: `http://127.0.0.1:${await serve(foreign(404))}/v1/events` }),
  },
  {
    broken: 'the answer of the endpoint may not be read by pages',
    codes: ['endpoint-cors-refused'],
    cause: /Access-Control-Allow-Origin/,
    page: async ({ collector, serve }) =>
      withTag(collector, { endpoint: `http://127.0.0.1:${await serve(foreign(200))}/v1/events` }),
  },
  {
    broken: 'the endpoint answers with a page of HTML',
    codes: ['endpoint-answers-html'],
    cause: /a page of HTML/,
    page: ({ collector }) => {
      collector.fault({ kind: 'status', status: 200, body: '<!doctype html><p>Welcome' });
      return withTag(collector);
    },
  },
  {
    broken: 'the endpoint is down',
    codes: ['endpoint-unreachable'],
    cause: /ERR_CONNECTION_REFUSED/,
    page: async ({ collector }) => withTag(collector, { endpoint: `http://127.0.0.1:${await freePort()}/v1/events` }),
  },
  {
    broken: 'the collector takes nothing at the moment',
    codes: ['endpoint-busy'],
    cause: /answered 503/,
    page: ({ collector }) => {
      collector.fault({ kind: '503' });
      return withTag(collector);
    },
  },
  {
    broken: 'the Content Security Policy blocks the script',
    codes: ['tag-blocked-by-csp'],
    cause: /script-src/,
    page: ({ collector }) => ({
      ...withTag(collector),
      headers: { 'Content-Security-Policy': "script-src 'self'" },
    }),
  },
  {
    broken: 'the Content Security Policy blocks the connection',
    codes: ['endpoint-blocked-by-csp'],
    cause: /connect-src/,
    page: ({ collector }) => ({
      ...withTag(collector),
      headers: { 'Content-Security-Policy': `script-src ${collector.url}; connect-src 'self'` },
    }),
  },
  {
    broken: 'there is no script at its address',
    codes: ['tag-not-found'],
    cause: /answered 404/,
    page: ({ site }) => withTag({ url: site.toUrl('/nowhere') }),
  },
  {
    broken: 'the address of the script leads to a page',
    codes: ['tag-answers-html'],
    cause: /text\/html/,
    page: ({ site }) => {
      site.add('/vitrina.js', toDocument({ body: 'Welcome' }));
      return withTag({ url: site.toUrl('') });
    },
  },
  {
    broken: 'a secure page has an insecure script',
    codes: ['tag-mixed-content'],
    cause: /mixed content/,
    args: ['--insecure'],
    page: async ({ collector, serve }) => {
      const { html } = withTag({ url: collector.url.replace('127.0.0.1', 'events.test') });
      return `https://127.0.0.1:${await serve(secure(String(html)))}/`;
    },
  },
  {
    broken: 'no browser accepts the certificate of the server with the script',
    codes: ['tag-bad-certificate'],
    cause: /certificate of 127\.0\.0\.1/,
    page: async ({ serve }) => withTag({ url: `https://127.0.0.1:${await serve(secure(''))}` }),
  },
  {
    broken: 'the tag is there twice',
    codes: ['tag-twice'],
    cause: /2 tags of the business xy76ks/,
    page: ({ collector }) => ({ html: toDocument({ head: scriptTag(collector), body: scriptTag(collector) }) }),
  },
  {
    broken: 'the tag makes the page wait',
    codes: ['tag-blocking'],
    cause: /no async/,
    exit: 0,
    page: ({ collector }) => withTag(collector, { attributes: '' }),
  },
  {
    broken: 'an ad blocker blocks the script',
    codes: ['tag-blocked-by-client'],
    cause: /ad blocker/,
    page: ({ collector }) => withTag(collector),
    prepare: (context) => context.route('**/vitrina.js*', (route) => route.abort('blockedbyclient')),
  },
  {
    broken: 'an ad blocker blocks the endpoint',
    codes: ['endpoint-blocked-by-client'],
    cause: /ad blocker/,
    page: ({ collector }) => withTag(collector),
    prepare: (context) => context.route('**/v1/events*', (route) => route.abort('blockedbyclient')),
  },
  {
    broken: 'a consent tool holds the tag back',
    codes: ['tag-held'],
    cause: /type="text\/plain"/,
    page: ({ collector }) => withTag(collector, { attributes: 'type="text/plain"' }),
  },
  {
    broken: 'a consent tool keeps the address of the script to itself',
    codes: ['tag-held'],
    cause: /type="text\/plain"/,
    page: ({ collector }) => ({
      html: toDocument({
        head: scriptTag(collector, { attributes: 'type="text/plain"' }).replace(' src=', ' data-src='),
      }),
    }),
  },
  {
    broken: 'nobody has agreed yet',
    codes: ['consent-pending'],
    cause: /Consent is pending/,
    exit: 0,
    page: ({ collector }) => withTag(collector, { consent: 'pending' }),
  },
  {
    broken: 'the script is of an earlier version',
    codes: ['version-old'],
    cause: /runs Vitrina 0\.0\.9/,
    exit: 0,
    page: ({ site, collector }) =>
      withScript(site, collector, (script) => script.replace(/vitrina\/0\.\d+\.\d+/, 'vitrina/0.0.9')),
  },
  {
    broken: 'the script is of a version that nobody knows',
    codes: ['version-unknown'],
    cause: /calls itself vitrina\/next/,
    page: ({ site, collector }) =>
      withScript(site, collector, (script) => script.replace(/vitrina\/0\.\d+\.\d+/, 'vitrina/next')),
  },
  {
    broken: 'the script does not run',
    codes: ['script-did-not-run'],
    cause: /did not run/,
    page: ({ site, collector }) => withScript(site, collector, (script) => `throw new Error('broken');${script}`),
  },
  {
    broken: 'another script has taken the name of the tracker',
    codes: ['tracker-foreign'],
    cause: /window\.vitrina/,
    page: ({ site, collector }) => withScript(site, collector, () => 'window.vitrina = { slides: 3 };'),
  },
  {
    broken: 'the tag has an option that does not exist',
    codes: ['option-unknown'],
    cause: /there is no option "pageviews"/,
    page: ({ collector }) => withTag(collector, { pageviews: 'false' }),
  },
  {
    broken: 'an option has a value that is not allowed',
    codes: ['option-refused'],
    cause: /batchSize must be a number from 1 to 100; got 0/,
    page: ({ collector }) => withTag(collector, { batchSize: '0' }),
  },
  {
    broken: 'the file of the platform is missing',
    codes: ['part-not-found', 'product-not-seen'],
    cause: /vitrina\.tiendanube\.js could not be loaded/,
    page: ({ collector, site }) => {
      const script = readFileSync('dist/vitrina.storefront.js', 'utf8');
      site.add('/vitrina.storefront.js', { html: script, headers: { 'Content-Type': 'text/javascript' } });
      site.add('/productos/mate/', toDocument({ body: 'Mate' }));
      const tag = scriptTag({ url: site.toUrl('') }, { file: 'vitrina.storefront.js', endpoint: collector.endpoint });
      const globals = '<script>var LS = { store: {} };</script>';
      return { html: toDocument({ head: globals + tag, body: '<a href="/productos/mate/">Mate</a>' }) };
    },
  },
];

const open: Server[] = [];
const serve: Parts['serve'] = (server) =>
  new Promise((resolve) => {
    open.push(server);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
test.afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

for (const { broken, codes, cause, exit = 1, args = [], page, prepare } of variants) {
  test(`the check names the cause where ${broken}`, async ({ browser, site, collector, stored }) => {
    const made = await page({ site, collector, serve });
    const address = typeof made === 'string' ? made : site.add('/', made);
    const { code, report } = await runCheck(browser, [address, '--json', ...args], prepare);
    expect(report.findings.map((finding) => finding.code)).toEqual(codes);
    expect(report.findings[0]?.cause).toMatch(cause);
    expect(report.findings[0]?.fix).toMatch(/\w.*\.$/);
    expect([code, report.exitCode, report.inOrder]).toEqual([exit, exit, exit === 0]);
    expect(await stored.actions()).toEqual([]);
  });
}

const demo = (browser: Browser, url: string, ...args: string[]) => runCheck(browser, [url, '--json', ...args]);
const actionsOf = ({ report }: Awaited<ReturnType<typeof runCheck>>) =>
  report.pages.map(({ step, events }) => [step, events.map(({ action }) => action).sort()]);

test('the check sees products and carts of the demo shop in order, and none of its events is stored', async ({
  browser,
  examples,
  stored,
}) => {
  const checked = await demo(browser, examples.shopUrl, '--cart');
  expect(checked.report.findings).toEqual([]);
  expect(checked.code).toBe(0);
  expect(actionsOf(checked)).toEqual([
    ['first', ['page.viewed']],
    ['product', ['cart.added', 'page.viewed', 'product.viewed']],
    ['cart', ['cart.viewed', 'page.viewed']],
  ]);
  expect(checked.report).toMatchObject({ business: 'xy76ks', consent: 'granted', sent: false, platform: null });
  expect(checked.report.endpoint).toMatchObject({ status: 200 });
  expect(checked.report.tags).toMatchObject([{ file: 'vitrina.js', inHtml: true, loading: 'async', status: 200 }]);
  expect(await stored.actions()).toEqual([]);
});

test('the check puts nothing into the cart unless it is asked to, and sends its events only where it is asked to', async ({
  browser,
  examples,
  stored,
}) => {
  const checked = await demo(browser, examples.shopUrl, '--send');
  expect(actionsOf(checked)).toEqual([
    ['first', ['page.viewed']],
    ['product', ['page.viewed', 'product.viewed']],
    ['cart', ['page.viewed']],
  ]);
  expect(checked.report.sent).toBe(true);
  await expect.poll(() => stored.actions()).toEqual(expect.arrayContaining(['page.viewed', 'product.viewed']));
  expect(await stored.actions()).not.toContain('cart.added');
});

test('what a page sends as it ends is not stored either', async ({ browser, site, collector, stored }) => {
  const onLeave = `<script>addEventListener('pagehide', () => vitrina.track('page.left'))</script>`;
  const url = site.add('/', toDocument({ head: scriptTag(collector), body: onLeave }));
  const { code } = await runCheck(browser, [url]);
  expect(code).toBe(0);
  // The page's last request is on its way still.
  await expect.poll(() => collector.requests().posts).toBeGreaterThan(1);
  expect(await stored.actions()).toEqual([]);
});

test("a policy that forbids requests of others is no fault of Vitrina's, and the endpoint is waited for", async ({
  browser,
  site,
  collector,
}) => {
  collector.fault({ kind: 'slow', milliseconds: 800 });
  const url = site.add('/', {
    html: toDocument({
      head: `<script>fetch('http://others.test/').catch(() => {})</script>${scriptTag(collector)}`,
    }),
    headers: { 'Content-Security-Policy': `connect-src ${collector.url}` },
  });
  const { report } = await runCheck(browser, [url, '--json']);
  expect(report.findings).toEqual([]);
  expect(report.endpoint?.status).toBe(200);
});

test('what a page writes cannot change what a terminal shows', async ({ browser, site, collector }) => {
  const url = site.add('/', withTag(collector, { source: 'red \u001b[31m\u202e' }));
  const { lines } = await runCheck(browser, [url]);
  const options = lines.find((line) => line.includes('Options')) ?? '';
  expect(options).toContain('source=red [31m');
  expect(options).not.toMatch(/[\u001b\u202e]/);
});

test('with --consent the check sees what a visitor does who has agreed', async ({ browser, site, collector }) => {
  const url = site.add('/', withTag(collector, { consent: 'pending' }));
  const { report } = await runCheck(browser, [url, '--json', '--consent']);
  expect(report.consent).toBe('granted');
  expect(report.findings).toEqual([]);
  expect(report.pages[0]?.events.map(({ action }) => action)).toEqual(['page.viewed']);
});

test('a tag that a tag manager adds and an observed product are found', async ({ browser, site, collector }) => {
  const source = `${collector.url}/vitrina.storefront.js?id=xy76ks`;
  const late = `<script>addEventListener('load', () => setTimeout(() => {
    const tag = document.createElement('script');
    tag.src = atob('${btoa(source)}');
    document.head.append(tag);
  }, 300))</script>`;
  const product = { '@type': 'Product', name: 'Mate', sku: '1', offers: { price: '10', priceCurrency: 'UYU' } };
  const described = `<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', ...product })}</script>`;
  site.add('/products/mate', toDocument({ head: described + late, body: '<a href="/cart?add-to-cart=1">Buy</a>' }));
  const url = site.add('/', toDocument({ head: late, body: '<a href="/products/mate">Mate</a>' }));
  const { code, lines } = await runCheck(browser, [url]);
  const text = lines.join('\n');
  expect(text).toContain('vitrina.storefront.js, added by another script, async, status 200');
  expect(text).toMatch(/Opening a product: .*\/products\/mate\n {2}Events .*product\.viewed \(json-ld\)/);
  // The address with a query would change the cart.
  expect(text).toContain('Skipping the cart');
  expect(site.visited.filter((path) => path.includes('add-to-cart'))).toEqual([]);
  expect(text).toContain('No event of this check was sent');
  expect(lines.at(-1)).toBe('In order.');
  expect(code).toBe(0);
});

test('the output holds no personal data of the page', async ({ browser, site, collector }) => {
  const path = '/?email=ana%40example.com&token=s3cr3t';
  site.add('/', withTag(collector, { session: 'ana-session-1', vitrina_note: 'ana@example.com' }));
  for (const more of [[], ['--json']]) {
    const { lines } = await runCheck(browser, [site.toUrl(path), ...more]);
    expect(lines.join('\n')).toContain('vitrina.js');
    expect(lines.join('\n')).not.toMatch(/ana|s3cr3t/);
  }
});
