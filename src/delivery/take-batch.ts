import { sizeOf } from './queued-event.js';
import type { QueuedEvent } from './queued-event.js';

/** A quarter of the 64 KiB that a browser allows for all requests of a closing page together. */
const MAX_BATCH_BYTES = 15 * 1024;
const MAX_LARGE_BATCH_BYTES = 48 * 1024;
const MAX_LARGE_BATCH_EVENTS = 100;
/** If more events are waiting, batches are large. */
const LARGE_BATCH_ABOVE_EVENTS = 40;

/**
 * The next batch: the events before the first one that does not fit or has another group. An event that is too large alone is
 * taken alone.
 * @param batchSize how many events an ordinary batch has at most; more if many are waiting. Without it, for a closing page
 */
export const takeBatch = (entries: QueuedEvent[], batchSize?: number): QueuedEvent[] => {
  // Most batches are one event, whose bytes need no counting.
  if (!entries[1]) return entries;
  const isLarge = batchSize && entries.length > LARGE_BATCH_ABOVE_EVENTS;
  const count = isLarge || !batchSize ? MAX_LARGE_BATCH_EVENTS : batchSize;
  let bytes = isLarge ? MAX_LARGE_BATCH_BYTES : MAX_BATCH_BYTES;
  const end = entries.findIndex((entry, index) => {
    bytes -= sizeOf(entry) + 1;
    return index && (bytes < 0 || index >= count || entry.group !== entries[0]?.group);
  });
  return end > 0 ? entries.slice(0, end) : entries;
};
