import { all, listen } from '../browser/listen.js';
import { readTold } from '../privacy/consent-tabs.js';
import type { Stop } from '../types/tracker.js';
import type { DeferredPipeline } from './deferred-pipeline.js';

/** What is not urgent waits for the work that the visitor waits for. */
const CATCH_UP_DELAY_MS = 300;

/**
 * The moments that decide about delivery, and those when another tab may have been told what the visitor allows. Neither
 * `unload` nor `beforeunload`: both can cost the back/forward cache, and neither is dependable on phones. `pagehide` reaches
 * only `window`.
 * @param running the pipeline that is at work, if any
 * @param follow looks for an answer; it comes with the session of the tab that tells it, before its cookies do
 */
export const watchPage = (
  running: () => DeferredPipeline | undefined,
  follow: (answer?: string, session?: string) => void,
  prefix: string,
): Stop => {
  /** Takes over what other tabs have said meanwhile. */
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
      if (document.hidden) running()?.leave('hidden');
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
