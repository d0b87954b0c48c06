import { all, listen } from '../browser/listen.js';
import type { PageViewOptions, Plugin, Stop } from '../types/tracker.js';

/**
 * Plugin that reports `page.viewed` when it starts, on navigation within a single-page app, and when the back/forward cache
 * restores the page.
 * @example
 * ```ts
 * import { createTracker } from 'vitrina';
 * import { pages } from 'vitrina/plugins/pages';
 *
 * createTracker('xy76ks', { endpoint: 'https://events.example.com/v1/events', plugins: [pages({ hash: true })] });
 * ```
 */
export const pages =
  (setting: boolean | PageViewOptions = true): Plugin =>
  ({ observe, moved }) => {
    if (!setting) return;
    const { hash, search = true, replaced, ignore } = setting as PageViewOptions;
    /** The address of the page that is shown, without the parts that do not count. */
    let shown = '';
    /** The same without its query. */
    let shownPath = '';
    /** The whole address, as `location.href`. */
    let address = '';

    /**
     * Reports a view if the address has changed.
     * @param isReplaced the page has replaced the address, often only to keep a choice in it, so its query alone does not count
     * @param restored the page came from the back/forward cache, so it counts in any case
     */
    const view = (isReplaced: boolean, restored?: boolean) => {
      const { href, origin, pathname, search: query, hash: fragment } = location;
      // A router adds its empty route to the address as it starts, after Vitrina.
      const route = hash ? fragment.replace(/^#!?\/$/, '') : '';
      const path = origin + pathname + route.split('?', 1);
      const current = origin + pathname + (search ? query : '') + route;
      const isSame = isReplaced && !replaced ? path === shownPath : current === shown;
      const previous = address;
      [address, shown, shownPath] = [href, current, path];
      if (isSame && !restored) return;
      try {
        if (ignore?.(new URL(href))) return;
      } catch {
        // If `ignore` throws, the address counts.
      }
      if (previous && !restored) moved(previous);
      observe('page.viewed', {}, 'page', !restored);
    };

    view(false);
    return all([
      watchAddress(view),
      listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && view(false, true)),
    ]);
  };

interface Navigation extends EventTarget {
  currentEntry: object | null;
}

/** Calls `view` after each change of the address without a new document. */
const watchAddress = (view: (isReplaced: boolean) => void): Stop => {
  const { navigation } = window as Window & { navigation?: Navigation };
  // With the Navigation API no function of the page is wrapped. Chrome 102, Safari 26.2, Firefox 147 (2026-11).
  if (navigation?.currentEntry) {
    return listen(navigation, 'currententrychange', ({ navigationType }: Event & { navigationType: string | null }) => {
      // The type is null if only the entry's state was changed.
      if (navigationType) view(navigationType === 'replace');
    });
  }
  let live = true;
  // A page may have a variable `history` of its own.
  const { history } = window;
  const wrap = (name: 'pushState' | 'replaceState') => {
    const original = history[name];
    history[name] = function (this: History, ...values: Parameters<History['pushState']>) {
      original.apply(this, values);
      if (live) view(name === 'replaceState');
    };
  };
  wrap('pushState');
  wrap('replaceState');
  const undo = all(['popstate', 'hashchange'].map((type) => listen(window, type, () => view(false))));
  return () => {
    // Other scripts may have wrapped our wrapper, so it stays in place and reports nothing any more.
    live = false;
    undo();
  };
};
