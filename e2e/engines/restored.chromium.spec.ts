import { expect, test } from './support/fixtures.ts';
import { goBack, noteShown } from './support/go-back.ts';
import { eventually, hasDelivered, openShop, openTab, visit } from './support/shop.ts';

test('what keeps a page out of the back/forward cache is named, so that these tests would notice', async ({
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
  // It is a page of its own, with a view of its own.
  await eventually(() => collector.stored().views()).toEqual(['/shop', '/other', '/shop']);
});
