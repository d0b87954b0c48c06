import { startUnattendedBrowser } from './support/browsers.ts';
import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { countQueued, open, roundTrip, scriptTag } from './support/tracked-page.ts';

test('a single-page app counts each page once, by links, by searches and by back and forward', async ({
  page,
  examples,
  stored,
}) => {
  const views = async () => (await stored.views()).map((path) => path.replace('/spa/', ''));
  await page.goto(`${examples.url}/spa/`);
  await expect.poll(views).toEqual(['']);

  await page.locator('[data-test="product-link"]').filter({ hasText: 'Costa jug' }).click();
  await page.click('[data-test="hash-link"]');
  await expect(page).toHaveURL(/#keeping$/);
  await page.click('[data-test="about"]');
  await page.click('[data-test="home"]');
  // The title is looked at each 50 ms, and the filter sets another one. No visitor is that fast.
  await page.waitForTimeout(200);
  await page.click('[data-test="filter-ceramics"]');
  // The same filter again replaces the address by itself.
  await page.click('[data-test="filter-ceramics"]');
  await page.click('[data-test="search"]');
  await page.fill('[data-test="search-words"]', 'mate');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-test="found"]')).toBeVisible();
  await page.goBack();
  await page.goBack();
  await page.goForward();
  const expected = [
    '',
    'product/jarra-costa',
    'about',
    '',
    'search',
    'search?q=mate',
    'search',
    '?department=ceramics',
    'search',
  ];
  await expect.poll(views).toEqual(expected);

  const rows = await stored.rows({ action: 'page.viewed' });
  const pages = rows.map(({ event }) => event.page as { title: string; referrer: string });
  expect(pages.map(({ title }) => title.split(' · ')[0])).toEqual([
    'Pieces',
    'Costa jug',
    'About',
    'Pieces',
    'Search',
    'mate',
    'Search',
    'Ceramics',
    'Search',
  ]);
  expect(pages[1]?.referrer, 'the address before').toBe(`${examples.url}/spa/`);
  expect(pages[4]?.referrer, 'a replaced address is no page, but the last one is known').toBe(
    `${examples.url}/spa/?department=ceramics`,
  );
  expect(rows.map(({ event }) => event.seq)).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10]);
  expect(await stored.actions({ action: 'product.viewed' })).toHaveLength(1);
});

test('an app that awaits track() knows what became of the event before it leaves', async ({
  page,
  examples,
  stored,
}) => {
  await page.clock.install();
  await page.goto(`${examples.url}/spa/product/jarra-costa`);
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'product.viewed']);
  // The clock stands still while a request is in flight, so that no call is answered because it takes too long.
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.click('[data-test="reserve"]');
  await page.clock.runFor(100);
  const answer = page.locator('[data-test="response"]');
  await expect(answer.locator('[data-field="succeeded"]')).toHaveText('true');
  await expect(answer.locator('[data-field="stored"]')).toHaveText('true');
  const [reserved] = await stored.rows({ action: 'product.reserved' });
  await expect(answer.locator('[data-field="id"]')).toHaveText(String(reserved?.id));
  expect(reserved).toMatchObject({ amount: 2190, currency: 'UYU' });

  await page.goBack();
  await page.click('[data-test="to-shop"]');
  await page.clock.runFor(1_500);
  await page.waitForURL(`${examples.url}/product/jarra-costa`);
  expect((await stored.rows({ action: 'product.sought' })).map(({ event }) => event.object)).toEqual(['jarra-costa']);
});

test('a jump to another fragment counts only if the option asks for it', async ({ page, site, collector, stored }) => {
  const body = '<a href="#one">One</a><a href="#two">Two</a>';
  site.add('/plain', toDocument({ head: scriptTag(collector), body }));
  site.add('/hash', toDocument({ head: scriptTag(collector, { pageViews: '{"hash":true}' }), body }));
  for (const path of ['/plain', '/hash']) {
    await open(page, site.toUrl(path));
    await page.click('text=One');
    await page.click('text=Two');
    await page.goBack();
    await expect(page).toHaveURL(/#one$/);
  }
  await expect.poll(() => stored.views()).toEqual(['/plain', '/hash', '/hash#one', '/hash#two', '/hash#one']);
});

test('each pushed address and each replaced path counts once where an app pushes and replaces addresses in a row', async ({
  page,
  site,
  collector,
  stored,
}) => {
  await open(page, site.add('/', toDocument({ head: scriptTag(collector) })));
  await expect.poll(() => stored.views()).toEqual(['/']);
  await page.evaluate(() => {
    history.replaceState({ scroll: 1 }, '');
    history.replaceState({ scroll: 2 }, '', location.href);
    history.pushState({}, '', '/a');
    history.replaceState({}, '', '/a');
    history.replaceState({}, '', '/b');
    history.replaceState({}, '', '/b?variant=1');
    history.pushState({ modal: 1 }, '');
    history.pushState({ modal: 2 }, '');
    history.pushState({}, '', '/b?page=2');
  });
  await expect.poll(() => stored.views()).toEqual(['/', '/a', '/b', '/b?page=2']);
});

test('the view of a page whose title comes after its address has that title, and its place among the events', async ({
  page,
  site,
  collector,
  stored,
}) => {
  await open(page, site.add('/', toDocument({ head: scriptTag(collector) })));
  await expect.poll(() => stored.views()).toEqual(['/']);
  await page.evaluate(async () => {
    history.pushState({}, '', '/mates');
    await new Promise((resolve) => setTimeout(resolve, 150));
    document.title = 'Mates';
    await new Promise((resolve) => setTimeout(resolve, 300));
    void window.vitrina.track('test.done');
  });
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'page.viewed', 'test.done']);
  const rows = await stored.rows();
  expect(rows.map(({ event }) => [event.seq, (event.page as { title: string }).title])).toEqual([
    [1, 'A page'],
    [2, 'Mates'],
    [3, 'Mates'],
  ]);
  // The title of the next page never comes, because the visitor leaves.
  await page.evaluate(() => history.pushState({}, '', '/termos'));
  await page.goto('about:blank');
  await expect.poll(() => stored.views()).toEqual(['/', '/mates', '/termos']);
});

