import { expect, test } from './fixtures.ts';
import { eventually, hasDelivered, openShop, openTab, track, trackOnly, visit } from './shop.ts';

declare global {
  interface Window {
    shown: boolean[];
  }
}

test('a page that comes back from the back/forward cache counts again and goes on reporting', async ({
  driver,
  engine,
  site,
  collector,
}) => {
  const note = `<script>window.shown = []; addEventListener('pageshow', ({ persisted }) => shown.push(persisted))</script>`;
  const shop = openShop(site, collector, { head: note });
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  await trackOnly(tab, ['1']);
  await visit(tab, shop.other);
  await eventually(() => collector.stored().views()).toEqual(['/shop', '/other']);
  // Drivers wait for a load event, which a restored page does not fire.
  await tab.evaluate(() => void setTimeout(() => history.back()));
  await eventually(
    () => tab.evaluate(() => [location.pathname, ...window.shown]).catch(() => []),
    'it was really restored',
  ).toEqual(['/shop', false, true]);
  await eventually(() => collector.stored().views()).toEqual(['/shop', '/other', '/shop']);

  expect(await track(tab, '2')).toMatchObject({ succeeded: true, stored: true });
  expect(await collector.stored().objects()).toEqual(['1', '2']);
  expect(await collector.stored().actions()).toHaveLength(5);
  if (engine.name === 'chromium') {
    const reasons = await tab.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & {
        notRestoredReasons?: unknown;
      })[];
      return entry && 'notRestoredReasons' in entry ? entry.notRestoredReasons : 'not supported';
    });
    expect(reasons, 'nothing speaks against the cache').toBeNull();
  }
});
