import { attempt } from '../../base/attempt.js';

/**
 * How the browser has come to this document; `undefined` if it does not say. A page may have a variable `performance` of its own,
 * which then replaces the browser's.
 */
export const readNavigation = () =>
  attempt(
    () =>
      performance.getEntriesByType('navigation')[0] as
        | (PerformanceNavigationTiming & {
            // Chrome 109, Firefox 109; not in Safari (2026-11).
            responseStatus?: number;
          })
        | undefined,
  );
