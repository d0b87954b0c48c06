import type { BrowserContext } from '@playwright/test';
import { ANY_ORIGIN, expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { identify, open, scriptTag, track } from './support/tracked-page.ts';

/** The number of cookies that Chromium keeps for a domain. */
const MOST_COOKIES = 180;

const readSession = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name === 'vitrina_session')?.value;

test('a full cookie jar loses neither the visitor nor the customer', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await context.addCookies(
    Array.from({ length: MOST_COOKIES }, (_, index) => ({ name: `other_${index}`, value: 'x'.repeat(20), url })),
  );
  expect(await context.cookies()).toHaveLength(MOST_COOKIES);
  await open(page, url);
  expect(await identify(page, 'c-3307')).toMatchObject({ succeeded: true });
  const session = await page.evaluate(() => window.vitrina.session);
  for (const object of ['1', '2', '3']) {
    await open(page, url);
    expect(await track(page, object)).toMatchObject({ succeeded: true });
    expect(await readSession(context)).toBe(session);
  }
  const rows = await stored.rows({ action: 'test.done' });
  expect(rows.map((row) => [row.session, row.user_id])).toEqual(Array(3).fill([session, 'c-3307']));
  const others = (await context.cookies()).filter(({ name }) => name.startsWith('other_'));
  // At the first cookie too many Chromium evicts down to 150, so our other cookies find room.
  expect(others.length).toBeGreaterThanOrEqual(149);
});

test('broken cookies of another library break nothing, and stay as they are', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const broken = [
    'percent=%E0%A4%A',
    '%=%',
    '%E0%A4%A=1',
    'nameless',
    'empty=',
    'quoted="a;b',
    'json={"a":"b","c":[1,2}',
    '__proto__=1',
    'constructor=1',
    'équipe=æøå',
  ];
  const write = `<script>for (const cookie of ${JSON.stringify(broken)}) document.cookie = cookie;</script>`;
  const url = site.add('/', toDocument({ head: write + scriptTag(collector) }));
  await page.goto(site.add('/plain', toDocument({ head: write })));
  const before = await page.evaluate(() => document.cookie);
  expect(before.split('; ').length).toBeGreaterThanOrEqual(broken.length - 1);
  await open(page, url);
  expect(await track(page, '1')).toMatchObject({ succeeded: true });
  await open(page, url);
  expect(await track(page, '2')).toMatchObject({ succeeded: true });
  expect(new Set((await stored.rows()).map(({ session }) => session))).toEqual(new Set([await readSession(context)]));
  const after = await page.evaluate(() => document.cookie);
  expect(after.split('; ').filter((pair) => !pair.startsWith('vitrina_'))).toEqual(before.split('; '));
});

test('cookies with the tracker’s names and invalid values are replaced', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const broken = [
    'vitrina_session=<script>alert(1)</script>',
    'vitrina_visit=%7Bbroken',
    'vitrina_user=%7B%22id%22%3A%22%22%7D',
    'vitrina_utm=%E0%A4%A',
    'vitrina_consent=maybe',
  ];
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await page.goto(site.add('/plain', toDocument({})));
  await page.evaluate((cookies) => cookies.forEach((cookie) => (document.cookie = `${cookie}; path=/`)), broken);
  await open(page, url);
  expect(await track(page, '1')).toMatchObject({ succeeded: true });
  const session = await page.evaluate(() => window.vitrina.session);
  expect(session).toMatch(/^[\w-]{8,64}$/);
  await expect.poll(() => readSession(context)).toBe(session);
  const [row] = await stored.rows({ action: 'test.done' });
  expect(row).toMatchObject({ session, user_id: null, event: { visit: { number: 1 } } });
  expect(row?.event).not.toHaveProperty('user_parameters');
  expect(row?.event).not.toHaveProperty('utm_params');
});

test('the longest campaigns leave our cookies below 1.5 kB, and every event tells them whole', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  site.add('/', toDocument({ head: scriptTag(collector) }));
  const text = '日本語の春の大売り出し🛒'.repeat(14);
  const names = ['source', 'medium', 'campaign', 'term', 'content', 'id', 'source_platform'];
  const search = (suffix: string) =>
    `/?${names.map((name) => `utm_${name}=${encodeURIComponent(suffix + text)}`).join('&')}&fbclid=${'IwAR'.repeat(125)}`;
  for (const suffix of ['1', '2']) {
    await open(page, site.toUrl(search(suffix)));
    expect(await identify(page, text)).toMatchObject({ succeeded: true });
  }
  await open(page, site.toUrl('/'));
  expect(await track(page, 'last')).toMatchObject({ succeeded: true });
  const header = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  expect(new TextEncoder().encode(header).length).toBeLessThan(1_500);
  const last = (await stored.rows({ action: 'page.viewed' })).pop();
  for (const { event } of [last, ...(await stored.rows({ action: 'test.done' }))].flatMap((row) => row ?? [])) {
    expect(event).toMatchObject({
      utm_params: Object.fromEntries(names.map((name) => [name, `2${text}`])),
      first_touch: { utm_params: Object.fromEntries(names.map((name) => [name, `1${text}`])) },
    });
  }
});

test('of two cookies of one name every page uses the same, and only one is left', async ({
  page,
  context,
  site,
  collector,
}) => {
  const host = 'www.tienda-ejemplo.com.uy';
  site.add('/', toDocument({ head: scriptTag(collector, { id: ANY_ORIGIN }) }));
  const url = site.toUrl('/', host);
  await context.addCookies([
    { name: 'vitrina_session', value: 'session-of-the-host', url },
    { name: 'vitrina_session', value: 'session-of-the-shop', domain: '.tienda-ejemplo.com.uy', path: '/' },
  ]);
  await open(page, url);
  const session = await page.evaluate(() => window.vitrina.session);
  expect(await track(page, '1')).toMatchObject({ succeeded: true });
  await expect
    .poll(async () => (await context.cookies(url)).filter(({ name }) => name === 'vitrina_session'))
    .toMatchObject([{ value: session, domain: '.tienda-ejemplo.com.uy' }]);
  await open(page, url);
  expect(await page.evaluate(() => window.vitrina.session)).toBe(session);
  await page.evaluate(() => window.vitrina.consent('denied'));
  await expect.poll(async () => (await context.cookies(url)).map(({ name }) => name)).toEqual(['vitrina_consent']);
});
