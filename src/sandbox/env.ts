import type { Env } from '../base/env.js';
import { createTransport } from '../browser/transport.js';

/** A sandbox as a tracker's environment: no locks, and storage only by way of the page. */
export const workerEnv = (): Omit<Env, 'storage'> => ({
  now: () => Date.now(),
  random: () => Math.random(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  transport: createTransport,
  // Two tabs may send the same event, and the server drops one.
  lock: (_name, task) => void task(true),
  online: () => globalThis.navigator?.onLine !== false,
});
