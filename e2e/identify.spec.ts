import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { countQueued, hasDelivered, identify, open, scriptTag, track } from './support/tracked-page.ts';

const readUser = (page: Page) => page.evaluate(() => window.vitrina.user?.id);
const readSession = (page: Page) => page.evaluate(() => window.vitrina.session);
const readCookie = async (context: BrowserContext, name: string) =>
  (await context.cookies()).find((cookie) => cookie.name === `vitrina_${name}`)?.value;

test('a customer is known after a reload and in every tab, and is identified once', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await open(page, url);
  const other = await context.newPage();
  await open(other, url);
  const traits = { source: 'shop', first_name: 'Ana', tags: ['mate'] };
  expect(await identify(page, 'c-3307', traits)).toMatchObject({ succeeded: true });
  await expect.poll(() => readUser(other), 'the other tab hears of it').toBe('c-3307');
  expect(await track(other, '1')).toMatchObject({ succeeded: true });

  await page.reload();
  await open(page, url);
  expect(await readUser(page)).toBe('c-3307');
  expect(await identify(page, 'c-3307', { tags: ['mate'], first_name: ' Ana ', source: 'shop' })).toMatchObject({
    succeeded: true,
  });
  expect(await track(page, '2')).toMatchObject({ succeeded: true });
  const said = await stored.rows({ action: 'user.identified' });
  expect(said.map(({ event }) => [event.user_parameters, event.traits])).toEqual([
    [{ id: 'c-3307', source: 'shop' }, traits],
  ]);
  const events = await stored.rows({ action: 'test.done' });
  expect(events.map(({ event }) => event.user_parameters)).toEqual([
    { id: 'c-3307', source: 'shop' },
    { id: 'c-3307', source: 'shop' },
  ]);
});

test('forget removes the customer from all pages and keeps the session, and reset begins another session', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await open(page, `${url}?utm_source=mail`);
  const other = await context.newPage();
  await open(other, url);
  expect(await identify(page, 'c-3307')).toMatchObject({ succeeded: true });
  await expect.poll(() => readUser(other)).toBe('c-3307');
  const session = await readSession(page);

  await page.evaluate(() => window.vitrina.forget());
  expect(await readUser(page)).toBeUndefined();
  await open(other, url);
  expect(await readUser(other)).toBeUndefined();
  expect(await readCookie(context, 'user')).toBeUndefined();
  for (const tab of [page, other]) expect(await track(tab, 'forgotten')).toMatchObject({ succeeded: true });
  await open(page, url);
  expect([await readUser(page), await readSession(page)]).toEqual([undefined, session]);

  expect(await identify(page, 'c-3308')).toMatchObject({ succeeded: true });
  await expect.poll(() => readUser(other)).toBe('c-3308');
  await page.evaluate(() => window.vitrina.reset());
  const next = await readSession(page);
  expect(next).toMatch(/^[\w-]{8,64}$/);
  expect(next).not.toBe(session);
  expect(await readCookie(context, 'utm')).toBeUndefined();
  expect(await track(page, 'reset')).toMatchObject({ succeeded: true });
  for (const tab of [other, page]) {
    await open(tab, url);
    expect([await readUser(tab), await readSession(tab)]).toEqual([undefined, next]);
  }

  const rows = await stored.rows({ action: 'test.done' });
  expect(rows.map((row) => [row.event.object, row.session, row.user_id])).toEqual([
    ['forgotten', session, null],
    ['forgotten', session, null],
    ['reset', next, null],
  ]);
  expect(rows[2]?.event).toMatchObject({ visit: { number: 1 } });
  expect(rows[2]?.event).not.toHaveProperty('utm_params');
});

test('an identification right before the page is left arrives once, and the next page knows the customer', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  await page.clock.install();
  const html = toDocument({ head: scriptTag(collector) });
  site.add('/account', html);
  await open(page, site.add('/login', html));
  await hasDelivered(page, stored);
  await page.evaluate(() => {
    void window.vitrina.track('test.done', { object: 'before' });
    void window.vitrina.identify('c-3307', { first_name: 'Ana' });
    void window.vitrina.track('test.done', { object: 'after' });
    location.assign('/account');
  });
  await page.waitForURL(/account/);
  await open(page, page.url());
  expect(await readUser(page)).toBe('c-3307');
  expect(await track(page, 'next')).toMatchObject({ succeeded: true });
  // Events that were handed over on leaving are sent again when their request cannot be in flight any more.
  await page.clock.fastForward(70_000);
  await expect.poll(() => countQueued(page)).toBe(0);
  const rows = (await stored.rows()).filter(({ action }) => action !== 'page.viewed');
  expect(rows.map(({ action, event, user_id }) => [action, event.object ?? null, user_id])).toEqual([
    ['test.done', 'before', null],
    ['user.identified', null, 'c-3307'],
    ['test.done', 'after', 'c-3307'],
    ['test.done', 'next', 'c-3307'],
  ]);
  await expect.poll(() => readCookie(context, 'user')).toBeTruthy();
});

test('an identification that is refused is withdrawn, also in the other tab', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await open(page, url);
  const other = await context.newPage();
  await open(other, url);
  await page.evaluate(() => {
    const refused = 'x'.repeat(300_000);
    void window.vitrina.identify('c-3307', { refused });
  });
  await expect.poll(() => readUser(page)).toBeUndefined();
  await expect.poll(() => readUser(other)).toBeUndefined();
  expect(await track(page, '1')).toMatchObject({ succeeded: true });
  expect((await stored.rows({ action: 'test.done' })).map(({ user_id }) => user_id)).toEqual([null]);
  expect(await readCookie(context, 'user')).toBeUndefined();
});
