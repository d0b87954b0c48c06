/**
 * Shopify's lax sandbox as its documents describe it: a frame with a document of its own and no origin, in which the pasted code
 * finds these names. A listener does not get events from before it has subscribed, because no document promises that.
 */
{
  /** @typedef {(event: object) => void} Listener */
  /** @typedef {{ answer?: number, value?: unknown, event?: { name: string } }} FromPage */

  /** @type {Map<number, (value: unknown) => void>} */
  const questions = new Map();
  /** @type {[name: string, listener: Listener][]} */
  const listeners = [];

  /** @param {string} name @param {unknown[]} values @returns {Promise<any>} */
  const ask = (name, ...values) =>
    new Promise((resolve) => {
      questions.set(questions.size + 1, resolve);
      parent.postMessage({ call: questions.size, name, values }, '*');
    });

  addEventListener('message', ({ data }) => {
    const { answer, value, event } = /** @type {FromPage} */ (data);
    if (answer) questions.get(answer)?.(value);
    if (!event) return;
    for (const [name, listener] of listeners)
      if (name === event.name || name === 'all_standard_events') listener(event);
  });

  const analytics = {
    /** @param {string} name @param {Listener} listener */
    subscribe(name, listener) {
      listeners.push([name, listener]);
    },
  };
  const browser = {
    cookie: {
      /** @param {string} name */
      get: (name) => ask('cookie.get', name),
      /** @param {string} cookie */
      set: (cookie) => ask('cookie.set', cookie),
    },
    localStorage: {
      /** @param {string} key */
      getItem: (key) => ask('storage.getItem', key),
      /** @param {string} key @param {string} value */
      setItem: (key, value) => ask('storage.setItem', key, value),
      /** @param {string} key */
      removeItem: (key) => ask('storage.removeItem', key),
    },
  };
  const api = { customerPrivacy: { subscribe: () => true } };
  Object.assign(window, { analytics, browser, api });
}
