import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { closeTab, isReady, numbers, open, scriptTag, track, trackOnly } from './support/tracked-page.ts';

const marked = '<button data-vitrina-track="button.pressed">Press</button>';

test('a Content-Security-Policy needs only the collector as a source of scripts and as a place to connect to', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const policy = `default-src 'none'; script-src ${collector.url}; connect-src ${collector.url}`;
  const html = toDocument({ head: scriptTag(collector), body: marked });
  const url = site.add('/', { html, headers: { 'Content-Security-Policy': policy } });
  await open(page, url);
  await page.click('button');
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'button.pressed']);
  await closeTab(page);
});

for (const [name, trusted] of [
  ['our policy', 'trusted-types vitrina'],
  ['any policy', ''],
] as const) {
  test(`under trusted types with ${name}, the panel, the debug script, consent and the shop work`, async ({
    page,
    site,
    collector,
    stored,
    console,
  }) => {
    console.allow(/^log: vitrina:/);
    const policy = `script-src ${collector.url} 'unsafe-inline'; require-trusted-types-for 'script'; ${trusted}`;
    const html = toDocument({
      head: `<script>window.wcSettings = {}</script>${scriptTag(collector, { file: 'vitrina.storefront.js', debug: 'true', consent: 'gpc' })}`,
      body: marked,
    });
    const url = site.add('/', { html, headers: { 'Content-Security-Policy': policy } });
    const files: string[] = [];
    page.on('response', (response) => void files.push(new URL(response.url()).pathname));
    await open(page, `${url}?vitrina_debug`);
    await expect(page.locator('vitrina-panel').getByRole('tab', { name: 'Events' })).toBeVisible();
    await page.click('button');
    await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'button.pressed']);
    await expect.poll(() => files).toContain('/vitrina.woocommerce.js');
    expect(console.said(/^log: vitrina: delivered/)).not.toEqual([]);
  });
}

test('under trusted types without our policy the tracker goes on without its further files, and says so under debug', async ({
  page,
  site,
  collector,
  stored,
  console,
}) => {
  console.allow(/TrustedScriptURL|TrustedTypePolicy|Trusted Type/);
  console.allow(/^error: vitrina: vitrina\.\w+\.js was not loaded/);
  const policy = "require-trusted-types-for 'script'; trusted-types 'none'";
  const html = toDocument({ head: scriptTag(collector, { debug: 'true' }), body: marked });
  await open(page, `${site.add('/', { html, headers: { 'Content-Security-Policy': policy } })}?vitrina_debug`);
  await page.click('button');
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'button.pressed']);
  expect(console.said(/was not loaded/).map((text) => text.replace(/ \(.*/, ''))).toEqual([
    'error: vitrina: vitrina.debug.js was not loaded',
    'error: vitrina: vitrina.panel.js was not loaded',
  ]);
});

test('a consent source whose file is blocked leaves consent pending: nothing is stored or sent', async ({
  page,
  context,
  site,
  collector,
  stored,
  console,
}) => {
  console.allow(/vitrina\.consent\.js/);
  await page.route('**/vitrina.consent.js', (route) => route.abort());
  await open(page, site.add('/', toDocument({ head: scriptTag(collector, { consent: 'gpc' }), body: marked })));
  await page.click('button');
  await expect.poll(() => console.said(/was not loaded, so nothing is sent/)).toHaveLength(1);
  await page.evaluate(() => window.vitrina.consent('granted'));
  await expect.poll(() => stored.actions()).toContain('page.viewed');
  expect(await context.cookies()).not.toEqual([]);
});

test('the shop reports under a policy with nonces', async ({ page, collector, stored }) => {
  const { startExamples } = await import('../examples/serve-examples.js');
  const examples = await startExamples({
    collector: collector.url,
    contentSecurityPolicy:
      "default-src 'none'; script-src 'nonce-{{nonce}}' 'strict-dynamic'; connect-src {{collector}}; style-src 'self'; img-src 'self' data:",
  });
  try {
    await open(page, `${examples.url}/product/jarra-costa`);
    await page.click('[data-test="add-to-cart"]');
    await expect
      .poll(async () => (await stored.actions()).sort())
      .toEqual(['cart.added', 'page.viewed', 'product.viewed']);
  } finally {
    await examples.close();
  }
});

