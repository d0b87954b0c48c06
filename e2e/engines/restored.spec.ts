import { expect, test } from './support/fixtures.ts';
import { goBack, noteShown } from './support/go-back.ts';
import { eventually, hasDelivered, openShop, openTab, track, trackOnly, visit } from './support/shop.ts';

test('a page that is restored from the back/forward cache counts again and goes on reporting', async ({
  driver,
  site,
  collector,
}) => {
  const shop = openShop(site, collector, { head: noteShown });
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  await trackOnly(tab, ['1']);
  await hasDelivered(tab, collector);
  await visit(tab, shop.other);
  await eventually(() => collector.stored().views()).toEqual(['/shop', '/other']);
  expect(await goBack(tab, '/shop'), 'nothing speaks against the cache').toBe('restored');
  await eventually(() => collector.stored().views()).toEqual(['/shop', '/other', '/shop']);

  expect(await track(tab, '2')).toMatchObject({ succeeded: true, stored: true });
  expect(await collector.stored().objects()).toEqual(['1', '2']);
  expect(await collector.stored().actions()).toHaveLength(5);
});
