/** Storage as sandboxes offer it. Each call goes to the page and back, and may fail or never be answered. */
export interface AsyncArea {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<unknown>;
  removeItem(key: string): Promise<unknown>;
}

/** How long one call may take. */
const STORAGE_TIMEOUT_MS = 1_000;

export const pause = (ms: number): Promise<undefined> => new Promise((done) => setTimeout(done, ms));

/** The result of the task; `undefined` if it fails or takes too long. Never throws and never rejects. */
export const attemptAsync = async <R>(task: () => Promise<R>): Promise<R | undefined> => {
  try {
    return await Promise.race([task(), pause(STORAGE_TIMEOUT_MS)]);
  } catch {
    return undefined;
  }
};
