import type { Env } from '../base/env.js';
import type { Tracker, TrackerOptions } from '../types/tracker.js';
import { checkOptions } from './check-options.js';
import { createVitrina } from './tracker.js';

/**
 * Creates a separate tracker, for a second business or for full control. Only the plugins in `options.plugins` run.
 * @param env everything that the tracker takes from the browser; tests pass their own
 * @throws TypeError with a sentence that names the wrong argument and says what is allowed
 * @example
 * ```ts
 * import { createTracker, pages } from 'vitrina';
 *
 * const tracker = createTracker('xy76ks', { endpoint: 'https://events.example.com/v1/events', plugins: [pages()] });
 * void tracker.track('coupon.redeemed', { object_parameters: { code: 'VERANO' } });
 * ```
 */
export const createTracker = (businessId: string, options: TrackerOptions, env?: Env): Tracker => {
  if (typeof window !== 'undefined') checkOptions(businessId, options);
  const tracker = createVitrina(() => [], env);
  void tracker.initialize(businessId, options);
  return tracker;
};
