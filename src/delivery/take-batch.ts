import { sizeOf } from './queued-event.js';
import type { QueuedEvent } from './queued-event.js';

/** A quarter of the 64 KiB that a browser allows for all requests of a closing page together. */
const MAX_BATCH_BYTES = 15 * 1024;
const MAX_LARGE_BATCH_BYTES = 48 * 1024;
const MAX_LARGE_BATCH_EVENTS = 100;
/** If more events are waiting, batches are large. */
const LARGE_BATCH_ABOVE_EVENTS = 40;

/** The events before the first one that does not fit or has another group. An event that is too large alone is taken alone. */
const take = (entries: QueuedEvent[], count: number, bytes: number): QueuedEvent[] => {
  // Most batches are one event, whose bytes need no counting.
  if (!entries[1]) return entries;
  let end = 0;
  for (const entry of entries) {
    bytes -= sizeOf(entry) + 1;
    if (end && (end >= count || bytes < 0 || entry.group !== entries[0]?.group)) break;
    end++;
  }
  return entries.slice(0, end);
};

/** The next batch of a page that lives: at most `batchSize` events, or more if many are waiting. */
export const takeBatch = (entries: QueuedEvent[], batchSize: number): QueuedEvent[] =>
  entries.length > LARGE_BATCH_ABOVE_EVENTS
    ? take(entries, MAX_LARGE_BATCH_EVENTS, MAX_LARGE_BATCH_BYTES)
    : take(entries, batchSize, MAX_BATCH_BYTES);

/** The next batch of a closing page. */
export const takeLeavingBatch = (entries: QueuedEvent[]): QueuedEvent[] =>
  take(entries, MAX_LARGE_BATCH_EVENTS, MAX_BATCH_BYTES);
