import { sizeOf } from './queued-event.js';
import type { QueuedEvent } from './queued-event.js';

/** Events up to the first that does not fit or belongs to another group; one that is too large by itself goes alone. */
export const takeBatch = (entries: QueuedEvent[], count: number, bytes: number): QueuedEvent[] => {
  let end = 0;
  for (const entry of entries) {
    bytes -= sizeOf(entry) + 1;
    if (end && (end >= count || bytes < 0 || entry.group !== entries[0]?.group)) break;
    end++;
  }
  return entries.slice(0, end);
};
