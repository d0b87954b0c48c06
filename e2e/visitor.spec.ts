import { ANY_ORIGIN, expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { hasDelivered, open, scriptTag, track } from './support/tracked-page.ts';

/** The hosts that are visited, and the domains on which their session cookies lie. */
for (const { title, hosts, domains } of [
  {
    title: 'the hosts below a registrable domain share the visitor',
    hosts: ['a.b.example.co.uk', 'www.example.co.uk', 'example.co.uk'],
    domains: ['.example.co.uk'],
  },
  {
    title: 'neighbours below a public suffix do not share the visitor',
    hosts: ['one.github.io', 'two.github.io'],
    domains: ['.one.github.io', '.two.github.io'],
  },
  {
    title: 'shops of a platform that is no public suffix do not share the visitor',
    hosts: ['one.mitiendanube.com', 'two.mitiendanube.com'],
    domains: ['.one.mitiendanube.com', '.two.mitiendanube.com'],
  },
  { title: 'an IP address keeps the visitor to itself', hosts: ['127.0.0.1'], domains: ['127.0.0.1'] },
  { title: 'localhost keeps the visitor to itself', hosts: ['localhost'], domains: ['localhost'] },
]) {
  test(title, async ({ page, context, site, collector, stored }) => {
    site.add('/', toDocument({ head: scriptTag(collector, { id: ANY_ORIGIN }) }));
    for (const host of [...hosts, ...hosts]) {
      await open(page, site.toUrl('/', host));
      await expect(await track(page, host)).toMatchObject({ succeeded: true });
    }
    const sessions = (await context.cookies()).filter(({ name }) => name === 'vitrina_session');
    expect(sessions.map(({ domain }) => domain).sort()).toEqual(domains);
    expect(sessions.every(({ sameSite, path }) => sameSite === 'Lax' && path === '/')).toBe(true);
    // Browsers allow at most 400 days.
    expect(sessions.every(({ expires }) => expires > Date.now() / 1000 + 399 * 86_400)).toBe(true);
    const rows = await stored.rows({ action: 'test.done' });
    const seen = new Set(rows.map(({ session }) => session));
    expect(seen).toEqual(new Set(sessions.map(({ value }) => value)));
    expect(
      (await context.cookies()).map(({ name }) => name.replace('vitrina_', '')).sort(),
      'no probe is left',
    ).toEqual([...domains.map(() => 'session'), ...domains.map(() => 'visit')].sort());
  });
}

test('the session of a link is taken over, and neither the address bar nor the database keeps the parameter', async ({
  page,
  site,
  collector,
  stored,
}) => {
  site.add('/', toDocument({ head: scriptTag(collector, { linkSessions: 'any' }) }));
  await open(page, site.toUrl('/?a=1&vitrina_session=abcdef-0123456789&b=%20x#here'));
  await expect.poll(() => stored.views()).toHaveLength(1);
  expect(page.url()).toBe(site.toUrl('/?a=1&b=%20x#here'));
  const [view] = await stored.rows();
  expect(view).toMatchObject({ session: 'abcdef-0123456789' });
  expect(String(view?.page_url)).not.toContain('vitrina_session');
  expect(JSON.stringify(view?.event.page)).not.toContain('abcdef');

  for (const careless of ['undefined', 'null', 'short', 'no%20good%20value']) {
    await open(page, site.toUrl(`/?vitrina_session=${careless}`));
    expect(page.url()).toBe(site.toUrl('/'));
  }
  await expect.poll(() => stored.views()).toHaveLength(5);
  expect(new Set((await stored.rows()).map(({ session }) => session))).toEqual(new Set(['abcdef-0123456789']));
});

test('a campaign lasts until the next one, also in another tab', async ({ page, context, site, collector, stored }) => {
  const url = site.add('/', toDocument({ head: scriptTag(collector) }));
  await open(page, `${url}?utm_source=mail&utm_medium=letter&gclid=click`);
  await hasDelivered(page, stored);
  const next = await context.newPage();
  await open(next, url);
  await track(next, '1');
  await open(next, `${url}?utm_source=search&utm_term=mate+de+cuero`);
  await track(next, '2');
  const [first, second] = await stored.rows({ action: 'test.done' });
  expect(first?.event).toMatchObject({
    utm_params: { source: 'mail', medium: 'letter', observed_at: expect.stringMatching(/^\d{4}-.*Z$/) },
    click_ids: { gclid: 'click' },
  });
  expect(second?.event).toMatchObject({ utm_params: { source: 'search', term: 'mate de cuero' } });
});

test('half an hour of silence begins a new visit of the same visitor', async ({ page, site, collector, stored }) => {
  await page.clock.install();
  await open(page, site.add('/', toDocument({ head: scriptTag(collector) })));
  await hasDelivered(page, stored);
  for (const [object, minutes] of [
    ['1', 29],
    ['2', 29],
    ['3', 31],
  ] as const) {
    await page.clock.fastForward(minutes * 60_000);
    expect(await track(page, object)).toMatchObject({ succeeded: true });
  }
  await page.reload();
  await page.clock.runFor(1000);
  await expect.poll(async () => (await stored.rows()).length).toBe(5);
  const rows = await stored.rows();
  expect(rows.map(({ event }) => (event.visit as { number: number }).number)).toEqual([1, 1, 1, 2, 2]);
  expect(new Set(rows.map(({ event }) => (event.visit as { id: string }).id)).size).toBe(2);
  expect(new Set(rows.map(({ session }) => session)).size).toBe(1);
});

test('personal data in an address does not leave the page', async ({ page, site, collector, stored }) => {
  site.add('/ana@example.com', toDocument({ head: scriptTag(collector) }));
  await open(page, site.toUrl('/ana@example.com?email=ana%40example.com&token=s3cr3t&ean=7730000000012&q=mate'));
  await expect.poll(() => stored.views()).toHaveLength(1);
  const [view] = await stored.rows();
  expect(JSON.stringify(view)).not.toMatch(/ana|s3cr3t/);
  expect(new URL(String(view?.page_url)).search).toBe('?ean=7730000000012&q=mate');
});

test('a grant sends what waited without a trace, and a denial removes everything that was stored', async ({
  page,
  context,
  site,
  collector,
  stored,
}) => {
  await open(page, site.add('/', toDocument({ head: scriptTag(collector, { consent: 'pending' }) })));
  const waiting = track(page, '1');
  await page.evaluate(() => window.vitrina.flush());
  expect(await page.evaluate(() => [window.vitrina.session, localStorage.length, document.cookie])).toEqual([
    undefined,
    0,
    '',
  ]);
  expect(collector.requests().posts).toBe(0);
  await page.evaluate(() => window.vitrina.consent('granted'));
  expect(await waiting).toMatchObject({ succeeded: true });
  await expect.poll(async () => (await stored.actions()).sort()).toEqual(['page.viewed', 'test.done']);

  await page.evaluate(() => window.vitrina.consent('denied'));
  expect(await track(page, '2')).toMatchObject({ succeeded: false, failed: true });
  const posts = collector.requests().posts;
  await open(page, page.url());
  expect((await context.cookies()).map(({ name }) => name)).toEqual(['vitrina_consent']);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  expect(collector.requests().posts).toBe(posts);
});
