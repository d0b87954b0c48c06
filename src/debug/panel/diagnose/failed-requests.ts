import { attempt } from '../../../base/attempt.js';
import type { Stop } from '../../../types/tracker.js';

/** `responseStatus` is missing in Safari (2026-11); a request without an answer has 0. */
type Entry = PerformanceEntry & { responseStatus?: number };

/** Calls back with the address of each request of the page that was not answered with 2xx, also of those before. */
export const watchFailedRequests = (callback: (address: string) => void): Stop => {
  const observer = attempt(
    () =>
      new PerformanceObserver((list) => {
        for (const { name, responseStatus = 200 } of list.getEntries() as Entry[])
          if (responseStatus < 200 || responseStatus > 299) callback(name);
      }),
  );
  attempt(() => observer?.observe({ type: 'resource', buffered: true }));
  return () => observer?.disconnect();
};
