/** Storage as sandboxes offer it: each look goes to the page and back, and may fail or never be answered. */
export interface AsyncArea {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<unknown>;
  removeItem(key: string): Promise<unknown>;
}

/** How long one look at the page may take, in ms. */
const PATIENCE = 1_000;

export const pause = (ms: number): Promise<undefined> => new Promise((done) => setTimeout(done, ms));

/** What the task comes to; `undefined` where it fails or takes too long. Never throws and never rejects. */
export const attempt = async <R>(task: () => Promise<R>): Promise<R | undefined> => {
  try {
    return await Promise.race([task(), pause(PATIENCE)]);
  } catch {
    return undefined;
  }
};