test('a click on a marked label counts once, and the middle button counts on links only', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const body = `
    <label id="around" data-vitrina-track="size.chosen">M <input type="checkbox"></label>
    <p data-vitrina-track="color.chosen"><input type="radio" id="red"><label for="red">Red</label></p>
    <button data-vitrina-track="button.pressed">Press</button>
    <a href="/next" data-vitrina-track="link.opened">Next</a>`;
  site.add('/next', 'next');
  await open(page, site.add('/', toDocument({ head: scriptTag(collector, { pageViews: 'false' }), body })));
  await page.click('#around', { position: { x: 2, y: 5 } });
  await page.click('text=Red');
  await page.click('button', { button: 'middle' });
  await page.click('a', { button: 'middle' });
  await page.click('#around input');
  expect(await page.isChecked('#around input'), 'both clicks have reached the field').toBe(false);
  await page.evaluate(() => void window.vitrina.track('test.done'));
  await expect
    .poll(() => stored.actions())
    .toEqual(['size.chosen', 'color.chosen', 'link.opened', 'size.chosen', 'test.done']);
});

test('a page that is restored from the back/forward cache counts again and goes on reporting', async ({
  page,
  site,
  collector,
  stored,
}) => {
  const note = `<script>window.shown = []; addEventListener('pageshow', ({ persisted }) => shown.push(persisted))</script>`;
  const body = '<a href="/b">On</a><button data-vitrina-track="button.pressed">Press</button>';
  site.add('/b', toDocument({ head: scriptTag(collector) }));
  await open(page, site.add('/a', toDocument({ head: note + scriptTag(collector), body })));
  const arrived = async (...views: string[]) => {
    await expect.poll(() => stored.views()).toEqual(views);
    // A page that is left before it has seen the answer keeps its event for a minute.
    await expect.poll(() => countQueued(page)).toBe(0);
  };
  await arrived('/a');
  await page.click('a');
  await page.waitForURL(/\/b$/);
  await arrived('/a', '/b');
  // A restored page fires no load event.
  await page.goBack({ waitUntil: 'commit' });
  await expect
    .poll(() => page.evaluate('window.shown').catch(() => []), 'it was really restored')
    .toEqual([false, true]);
  await expect.poll(() => stored.views()).toEqual(['/a', '/b', '/a']);
  await page.click('button');
  await expect.poll(() => stored.actions()).toEqual(['page.viewed', 'page.viewed', 'page.viewed', 'button.pressed']);
  await expect.poll(() => countQueued(page)).toBe(0);
  await roundTrip(page, collector);
  expect(collector.requests().events).toBe(4);
});

test('a prerendered page counts when it is shown, and not before', async ({ site, collector, stored }) => {
  site.add('/say', '');
  site.add('/shown', '');
  // No driver controls this browser, so the visible page polls the server until the test lets it go on.
  const rules = JSON.stringify({ prerender: [{ source: 'list', urls: ['/next'], eagerness: 'immediate' }] });
  const host = site.add(
    '/',
    toDocument({
      head: scriptTag(collector),
      body: `<script type="speculationrules">${rules}</script><script>
        const ask = () => fetch('/go').then(({ ok }) => ok ? location.assign('/next') : setTimeout(ask, 50));
        ask();
      </script>`,
    }),
  );
  site.add(
    '/next',
    toDocument({
      // This listener runs before that of Vitrina, so that no view can be older.
      head: `<script>
        document.addEventListener('prerenderingchange', () => fetch('/shown?' + Date.now()));
      </script>${scriptTag(collector, { attributes: '' })}`,
      body: `<script>
        vitrina.track('test.done', { object: String(document.prerendering) });
        addEventListener('load', () => fetch('/say?' + (document.prerendering ? 'prerendered' : 'live')));
      </script>`,
    }),
  );
  const stop = await startUnattendedBrowser(host);
  try {
    // The browser has to create its profile first, which takes time.
    await expect.poll(() => site.visited, { timeout: 40_000 }).toContain('/say?prerendered');
    await expect.poll(() => stored.views()).toEqual(['/']);
    expect(await stored.objects()).toEqual([]);
    site.add('/go', '');
    await expect.poll(() => stored.views()).toEqual(['/', '/next']);
    await expect.poll(() => stored.objects()).toEqual(['true']);
    await expect.poll(() => site.visited.some((path) => path.startsWith('/shown'))).toBe(true);
  } finally {
    await stop();
  }
  const shownAt = Number(site.visited.find((path) => path.startsWith('/shown'))?.split('?')[1]);
  const view = (await stored.rows({ action: 'page.viewed' }))[1];
  expect(view && Math.round(view.tracked_at * 1000), 'the time is that of being shown').toBeGreaterThanOrEqual(shownAt);
});
