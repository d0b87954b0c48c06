import { readFile } from 'node:fs/promises';
import { BUSINESS, expect, OTHER_BUSINESS, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { holdBack, isReady, open, scriptTag, track } from './support/tracked-page.ts';

const marked = '<button data-vitrina-track="button.pressed" data-vitrina-object="marked">Press</button>';
const stub = `<script>${(await readFile('dist/stub.js', 'utf8')).trim()}</script>`;

for (const [name, attributes] of [
  ['no attribute', ''],
  ['async', 'async'],
  ['defer', 'defer'],
] as const) {
  test(`a script tag in the head with ${name} starts by itself and reports marked elements`, async ({
    page,
    site,
    collector,
    stored,
  }) => {
    const head = scriptTag(collector, { attributes });
    await open(page, site.add('/', toDocument({ head, body: marked })));
    await page.click('button');
    await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'button.pressed']);
    const [view, press] = await stored.rows();
    expect(view?.event.page).toMatchObject({ title: 'A page', path: '/' });
    expect(press).toMatchObject({ observed_by: 'mark', event: { object: 'marked' } });
  });
}

test('two script tags with the same account count each event once', async ({ page, site, collector, stored }) => {
  const head = scriptTag(collector, { attributes: '' }) + scriptTag(collector, { attributes: 'defer', again: 'yes' });
  await open(page, site.add('/', toDocument({ head, body: marked })));
  await page.waitForLoadState();
  await page.click('button');
  await track(page, '1');
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'button.pressed', 'test.done']);
});

test('a second account on a page gets its own events, and calls of the page go to the first', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const head =
    scriptTag(collector, { attributes: '' }) + scriptTag(collector, { attributes: 'defer', id: OTHER_BUSINESS });
  await open(page, site.add('/', toDocument({ head, body: marked })));
  await page.waitForLoadState();
  await page.click('button');
  await track(page, '1');
  const seen = ['page.viewed', 'button.pressed'];
  await expect.poll(() => stored.actions({ business: OTHER_BUSINESS })).toEqual(seen);
  await expect.poll(() => stored.actions({ business: BUSINESS })).toEqual([...seen, 'test.done']);
});

test('calls made before the script has loaded keep their time and order', async ({ page, site, collector, stored }) => {
  const release = await holdBack(page, '**/vitrina.js*');
  const calls = `<script>
    window.answers = [];
    vitrina.on('delivered', (event) => answers.push(event.object));
    window.first = vitrina.track('test.done', { object: '1' });
    window.second = vitrina.track('test.done', { object: '2' });
    window.wrong = vitrina.track('nonsense');
  </script>`;
  await page.clock.install();
  await page.goto(site.add('/', toDocument({ head: stub + scriptTag(collector) + calls })), { waitUntil: 'commit' });
  await page.waitForFunction(() => 'wrong' in window);
  // From then on the clock stands still, so that no call is answered because it takes too long.
  await page.clock.pauseAt(Date.now() + 20_000);
  release();
  await isReady(page);
  await page.clock.runFor(100);
  const answers = await page.evaluate('Promise.all([first, second, wrong])');
  expect(answers).toMatchObject([
    { succeeded: true, stored: true },
    { succeeded: true, stored: true },
    { succeeded: false, failed: true, errors: [{ parameter: 'action' }] },
  ]);
  await page.clock.resume();
  await expect.poll(async () => (await stored.actions()).sort()).toEqual(['page.viewed', 'test.done', 'test.done']);
  expect(await stored.objects()).toEqual(['1', '2']);
  expect(await page.evaluate('answers')).toEqual(['1', '2']);
  const [call, view] = [
    (await stored.rows({ action: 'test.done' }))[0],
    (await stored.rows({ action: 'page.viewed' }))[0],
  ];
  expect(Number(view?.event.tracked_at) - Number(call?.event.tracked_at)).toBeGreaterThan(19);
});

test('a plain function that collects its arguments serves as a stub too', async ({ page, site, collector, stored }) => {
  const head = `<script>
    window.vitrina = function () { vitrina.q.push(arguments); };
    vitrina.q = [];
    vitrina('track', 'test.done', { object: 'before' });
  </script>`;
  await open(page, site.add('/', toDocument({ head: head + scriptTag(collector) })));
  await page.evaluate(`vitrina('track', 'test.done', { object: 'after' })`);
  await expect.poll(() => stored.objects()).toEqual(['before', 'after']);
});

test('options come from the page’s object first, then from the script’s address, then from its attributes', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const attributes = 'async data-id="nobody" data-cookie=\'{"prefix":"attribute_"}\' data-page-views="false"';
  const config = `<script>window.vitrinaConfig = { id: '${BUSINESS}' }</script>`;
  const script = scriptTag(collector, { attributes, id: OTHER_BUSINESS, cookie: '{"prefix":"address_"}' });
  await open(page, site.add('/', toDocument({ head: config + script })));
  await track(page, '1');
  expect((await stored.rows()).map(({ business, action }) => [business, action])).toEqual([[BUSINESS, 'test.done']]);
  expect((await context.cookies()).map(({ name }) => name)).toContain('address_session');
});

test('elements with the names of the script on the page break nothing', async ({ page, site, collector, stored }) => {
  const body =
    '<p id="vitrina">ours</p><p id="vitrinaConfig"></p><form name="currentScript"></form>' +
    scriptTag(collector, { attributes: '' }) +
    marked;
  await open(page, site.add('/', toDocument({ body })));
  await page.click('button');
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'button.pressed']);
});

test('the script without an id waits until it is initialized, and names each wrong option', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const head = `<script async src="${collector.url}/vitrina.js"></script>`;
  await page.goto(site.add('/', toDocument({ head })));
  await page.waitForFunction(() => window.vitrina?.isInitialized === false);
  const early = track(page, 'early');
  const mistakes = await page.evaluate(async () => {
    const wrong = [
      ['', {}],
      ['xy76ks', { endpoint: 'nowhere' }],
      ['xy76ks', { batchSize: 'many' }],
    ] as [string, object][];
    return Promise.all(
      wrong.map(([id, options]) => window.vitrina.initialize(id, options).catch(({ message }) => message)),
    );
  });
  expect(mistakes).toEqual([
    expect.stringContaining('businessId'),
    expect.stringContaining('endpoint'),
    expect.stringContaining('batchSize'),
  ]);
  await page.evaluate((id) => window.vitrina.initialize(id), BUSINESS);
  expect(await early).toMatchObject({ succeeded: true });
  await expect.poll(async () => (await stored.actions()).sort()).toEqual(['page.viewed', 'test.done']);
});

test('a page whose script is blocked goes on as if it had none', async ({ page, site, collector, stored, console }) => {
  console.allow(/^error: Failed to load resource: net::ERR_FAILED .*vitrina\.js/);
  await page.route('**/vitrina.js*', (route) => route.abort());
  const body = `${marked}<p id="done"></p><script>
    vitrina.track('test.done', { object: '1' });
    document.querySelector('button').addEventListener('click', () => {
      vitrina.track('test.done', { object: '2' });
      done.textContent = 'done';
    });
  </script>`;
  await page.goto(site.add('/', toDocument({ head: stub + scriptTag(collector), body })));
  await page.click('button');
  await expect(page.locator('#done')).toHaveText('done');
  expect(await stored.rows()).toEqual([]);
});
