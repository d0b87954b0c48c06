import { byteLength } from '../base/json.js';
import type { DropReason, TrackedEvent, TrackerOptions } from '../types/tracker.js';

const MAX_EVENT_BYTES = 256 * 1024;

/** The event as JSON after the option `transform`; with a reason if it is to be dropped. A transform that throws drops the event. */
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
      json = JSON.stringify({ ...changed, id });
    } catch (error) {
      warn(error);
      return [json, 'transform'];
    }
  }
  // A character has three bytes at most.
  return [json, json.length > MAX_EVENT_BYTES / 3 && byteLength(json) > MAX_EVENT_BYTES ? 'too_large' : undefined];
};
