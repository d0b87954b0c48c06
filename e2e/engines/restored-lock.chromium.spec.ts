import { expect, test } from './support/fixtures.ts';
import { goBack, noteShown } from './support/go-back.ts';
import { eventually, hasDelivered, hasNothingQueued, openShop, openTab, trackOnly, visit } from './support/shop.ts';

test('a page that was left while it drained a backlog releases its lock, so it is restored from the back/forward cache', async ({
  driver,
  site,
  collector,
}) => {
  const shop = openShop(site, collector, { head: noteShown });
  const crashed = openShop(site, collector, { path: '/crashed', isMuted: true });
  // The clock of this page is ahead, so it may adopt the backlog.
  const later = shop.later(65_000);
  const closed = await openTab(driver, crashed.url);
  await hasDelivered(closed, collector);
  // A slow collector keeps the lock held until the test has seen it and left the page.
  collector.fault({ kind: 'slow', milliseconds: 8_000 });
  const { posts } = collector.requests();
  await trackOnly(closed, ['0']);
  await eventually(() => collector.requests().posts).toBe(posts + 1);
  await trackOnly(closed, ['1']);
  await closed.close();

  const tab = await openTab(driver, later);
  const isDraining = () => tab.evaluate(async () => (await navigator.locks.query()).held?.length);
  await eventually(isDraining, 'it holds the lock').toBe(1);
  // The clock of this page is another minute ahead, so it adopts the rest and requests the lock.
  await visit(tab, `${shop.other}?ahead=130000`);
  collector.fault(null);
  await hasNothingQueued(tab);
  expect(await goBack(tab, '/shop'), 'nothing speaks against the cache').toBe('restored');
  await eventually(() => collector.stored().objects()).toEqual(['0', '1']);
});
