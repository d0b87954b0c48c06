import { byteLength, stringify } from '../base/json.js';
import type { DropReason, TrackedEvent, TrackerOptions } from '../types/tracker.js';

const MAX_EVENT_BYTES = 256 * 1024;

/**
 * Returns the event's JSON after the option `transform`. Returns a reason too if the event must be dropped: `transform` has
 * thrown or returned nothing, or the event is too large.
 */
export const applyTransform = (
  id: string,
  json: string,
  transform: TrackerOptions['transform'],
  warn: (error: unknown) => void,
): [json: string, reason?: DropReason] => {
  if (transform) {
    try {
      const changed = transform(JSON.parse(json) as TrackedEvent);
      if (!changed) return [json, 'transform'];
      json = stringify({ ...changed, id });
    } catch (error) {
      warn(error);
      return [json, 'transform'];
    }
  }
  // A character has three bytes at most, so short events need not be counted.
  return [json, json.length > MAX_EVENT_BYTES / 3 && byteLength(json) > MAX_EVENT_BYTES ? 'too_large' : undefined];
};
