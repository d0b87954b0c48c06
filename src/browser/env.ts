import type { Env } from '../base/env.js';
import { createStorage } from './storage.js';
import { createTransport } from './transport.js';

/** Returns the browser as a tracker's environment. Its arrow functions also use what the page or a test replaces later. */
export const browserEnv = (): Env => ({
  now: () => Date.now(),
  random: () => Math.random(),
  // `crypto.randomUUID` is missing on http pages; `getRandomValues` is not. A page may have a variable `crypto` of its own.
  randomBytes: (count) => window.crypto.getRandomValues(new Uint8Array(count)),
  storage: createStorage(),
  transport: createTransport,
  async lock(name, task) {
    // Locks are missing on http pages: two tabs may send the same event, and the server drops one. In sandboxed frames they throw.
    try {
      await navigator.locks.request(name, { ifAvailable: true }, (lock) => task(!!lock));
    } catch {
      void task(true);
    }
  },
  online: () => navigator.onLine !== false,
});
