/** In a worker: sends requests to the page around it, and receives the page's messages. Loaded before the host's own part. */
{
  /** @typedef {{ start?: unknown, message?: unknown[], answer?: number, value?: unknown }} PageMessage */

  /** @type {Map<number, (value: unknown) => void>} */
  const questions = new Map();
  let questionCount = 0;

  /** @param {string} name @param {unknown[]} values @returns {Promise<any>} */
  const ask = (name, ...values) =>
    new Promise((resolve) => {
      questions.set(++questionCount, resolve);
      postMessage({ call: questionCount, name, values });
    });

  /** @param {(start: any) => void} onStart @param {(...message: any[]) => void} onTold */
  const hearPage = (onStart, onTold) => {
    self.onmessage = ({ data }) => {
      const { start, message, answer, value } = /** @type {PageMessage} */ (data);
      if (answer) {
        questions.get(answer)?.(value);
        questions.delete(answer);
      } else if (message) onTold(...message);
      else {
        onStart(start);
        postMessage({ told: 'started' });
      }
    };
  };

  const storage = {
    /** @param {string} key */
    getItem: (key) => ask('storage.getItem', key),
    /** @param {string} key @param {string} value */
    setItem: (key, value) => ask('storage.setItem', key, value),
    /** @param {string} key */
    removeItem: (key) => ask('storage.removeItem', key),
  };

  // A strict sandbox has no storage of its own.
  for (const name of ['indexedDB', 'caches', 'BroadcastChannel']) Reflect.deleteProperty(self, name);

  Object.assign(self, { hearPage, sandbox: { ask, storage } });
}
