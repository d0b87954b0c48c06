import { all, listen } from '../browser/listen.js';
import type { PageViewOptions, Plugin, Stop } from '../types/tracker.js';

/** Reports `page.viewed` on load, on navigation within a single-page app, and when the back/forward cache restores a page. */
export const pages =
  (setting: boolean | PageViewOptions = true): Plugin =>
  ({ observe, moved }) => {
    if (!setting) return;
    const { hash, search = true, ignore } = setting as PageViewOptions;
    let shown = '';
    let address = '';

    /** `again`: the visitor asked for a page, even if it is the one that is shown. A jump within the page is none. */
    const view = (again: boolean, restored?: boolean) => {
      const { href, origin, pathname, search: query, hash: fragment } = location;
      const current = origin + pathname + (search ? query : '') + (hash ? fragment : '');
      const previous = address;
      address = href;
      if (current === shown && !restored && !(again && previous === href)) return;
      shown = current;
      try {
        if (ignore?.(new URL(href))) return;
      } catch {
        // An address that it does not understand counts.
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

/** Calls back after each change of the address without a new document. */
const watchAddress = (view: (again: boolean) => void): Stop => {
  const { navigation } = window as Window & { navigation?: Navigation };
  // Chrome 102, Safari 26.2, Firefox 147: nothing of the page needs to be wrapped (2026-11).
  if (navigation?.currentEntry) {
    return listen(navigation, 'currententrychange', ({ navigationType }: Event & { navigationType: string | null }) => {
      // Without a type only the entry's state was changed.
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
    // Others may have wrapped our wrapper, so it stays and goes quiet.
    live = false;
    undo();
  };
};
