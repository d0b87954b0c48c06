import { attemptAsync, pause } from '../../sandbox/async-storage.js';
import type { SandboxContext } from '../../sandbox/destination.js';

/** A tab that holds the lock and ends keeps it from others for this long. */
const LOCK_MS = 60_000;
/** Two tabs may write at the same time. The one whose text stays has the lock. */
const SETTLE_MS = 300;

/** The name of the record, after the prefix of the queue. */
export const LOCK = '~lock';

/**
 * Creates a lock for tabs whose sandboxes have no Web Locks: a record in the page's storage. Without it, two tabs would send the same
 * event, which the API counts twice.
 */
export const createAreaLock =
  ({ env: { now, randomBytes }, area, reload }: Pick<SandboxContext, 'env' | 'area' | 'reload'>) =>
  async (name: string, task: (held: boolean) => Promise<void>): Promise<void> => {
    const key = name + LOCK;
    const owner = String(randomBytes(8));
    const read = () => attemptAsync(() => area.getItem(key));
    const write = () => attemptAsync(async () => (await area.setItem(key, `${now() + LOCK_MS} ${owner}`), true));
    const left = parseFloat((await read()) ?? '0') - now();
    if (left > 0 && left <= LOCK_MS) return task(false);
    // If storage fails, no other tab finds this tab's events.
    if (!(await write())) return task(true);
    await pause(SETTLE_MS);
    if (!(await read())?.endsWith(` ${owner}`)) return task(false);
    await reload();
    const timer = setInterval(write, LOCK_MS / 3);
    await task(true);
    clearInterval(timer);
    await attemptAsync(() => area.removeItem(key));
  };
