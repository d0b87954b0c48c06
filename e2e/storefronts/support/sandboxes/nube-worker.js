/** NubeSDK's worker as its types describe it: it calls an app's `App` with an object that receives the page's events. */
// @ts-expect-error -- the test adds this file
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
