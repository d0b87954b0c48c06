import type { Env } from '../base/env.js';
import { createStorage } from './storage.js';
import { createTransport } from './transport.js';

/** The page as a tracker's environment. Arrows, so that what a page replaces later (`fetch`, a test's clock) is used. */
export const browserEnv = (): Env => ({
  now: () => Date.now(),
  random: () => Math.random(),
  // `crypto.randomUUID` is missing on http pages, this is not.
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  storage: createStorage(),
  transport: createTransport,
  async lock(name, task) {
    // Missing on http pages: there two tabs may send the same event, and the server drops one. Throws in sandboxed frames.
    try {
      await navigator.locks.request(name, { ifAvailable: true }, (lock) => task(!!lock));
    } catch {
      void task(true);
    }
  },
  online: () => navigator.onLine !== false,
});
