import type { Env } from '../core/env';
import { createStorage } from './storage';
import { createTransport } from './transport';

/** The page as a tracker's environment. Arrows, so that what a page replaces later (`fetch`, a test's clock) is used. */
export const browserEnv = (): Env => ({
  now: () => Date.now(),
  random: () => Math.random(),
  randomBytes(count) {
    const bytes = new Uint8Array(count);
    try {
      // `crypto.randomUUID` is missing on http pages, this is not.
      return crypto.getRandomValues(bytes);
    } catch {
      return bytes.map(() => Math.random() * 256);
    }
  },
  storage: createStorage(),
  transport: createTransport,
  lock(name, task) {
    // Missing on http pages and before Safari 15.4: there two tabs may send the same event, and the server drops one.
    const free = () => void task(true);
    try {
      const { locks } = navigator;
      if (locks) locks.request(name, { ifAvailable: true }, (lock) => task(!!lock)).catch(free);
      else free();
    } catch {
      free();
    }
  },
  online: () => navigator.onLine !== false,
});
