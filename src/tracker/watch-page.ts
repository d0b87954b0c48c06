import { all, listen } from '../browser/listen.js';
import { ofDocument } from '../browser/of-document.js';
import { readTold } from '../privacy/consent-tabs.js';
import type { Stop } from '../types/tracker.js';
import type { DeferredPipeline } from './deferred-pipeline.js';

/** The tracker listens to storage after this delay, because the page's own work comes first. */
const CATCH_UP_DELAY_MS = 300;

/**
 * Watches for the events that matter to delivery, and for answers about consent in other tabs. The returned function stops it.
 * It does not use `unload` and `beforeunload`: both can cost the back/forward cache, and both are unreliable on phones.
 * `pagehide` is dispatched on `window` only.
 * @param running returns the pipeline that is running, if any
 * @param follow takes over an answer and the session of the tab that sent it; without arguments it looks for a stored answer
 */
export const watchPage = (
  running: () => DeferredPipeline | undefined,
  follow: (answer?: string, session?: string) => void,
  prefix: string,
): Stop => {
  /** Takes over what other tabs have changed. */
  const catchUp = () => {
    follow();
    running()?.opened()?.catchUp();
  };
  const shown = () => {
    catchUp();
    running()?.opened()?.delivery.shown();
  };
  const stops = [
    listen(document, 'visibilitychange', () => {
      if (ofDocument('hidden')) running()?.leave('hidden');
      else shown();
    }),
    listen(window, 'pagehide', () => running()?.leave('pagehide')),
    listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && shown()),
    listen(window, 'online', () => running()?.opened()?.delivery.online()),
    () => clearTimeout(timer),
  ];
  const onStorage = (change: StorageEvent) => {
    const told = readTold(change, prefix);
    if (told) follow(...told);
    running()?.opened()?.user.onStorage(change);
  };
  // Listening connects the page to its storage, which takes 1 to 6 ms on a slow phone (Chromium 156, 2026-11).
  const timer = setTimeout(() => {
    stops.push(listen(window, 'storage', onStorage));
    catchUp();
  }, CATCH_UP_DELAY_MS);
  return all(stops);
};
