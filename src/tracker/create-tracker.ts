import type { Env } from '../base/env.js';
import type { Tracker, TrackerOptions } from '../types/tracker.js';
import { checkOptions } from './check-options.js';
import { createVitrina } from './tracker.js';

/**
 * A tracker of its own, for a second business or for full control: nothing is automatic but what `options.plugins` lists.
 * @param env what the tracker takes from its surroundings; tests pass their own
 * @throws TypeError in a sentence that names the wrong argument and says what is allowed
 */
export const createTracker = (businessId: string, options: TrackerOptions, env?: Env): Tracker => {
  if (typeof window !== 'undefined') checkOptions(businessId, options);
  const tracker = createVitrina(() => [], env);
  void tracker.initialize(businessId, options);
  return tracker;
};