for (const file of ['vitrina.js', 'vitrina.storefront.js']) {
  test(`a sandboxed frame without storage and cookies reports by ${file} all the same`, async ({
    page,
    site,
    collector,
    stored,
  }) => {
    site.add('/inner', toDocument({ head: scriptTag(collector, { file }), body: marked }));
    await page.goto(site.add('/', toDocument({ body: '<iframe sandbox="allow-scripts" src="/inner"></iframe>' })));
    const [, frame] = page.frames();
    if (!frame) throw new Error('The page has no frame.');
    await isReady(frame);
    expect(await track(frame, '1')).toMatchObject({ succeeded: true, stored: false });
    await frame.click('button');
    await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'test.done', 'button.pressed']);
    const sessions = new Set((await stored.rows()).map(({ session }) => session));
    expect(sessions.size, 'one session, kept in memory').toBe(1);
    expect([...sessions][0]).toBeTruthy();
  });
}

for (const file of ['vitrina.js', 'vitrina.storefront.js']) {
  test(`${file} loses no event where reading storage and cookies throws`, async ({
    context,
    site,
    collector,
    stored,
  }) => {
    await context.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse });
      Object.defineProperty(Document.prototype, 'cookie', { get: refuse, set: refuse });
    });
    const url = site.add('/', toDocument({ head: scriptTag(collector, { file }), body: marked }));
    const tab = await context.newPage();
    await open(tab, url);
    expect(await track(tab, '1')).toMatchObject({ succeeded: true, stored: false });
    await trackOnly(tab, '2');
    // Navigate instead of closing: nothing is stored, and a busy browser may lose what a closing tab sends.
    await tab.goto(site.add('/plain', toDocument({})));
    await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'test.done', 'test.done']);
    expect(new Set((await stored.rows()).map(({ session }) => session)).size).toBe(1);
  });
}

test('events are sent although the storage is full, and the response says that they are not stored', async ({
  context,
  site,
  collector,
  stored,
}) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  const tab = await context.newPage();
  await tab.goto(site.add('/other', toDocument({})));
  await tab.evaluate(() => {
    for (let size = 2 ** 20, index = 0; size >= 1;) {
      try {
        localStorage.setItem(`shop:${index}`, 'x'.repeat(size));
        index++;
      } catch {
        size = Math.floor(size / 2);
      }
    }
  });
  await open(tab, url);
  expect(await track(tab, '1')).toMatchObject({ succeeded: true, stored: false });
  await trackOnly(tab, ...numbers(3, 2));
  await tab.goto(site.toUrl('/other'));
  await expect.poll(() => stored.objects()).toEqual(numbers(4));
  await expect.poll(() => stored.views()).toEqual(['/']);
});

test('the session lives in storage where cookies are switched off', async ({ context, site, collector, stored }) => {
  await context.addInitScript(() => {
    Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => {} });
  });
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  for (const object of ['1', '2']) {
    const tab = await context.newPage();
    await open(tab, url);
    expect(await track(tab, object)).toMatchObject({ succeeded: true, stored: true });
    await closeTab(tab);
  }
  expect(new Set((await stored.rows()).map(({ session }) => session)).size).toBe(1);
});

test('a thousand calls in one loop need at most twenty requests', async ({ page, site, collector, stored }) => {
  await open(page, site.add('/', toDocument({ head: scriptTag(collector) })));
  await expect.poll(() => stored.views()).toEqual(['/']);
  const before = collector.requests().posts;
  await trackOnly(page, ...numbers(1000));
  await expect.poll(async () => (await stored.objects()).length, { timeout: 30_000 }).toBe(1000);
  expect(await stored.objects()).toEqual(numbers(1000));
  expect(collector.requests().posts - before).toBeLessThanOrEqual(20);
  expect(collector.requests().events).toBe(1001);
});
