import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, but not longer than until the run is ended. @param {number} ms @param {AbortSignal} signal */
export const pause = (ms, signal) => sleep(Math.max(0, ms), undefined, { signal }).catch(() => {});

/**
 * A page that hangs is never heard of again, and Playwright waits for it without a limit where a script runs in it.
 *
 * @template T
 * @param {number} ms
 * @param {Promise<T>} task
 * @returns {Promise<T>}
 */
export const within = async (ms, task) => {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took more than ${ms / 1000} s.`)), ms);
  });
  // Where the limit comes first, nobody is left to hear of a failure.
  task.catch(() => {});
  try {
    return await Promise.race([task, limit]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Lets so many tasks run at the same time, the others wait in line: twenty browsers' worth of pages that all load at once on two
 * cores would time out, and test nothing but the machine.
 *
 * @param {number} count
 */
export const createTurns = (count) => {
  /** @type {(() => void)[]} */
  const line = [];
  let free = count;
  return {
    /** @template T @param {() => Promise<T>} task @returns {Promise<T>} */
    async take(task) {
      if (free > 0) free--;
      else await new Promise((resolve) => line.push(() => resolve(undefined)));
      try {
        return await task();
      } finally {
        const next = line.shift();
        if (next) next();
        else free++;
      }
    },
  };
};

/** @typedef {ReturnType<typeof createTurns>} Turns */
