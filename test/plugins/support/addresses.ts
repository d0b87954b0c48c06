import { onTestFinished } from 'vitest';

type Change = (url: string) => void;

/** The ways in which a single-page app or the browser changes the address. */
export interface Addresses {
  push: Change;
  replace: Change;
  /** Goes back or forward to this address. */
  traverse: Change;
  /** Jumps to a fragment, as a link to `#…` does. */
  jump: Change;
}

/** The browser's own functions, even if a page has replaced them. */
const native = {
  push: History.prototype.pushState,
  replace: History.prototype.replaceState,
};

/** A browser without the Navigation API. A tracker has to wrap the functions of `history`. */
export const byHistory = (): Addresses => ({
  push: (url) => history.pushState({ from: 'router' }, '', url),
  replace: (url) => history.replaceState({ from: 'router' }, '', url),
  traverse(url) {
    native.replace.call(history, null, '', url);
    window.dispatchEvent(new PopStateEvent('popstate'));
  },
  jump(url) {
    native.push.call(history, null, '', url);
    window.dispatchEvent(new PopStateEvent('popstate'));
    window.dispatchEvent(new Event('hashchange'));
  },
});

/** A browser with the Navigation API. */
export const byNavigation = (): Addresses => {
  const navigation = Object.assign(new EventTarget(), { currentEntry: {} });
  Object.defineProperty(window, 'navigation', { configurable: true, value: navigation });
  onTestFinished(() => void Reflect.deleteProperty(window, 'navigation'));
  const tell = (navigationType: string | null) =>
    navigation.dispatchEvent(Object.assign(new Event('currententrychange'), { navigationType, from: {} }));
  const change =
    (type: 'push' | 'replace', told: string): Change =>
    (url) => {
      history[type === 'push' ? 'pushState' : 'replaceState'](null, '', url);
      tell(told);
    };
  return {
    push: change('push', 'push'),
    replace: change('replace', 'replace'),
    traverse: change('replace', 'traverse'),
    jump: change('push', 'push'),
  };
};

/** Restores the functions of `history` that trackers have wrapped. */
export const restoreHistory = () => {
  Reflect.deleteProperty(history, 'pushState');
  Reflect.deleteProperty(history, 'replaceState');
};
