import { BUSINESS } from '../support/fixtures.ts';
import { escapeHtml, toDocument } from '../support/page-server.ts';
import { numbers, scriptTag } from '../support/tracked-page.ts';
import { expect, test } from './support/fixtures.ts';
import {
  byNumber,
  countQueued,
  eventually,
  HANDED_OVER,
  hasDelivered,
  hasNothingQueued,
  isReady,
  openShop,
  openTab,
  ORPHANED,
  trackOnly,
  visit,
} from './support/shop.ts';

declare global {
  interface Window {
    /** The bodies of the requests that the page has made with fetch. */
    asked: string[];
  }
}

const STEPS = 10;

for (const [how, milliseconds] of [
  ['at once', 0],
  ['after 300 ms', 300],
] as const) {
  test(`ten clicks that lead to another page are each stored once, with answers ${how}`, async ({
    driver,
    site,
    collector,
  }) => {
    const shop = openShop(site, collector);
    if (milliseconds) collector.fault({ kind: 'slow', milliseconds });
    const url = site.add('/step', ({ searchParams }) => {
      const step = searchParams.get('n');
      const leave = `vitrina.track('test.done', { object: '${step}' }); location.assign('/step?n=${Number(step) + 1}')`;
      return toDocument({
        head: scriptTag(collector),
        body: `<button id="go" onclick="${escapeHtml(leave)}">On</button>`,
      });
    });
    const tab = await openTab(driver, `${url}?n=1`);
    for (let step = 1; step <= STEPS; step++) {
      await tab.click('#go');
      await eventually(() => tab.url()).toBe(`${url}?n=${step + 1}`);
      await isReady(tab);
    }
    await eventually(() => collector.stored().objects()).toEqual(numbers(STEPS));
    await eventually(() => collector.stored().views()).toEqual(numbers(STEPS + 1).map((step) => `/step?n=${step}`));

    // Events handed over by ending pages are sent again a minute later, because no page saw the answers.
    await visit(tab, shop.later(HANDED_OVER));
    await hasNothingQueued(tab);
    expect(await collector.stored().objects()).toEqual(numbers(STEPS));
    await eventually(async () => (await collector.stored().rows()).length).toBe(STEPS * 2 + 2);
  });
}

test('an event that is tracked right before the tab is closed arrives', async ({ driver, site, collector }) => {
  const shop = openShop(site, collector);
  for (const object of numbers(3)) {
    const tab = await openTab(driver, shop.url);
    await trackOnly(tab, [object]);
    await tab.close();
  }
  // A busy browser loses one in some hundreds of the requests that closing tabs hand over.
  await eventually(async () => (await collector.stored().objects()).length).toBeGreaterThan(1);

  const next = await openTab(driver, shop.later(HANDED_OVER));
  await hasDelivered(next, collector, 4);
  expect(await collector.stored().objects()).toEqual(numbers(3));
});

test('a request that the browser could not send yet outlives the closed tab', async ({ driver, site, collector }) => {
  const noteRequests = `<script>
    window.asked = [];
    const take = window.fetch;
    window.fetch = (...values) => { asked.push(String(values[1]?.body)); return take(...values); };
  </script>`;
  const shop = openShop(site, collector, { head: noteRequests });
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  // Other requests occupy all six connections that a browser opens to one server at a time.
  collector.fault({ kind: 'hang', containing: 'theirs' });
  const { posts } = collector.requests();
  await tab.evaluate((address) => {
    for (let count = 0; count < 6; count++) fetch(address, { method: 'POST', body: 'theirs' }).catch(() => {});
  }, `${collector.url}/v1/events?b=${BUSINESS}`);
  await eventually(() => collector.requests().posts).toBe(posts + 6);
  await trackOnly(tab, ['1']);
  await eventually(() => tab.evaluate(() => window.asked.at(-1))).toContain('"object":"1"');
  expect(collector.requests().posts, 'it has to wait').toBe(posts + 6);
  await tab.close();
  await eventually(() => collector.stored().objects()).toEqual(['1']);
});

for (const moment of ['before', 'after']) {
  test(`an event that a page tracks in pagehide arrives, where the page began to listen ${moment} Vitrina did`, async ({
    driver,
    site,
    collector,
  }) => {
    const listen = `addEventListener('pagehide', () => vitrina.track('test.done', { object: 'goodbye' }))`;
    const shop = openShop(site, collector, moment === 'before' ? { head: `<script>${listen}</script>` } : {});
    const tab = await openTab(driver, shop.url);
    if (moment === 'after') await tab.evaluate((source) => void (0, eval)(source), listen);
    await hasDelivered(tab, collector);
    await tab.goto(shop.plain);
    await eventually(() => collector.stored().objects()).toEqual(['goodbye']);
    expect(await countQueued(tab), 'it was stored too').toBe(1);

    await visit(tab, shop.later(HANDED_OVER));
    await hasNothingQueued(tab);
    expect(await collector.stored().objects()).toEqual(['goodbye']);
  });
}

test('events of a page that ends without pagehide, as in a crash, are sent by the next page', async ({
  driver,
  site,
  collector,
}) => {
  const shop = openShop(site, collector, { isMuted: true });
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  // This is longer than a busy machine takes to leave a page.
  collector.fault({ kind: 'slow', milliseconds: 20_000, count: 1 });
  const { posts } = collector.requests();
  await trackOnly(tab, ['1']);
  await eventually(() => collector.requests().posts).toBe(posts + 1);
  await trackOnly(tab, numbers(4, 2));
  await tab.goto(shop.plain);
  await eventually(() => collector.stored().objects()).toEqual(['1']);
  expect(await countQueued(tab)).toBe(5);

  await visit(tab, shop.later(ORPHANED));
  await hasNothingQueued(tab);
  expect(byNumber(await collector.stored().objects())).toEqual(numbers(5));
});
