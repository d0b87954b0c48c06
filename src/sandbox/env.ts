import type { Env } from '../base/env.js';
import { createTransport } from '../browser/transport.js';

/** A sandbox as a tracker's environment. It has no locks, and no storage of its own: storage belongs to the page. */
export const sandboxEnv = (): Omit<Env, 'storage'> => ({
  now: () => Date.now(),
  random: () => Math.random(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  transport: createTransport,
  // Without a lock, two tabs may send the same event. The server drops one of them.
  lock: (_name, task) => void task(true),
  online: () => globalThis.navigator?.onLine !== false,
});
