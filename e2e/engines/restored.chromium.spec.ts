import { expect, test } from './support/fixtures.ts';
import { goBack, noteShown } from './support/go-back.ts';
import { eventually, hasDelivered, openShop, openTab, visit } from './support/shop.ts';

test('a lock of the page itself keeps it out of the back/forward cache, and the test helper names that reason', async ({
  driver,
  site,
  collector,
}) => {
  const keepOut = `<script>navigator.locks.request('theirs', () => new Promise(() => {}))</script>`;
  const shop = openShop(site, collector, { head: noteShown + keepOut });
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  await visit(tab, shop.other);
  expect(await goBack(tab, '/shop')).toBe('loaded: weblocks-contention');
  // The page was loaded again, so it counts a new page view.
  await eventually(() => collector.stored().views()).toEqual(['/shop', '/other', '/shop']);
});
