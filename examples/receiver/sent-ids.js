import { appendFile, readFile } from 'node:fs/promises';

/**
 * The ids of the webhooks that were dealt with, in a file, so that a repeat after a restart is known as well.
 *
 * @param {string} path
 */
export const openSentIds = async (path) => {
  const before = await readFile(path, 'utf8').catch(() => '');
  const ids = new Set(before.split('\n').filter(Boolean));
  /** @type {Map<string, Promise<void>>} */
  const running = new Map();

  return {
    /**
     * Does the work for an id once. A repeat that comes meanwhile waits for the first one, and fails if that fails.
     *
     * @param {string} id
     * @param {() => Promise<void>} work
     * @returns {Promise<boolean>} whether it was done now
     */
    async once(id, work) {
      if (ids.has(id)) return false;
      const other = running.get(id);
      if (other) return other.then(() => false);
      const done = (async () => {
        await work();
        await appendFile(path, `${id}\n`);
        ids.add(id);
      })();
      running.set(id, done);
      try {
        await done;
        return true;
      } finally {
        running.delete(id);
      }
    },
  };
};
