import type { Env } from '../base/env.js';

/** When to request the lock again that another tab holds. */
export const LOCK_RETRY_MS = 5_000;

/** The lock under which one tab at a time sends the events that several tabs may send. */
export interface BacklogLock {
  /** `true` until the browser has answered a request. */
  isRequested?: boolean;
  /** Another tab held the lock at the last request. */
  isDenied?: boolean;
  /**
   * Requests the lock, unless a request has no answer yet.
   * @param onAnswer gets `false` if another tab holds the lock; else this tab holds it until `release`
   */
  request(onAnswer: (isHeld: boolean) => void): void;
  /** Gives the lock back; `undefined` while this tab does not hold it. */
  release?: () => void;
}

export const createBacklogLock = (env: Env, name: string): BacklogLock => {
  const lock: BacklogLock = {
    request(onAnswer) {
      if (lock.isRequested) return;
      lock.isRequested = true;
      env.lock(name, async (isHeld) => {
        lock.isRequested = false;
        lock.isDenied = !isHeld;
        if (!isHeld) return onAnswer(false);
        await new Promise<void>((done) => {
          lock.release = () => {
            lock.release = undefined;
            done();
          };
          onAnswer(true);
        });
      });
    },
  };
  return lock;
};
