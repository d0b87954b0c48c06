/** Shopify's strict sandbox as its documents describe it: one global to register with, and an API whose every method is a promise. */
{
  /** @typedef {(event: object) => void} Listener */

  const { hearPage, sandbox, importScripts } = /** @type {any} */ (self);

  /** @type {[name: string, listener: Listener][]} */
  const listeners = [];
  /** @type {Listener[]} */
  const privacyListeners = [];

  hearPage(
    /** @param {{ settings: object, init: object }} start */
    ({ settings, init }) => {
      const api = {
        settings,
        init,
        analytics: {
          /** @param {string} name @param {Listener} listener */
          subscribe: (name, listener) => !!listeners.push([name, listener]),
        },
        browser: {
          cookie: {
            /** @param {string} name */
            get: (name) => sandbox.ask('cookie.get', name),
            /** @param {string} cookie */
            set: (cookie) => sandbox.ask('cookie.set', cookie),
          },
          localStorage: sandbox.storage,
          /** @param {string} url @param {string} body */
          sendBeacon: (url, body) => sandbox.ask('sendBeacon', url, body),
        },
        customerPrivacy: {
          /** @param {string} _name @param {Listener} listener */
          subscribe: (_name, listener) => !!privacyListeners.push(listener),
        },
      };
      importScripts('/vitrina.pixel.js');
      /** @type {any} */ (self).vitrinaPixel(api);
    },
    /** @param {'event' | 'privacy'} kind @param {{ name: string }} event */
    (kind, event) => {
      if (kind === 'privacy') for (const listener of privacyListeners) listener(event);
      else for (const [name, listener] of listeners) if (name === event.name) listener(event);
    },
  );
}
