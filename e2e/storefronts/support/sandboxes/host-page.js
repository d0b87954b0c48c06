/**
 * The page around a sandbox. It carries out the requests of a worker without a document, with the page's real cookies and storage,
 * and sends it the platform's events. The tests of the pixel and of NubeSDK use it.
 */
{
  /** @typedef {{ call?: number, name?: string, values?: string[], told?: string }} Message */
  /** @typedef {Window & { worker: Worker, tell: (...message: unknown[]) => void, isStarted: Promise<void> }} HostWindow */

  const page = /** @type {HostWindow} */ (/** @type {unknown} */ (window));

  /** @type {Record<string, (...values: string[]) => unknown>} */
  const abilities = {
    'cookie.get': (name) => {
      const pair = document.cookie.split('; ').find((one) => one.startsWith(`${name}=`));
      return pair ? pair.slice(name.length + 1) : '';
    },
    'cookie.set': (cookie) => (document.cookie = cookie),
    'storage.getItem': (key) => localStorage.getItem(key),
    'storage.setItem': (key, value) => localStorage.setItem(key, value),
    'storage.removeItem': (key) => localStorage.removeItem(key),
    sendBeacon: (url, body) => navigator.sendBeacon(url, body),
  };

  /** @param {string} script @param {WorkerOptions} options @param {unknown} start what the worker begins with */
  function openSandbox(script, options, start) {
    page.worker = new Worker(script, options);
    page.isStarted = new Promise((resolve) => {
      page.worker.onmessage = ({ data }) => {
        const { call, name = '', values = [], told } = /** @type {Message} */ (data);
        if (told) resolve();
        else page.worker.postMessage({ answer: call, value: abilities[name]?.(...values) });
      };
    });
    page.worker.postMessage({ start });
    page.tell = (...message) => page.worker.postMessage({ message });
  }

  // The lax sandbox is a frame, which sends the same messages.
  addEventListener('message', ({ data, source }) => {
    const { call, name = '', values = [] } = /** @type {Message} */ (data);
    const value = abilities[name]?.(...values);
    if (call) source?.postMessage({ answer: call, value }, { targetOrigin: '*' });
  });

  Object.assign(page, { openSandbox });
}
