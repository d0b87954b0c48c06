/** A start within this time after a stop belongs to the same view of the page. */
const RESTART_MS = 5_000;

/**
 * Remembers the view that a stopped tracker has counted. Development builds stop and start a tracker at once, on the same page
 * (effects in React's StrictMode, hot reload), which is no second view: https://react.dev/reference/react/StrictMode (2026-11)
 * @param now the time in Unix ms
 * @param current returns a text that names the business and the page
 */
export const createViewMemory = (now: () => number, current: () => string) => {
  let isViewed = false;
  let stopped = '';
  let stoppedAt = 0;
  return {
    /** Call it at each automatic page view. Returns `true` if the stopped tracker has counted it. */
    isCounted(): boolean {
      const known = stopped === current() && now() - stoppedAt < RESTART_MS;
      isViewed = true;
      stopped = '';
      return known;
    },
    /** Call it when the tracker has stopped. `isKept`: with consent, so that the view was counted. */
    stop(isKept?: boolean) {
      if (isViewed && isKept) {
        stopped = current();
        stoppedAt = now();
      }
      isViewed = false;
    },
  };
};
