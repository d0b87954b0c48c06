import type { TrackerOptions } from '../types/tracker.js';
import type { Load } from './load-part.js';
import type { CreateStart, PageVitrina } from './page-vitrina.js';

type Made = TrackerOptions['destination'];

/**
 * Creates a destination, and removes its own options from `options`. A promise: the tracker starts when the destination is there.
 * @throws TypeError whose message names the option and what is allowed
 */
export type CreateDestination = (options: Partial<TrackerOptions>, load: Load) => Made | Promise<Made>;

/** Starts trackers with the destinations that the script tag may name. */
export const startWith =
  (destinations: Record<string, CreateDestination>): CreateStart =>
  (tracker, trackers, load) => {
    const { stop } = tracker;
    let destination: Made;
    let stops = 0;
    tracker.stop = () => {
      stops++;
      stop();
    };
    return async (businessId, options, begin) => {
      const createDestination = destinations[String(options.destination)];
      if (!createDestination) return begin();
      const made = (tracker.isInitialized && destination) || createDestination(options, load);
      const isNew = !trackers[businessId];
      // At once, because a tag of another business must not take a tracker that waits for its destination.
      if (isNew) trackers[businessId] = tracker as PageVitrina;
      try {
        const before = stops;
        const isLate = made instanceof Promise;
        options.destination = destination = isLate ? await made : made;
        // It may have been stopped meanwhile.
        if (before === stops) await begin();
        // The page may be ending.
        if (isLate) void tracker.flush();
      } catch (error) {
        if (isNew) delete trackers[businessId];
        throw error;
      }
    };
  };
