import type { Tab } from './driver.ts';
import { eventually } from './shop.ts';

declare global {
  interface Window {
    shown: boolean[];
  }
}

/** For the head of a page that is to be gone back to: whether it came from the cache, each time that it was shown. */
export const noteShown = `<script>
  window.shown = [];
  addEventListener('pageshow', ({ persisted }) => shown.push(persisted));
</script>`;

/** Goes back, and answers how the page has come: `restored`, or `loaded` anew and why, where the browser tells it. */
export const goBack = async (tab: Tab, path: string): Promise<string> => {
  // Drivers wait for a load event, which a restored page does not fire.
  await tab.evaluate(() => void setTimeout(() => history.back()));
  await eventually(() => tab.evaluate(() => (window.shown ? location.pathname : '')).catch(() => '')).toBe(path);
  return tab.evaluate(async () => {
    // Which of the two it is, is known when the page is shown: some time after its address can be seen.
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
