import type { Tab } from './driver.ts';
import { expect, test } from './fixtures.ts';
import { eventually, hasDelivered, openShop, openTab, track, trackOnly, visit } from './shop.ts';

declare global {
  interface Window {
    shown: boolean[];
  }
}

const note = `<script>window.shown = []; addEventListener('pageshow', ({ persisted }) => shown.push(persisted))</script>`;

/** Goes back, and answers how the page has come: `restored`, or anew and why, where the browser tells it. */
const goBack = async (tab: Tab, path: string): Promise<string> => {
  // Drivers wait for a load event, which a restored page does not fire.
  await tab.evaluate(() => void setTimeout(() => history.back()));
  await eventually(() => tab.evaluate(() => (window.shown ? location.pathname : '')).catch(() => '')).toBe(path);
  return tab.evaluate(async () => {
    // Whether it was restored is known when it is shown, which is after its address has changed.
    while (document.readyState !== 'complete' || !window.shown.length)
      await new Promise((turn) => setTimeout(turn, 10));
    if (window.shown.at(-1)) return 'restored';
    const [entry] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & {
      notRestoredReasons?: { reasons: { reason: string }[] } | null;
    })[];
    const reasons = entry?.notRestoredReasons?.reasons.map(({ reason }) => reason) ?? ['for an unknown reason'];
    return `loaded: ${reasons.join(', ')}`;
  });
};

for (const [how, milliseconds] of [
  ['that has delivered everything', 0],
  ['with a request on its way', 3_000],
] as const) {
  test(`a page ${how} comes back from the back/forward cache, counts again and goes on reporting`, async ({
    driver,
    site,
    collector,
  }) => {
    const shop = openShop(site, collector, { head: note });
    const tab = await openTab(driver, shop.url);
    await hasDelivered(tab, collector);
    collector.fault({ kind: 'slow', milliseconds });
    await trackOnly(tab, ['1']);
    await eventually(() => collector.stored().objects()).toEqual(['1']);
    await visit(tab, shop.other);
    collector.fault(null);
    expect(await goBack(tab, '/shop'), 'nothing speaks against the cache').toBe('restored');
    await eventually(() => collector.stored().views()).toEqual(['/shop', '/other', '/shop']);

    expect(await track(tab, '2')).toMatchObject({ succeeded: true, stored: true });
    expect(await collector.stored().objects()).toEqual(['1', '2']);
    expect(await collector.stored().actions()).toHaveLength(5);
  });
}

test('a page that another script keeps out of the back/forward cache is told apart from one that comes back', async ({
  driver,
  engine,
  site,
  collector,
}) => {
  const keepOut = `<script>navigator.locks.request('theirs', () => new Promise(() => {}))</script>`;
  const shop = openShop(site, collector, { head: note + keepOut });
  const tab = await openTab(driver, shop.url);
  await hasDelivered(tab, collector);
  await visit(tab, shop.other);
  expect(await goBack(tab, '/shop')).toContain(engine.name === 'chromium' ? 'lock' : 'loaded');
  // It is a page of its own, with a view of its own.
  await eventually(() => collector.stored().views()).toEqual(['/shop', '/other', '/shop']);
});
