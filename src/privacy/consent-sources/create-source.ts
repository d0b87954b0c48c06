import { all, listen } from '../../browser/listen.js';
import type { Consent, ConsentSource, Stop } from '../../types/tracker.js';

/** How often is looked for what does not tell when it comes, in ms. */
const LOOK_EVERY = 250;

/**
 * A source from a way to read the answer, which may throw and gives `undefined` where there is nothing new. It is read again
 * every quarter of a second until `stopLooking` is called, and when the page is shown: another tab may have been told
 * something else, and the back/forward cache may bring back an old page.
 * @param open gets `check`, to be called when the answer may have changed but not before `open` has returned; returns how to
 * read the answer, and what to undo at the end
 */
export const createSource =
  (open: (check: Stop, stopLooking: Stop) => [read: () => Consent | undefined, ...undo: Stop[]]): ConsentSource =>
  (report) => {
    let last: Consent | undefined;
    let isLive = true;
    const check = () => {
      if (!isLive) return;
      let answer: Consent | undefined;
      try {
        answer = read();
      } catch {
        // What is read belongs to others; until it can be read, nothing changes.
      }
      answer ??= last ?? 'pending';
      try {
        if (answer !== last) report((last = answer));
      } catch {
        // Often called from within functions of the page, which must not see it.
      }
    };
    const timer = setInterval(check, LOOK_EVERY);
    const stopLooking = () => clearInterval(timer);
    const [read, ...undo] = open(check, stopLooking);
    check();
    return all([
      () => (isLive = false),
      stopLooking,
      listen(window, 'pageshow', check),
      listen(document, 'visibilitychange', check),
      ...undo,
    ]);
  };
