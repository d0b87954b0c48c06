/**
 * What runs in every page before its own scripts, and tells the test which events the tracker has accepted, delivered and dropped.
 * It listens to the tracker's signals from the moment there is one.
 *
 * Each entry goes out through a DevTools binding at once, in the same task. What a page says as it ends may not come through
 * there, so that acceptances and drops are noted in localStorage too, under a key of this document alone.
 *
 * @param {{ binding: string, prefix: string, queue: string }} names
 */
export const reportFromPage = ({ binding, prefix, queue }) => {
  if (window !== window.top || !location.protocol.startsWith('http')) return;
  const page = /** @type {Record<string, any>} */ (/** @type {unknown} */ (window));
  const documentId = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(36)).join('');

  let number = 0;

  /** @param {Record<string, unknown>} entry @param {boolean} [isKept] */
  const say = (entry, isKept) => {
    const line = JSON.stringify({ document: documentId, number: ++number, at: Date.now(), ...entry });
    // Looked up each time: a page that comes back from the back/forward cache is given a new one.
    page[binding]?.(line);
    if (isKept)
      localStorage.setItem(prefix + documentId, `${localStorage.getItem(prefix + documentId) ?? ''}${line}\n`);
  };

  /** @param {any} tracker */
  const watch = (tracker) => {
    tracker.on('event', (/** @type {any} */ { id, action, observed_by, seq, object }) =>
      say({ kind: 'accepted', id, action, observer: observed_by, seq, object }, true),
    );
    tracker.on('delivered', (/** @type {any} */ { id }, /** @type {any} */ response) =>
      say({ kind: 'delivered', id, isRepeat: JSON.stringify(response?.data ?? '').includes('"duplicate"') }),
    );
    tracker.on('dropped', (/** @type {any} */ { id, action }, /** @type {string} */ reason) =>
      say({ kind: 'dropped', id, action, reason }, true),
    );
    const { track } = tracker;
    tracker.track = (/** @type {unknown[]} */ ...values) => {
      say({ kind: 'called', action: values[0] }, true);
      return track(...values);
    };
  };

  /** @type {any} */
  let current;
  Object.defineProperty(window, 'vitrina', {
    configurable: true,
    enumerable: true,
    get: () => current,
    set(value) {
      current = value;
      // The stub, which comes first, has no such mark.
      if (value?.library) watch(value);
    },
  });

  addEventListener('pagehide', ({ persisted }) => say({ kind: 'left', persisted }));
  addEventListener('pageshow', ({ persisted }) => persisted && say({ kind: 'restored' }));
  const waiting = Object.keys(localStorage).filter((key) => key.startsWith(queue) && key[queue.length] !== '~');
  say({ kind: 'opened', url: location.href, waiting: waiting.length });
};
