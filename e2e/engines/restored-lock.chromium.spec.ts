import { expect, test } from './support/fixtures.ts';
import { goBack, noteShown } from './support/go-back.ts';
import { eventually, hasDelivered, hasNothingQueued, openShop, openTab, trackOnly, visit } from './support/shop.ts';

test('a page that was left as it drained a backlog gives its lock back, and so comes back from the back/forward cache', async ({
  driver,
  site,
  collector,
}) => {
  const shop = openShop(site, collector, { head: noteShown });
  const crashed = openShop(site, collector, { path: '/crashed', isMuted: true });
  // Where it is later, so that the backlog may be taken over.
  const later = shop.later(65_000);
  const closed = await openTab(driver, crashed.url);
  await hasDelivered(closed, collector);
  // So that the lock is held for as long as it takes to see it, and to leave.
  collector.fault({ kind: 'slow', milliseconds: 8_000 });
  const { posts } = collector.requests();
  await trackOnly(closed, ['0']);
  await eventually(() => collector.requests().posts).toBe(posts + 1);
  await trackOnly(closed, ['1']);
  await closed.close();

  const tab = await openTab(driver, later);
  const isDraining = () => tab.evaluate(async () => (await navigator.locks.query()).held?.length);
  await eventually(isDraining, 'it holds the lock').toBe(1);
  // Another minute later, so that this page takes over what is left, and asks for the lock.
  await visit(tab, `${shop.other}?ahead=130000`);
  collector.fault(null);
  await hasNothingQueued(tab);
  expect(await goBack(tab, '/shop'), 'nothing speaks against the cache').toBe('restored');
  await eventually(() => collector.stored().objects()).toEqual(['0', '1']);
});
