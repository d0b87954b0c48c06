import type { Tab } from './driver.ts';
import { eventually } from './shop.ts';

declare global {
  interface Window {
    shown: boolean[];
  }
}

/** A script for the head of a page. It records, each time that the page is shown, whether it came from the cache. */
export const noteShown = `<script>
  window.shown = [];
  addEventListener('pageshow', ({ persisted }) => shown.push(persisted));
</script>`;

/** Goes back, and returns `restored` for a page from the cache, or `loaded` with the browser's reason, if it gives one. */
export const goBack = async (tab: Tab, path: string): Promise<string> => {
  // Drivers wait for a load event, which a restored page does not fire.
  await tab.evaluate(() => void setTimeout(() => history.back()));
  await eventually(() => tab.evaluate(() => (window.shown ? location.pathname : '')).catch(() => '')).toBe(path);
  return tab.evaluate(async () => {
    // The page records it when it is shown, which is some time after its address has changed.
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
