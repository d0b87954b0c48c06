/** NubeSDK's worker as its types describe it: an app's `App` is called with an object that hears the page. */
// @ts-expect-error -- the file that the test puts there
import { App } from '/vitrina.nube.js';

const { hearPage, sandbox } = /** @type {any} */ (self);

/** @type {Map<string, Set<(state: object, event: string) => void>>} */
const listeners = new Map();
/** @type {object} */
let current = {};

hearPage(
  /** @param {{ state: object, settings: object }} start */
  ({ state, settings }) => {
    current = state;
    App({
      /** @param {string} event @param {() => void} listener */
      on: (event, listener) => listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
      /** @param {string} event @param {() => void} listener */
      off: (event, listener) => listeners.get(event)?.delete(listener),
      getState: () => current,
      getBrowserAPIs: () => ({ asyncLocalStorage: sandbox.storage }),
      getAppSettings: () => settings,
    });
  },
  /** @param {string} event @param {object} [state] */
  (event, state) => {
    current = state ?? current;
    for (const listener of listeners.get(event) ?? []) listener(current, event);
  },
);
