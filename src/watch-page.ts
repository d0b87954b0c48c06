import { readTold } from './browser/consent-tabs.js';
import { all, listen } from './browser/lifecycle.js';
import type { Engine } from './engine.js';
import type { Stop } from './types.js';

/**
 * The moments that decide about delivery, and those when another tab may have been told what the visitor allows. Neither
 * `unload` nor `beforeunload`: both can cost the back/forward cache, and neither is dependable on phones. `pagehide` reaches
 * only `window`.
 * @param engine the one that is at work, if any
 * @param follow looks for an answer; it comes with the session of the tab that tells it, before its cookies do
 */
export const watchPage = (
  engine: () => Engine | undefined,
  follow: (answer?: string, session?: string) => void,
  prefix: string,
): Stop => {
  const shown = () => {
    follow();
    engine()?.shown();
  };
  return all([
    listen(document, 'visibilitychange', () => {
      if (document.hidden) engine()?.leave(false);
      else shown();
    }),
    listen(window, 'pagehide', () => engine()?.leave(true)),
    listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && shown()),
    listen(window, 'online', () => engine()?.online()),
    listen(window, 'storage', (change: StorageEvent) => {
      const told = readTold(change, prefix);
      if (told) follow(...told);
      engine()?.heard(change);
    }),
  ]);
};
