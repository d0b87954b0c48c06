import { all, listen } from '../../browser/listen.js';
import type { Consent, ConsentSource, Stop } from '../../types/tracker.js';

/** Consent tools do not announce that they have loaded, so they are polled for. */
const POLL_INTERVAL_MS = 250;

/**
 * Creates a consent source from a function that reads the answer. The answer is read every 250 ms until `stopPolling` is
 * called, and whenever the page is shown: it may have changed in another tab, or while the page was in the back/forward cache.
 * @param open returns `read`, and functions to call at the end. `read` may throw, and returns `undefined` if there is nothing
 * new. `open` gets `check`, which reads the answer again; it must not be called before `open` has returned
 */
export const createSource =
  (open: (check: Stop, stopPolling: Stop) => [read: () => Consent | undefined, ...undo: Stop[]]): ConsentSource =>
  (report) => {
    let last: Consent | undefined;
    let isLive = true;
    const check = () => {
      if (!isLive) return;
      let answer: Consent | undefined;
      try {
        answer = read();
      } catch {
        // The consent tool is not ours and may fail. Until it can be read, the last answer stays.
      }
      answer ??= last ?? 'pending';
      try {
        if (answer !== last) report((last = answer));
      } catch {
        // `check` often runs inside functions of the page, which must not see an exception of ours.
      }
    };
    const timer = setInterval(check, POLL_INTERVAL_MS);
    const stopPolling = () => clearInterval(timer);
    const [read, ...undo] = open(check, stopPolling);
    check();
    return all([
      () => (isLive = false),
      stopPolling,
      listen(window, 'pageshow', check),
      listen(document, 'visibilitychange', check),
      ...undo,
    ]);
  };
