import { all, listen } from '../browser/listen.js';
import type { PageViewOptions, Plugin, Stop } from '../types/tracker.js';

/**
 * Plugin that reports `page.viewed` when it starts, on navigation within a single-page app, and when the back/forward cache
 * restores the page.
 */
export const pages =
  (setting: boolean | PageViewOptions = true): Plugin =>
  ({ observe, moved }) => {
    if (!setting) return;
    const { hash, search = true, ignore } = setting as PageViewOptions;
    /** The viewed address, without the parts that do not count. */
    let shown = '';
    /** The whole address, as `location.href`. */
    let address = '';

    /**
     * Reports a view if the address has changed.
     * @param isPush the visitor has asked for a page, so the same address counts again; a jump to a fragment does not
     * @param restored the page came from the back/forward cache, so it counts in any case
     */
    const view = (isPush: boolean, restored?: boolean) => {
      const { href, origin, pathname, search: query, hash: fragment } = location;
      const current = origin + pathname + (search ? query : '') + (hash ? fragment : '');
      const previous = address;
      address = href;
      if (current === shown && !restored && !(isPush && previous === href)) return;
      shown = current;
      try {
        if (ignore?.(new URL(href))) return;
      } catch {
        // If `ignore` throws, the address counts.
      }
      if (previous && !restored) moved(previous);
      observe('page.viewed', {}, 'page', true);
    };

    view(true);
    return all([
      watchAddress(view),
      listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && view(true, true)),
    ]);
  };

interface Navigation extends EventTarget {
  currentEntry: object | null;
}

/** Calls `view` after each change of the address without a new document. */
const watchAddress = (view: (isPush: boolean) => void): Stop => {
  const { navigation } = window as Window & { navigation?: Navigation };
  // With the Navigation API no function of the page is wrapped. Chrome 102, Safari 26.2, Firefox 147 (2026-11).
  if (navigation?.currentEntry) {
    return listen(navigation, 'currententrychange', ({ navigationType }: Event & { navigationType: string | null }) => {
      // The type is null if only the entry's state was changed.
      if (navigationType) view(navigationType === 'push');
    });
  }
  let live = true;
  const wrap = (name: 'pushState' | 'replaceState') => {
    const original = history[name];
    history[name] = function (this: History, ...values: Parameters<History['pushState']>) {
      original.apply(this, values);
      if (live) view(name === 'pushState');
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
