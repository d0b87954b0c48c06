import { sizeOf } from './queued-event.js';
import type { QueuedEvent } from './queued-event.js';

/** A quarter of what the browser lets all requests of a closing page carry. */
const MAX_BATCH_BYTES = 15 * 1024;
const MAX_LARGE_BATCH_BYTES = 48 * 1024;
const MAX_LARGE_BATCH_EVENTS = 100;
/** With more than this many waiting, batches are large. */
const LARGE_BATCH_ABOVE_EVENTS = 40;

/** Events up to the first that does not fit or belongs to another group; one that is too large by itself goes alone. */
const take = (entries: QueuedEvent[], count: number, bytes: number): QueuedEvent[] => {
  let end = 0;
  for (const entry of entries) {
    bytes -= sizeOf(entry) + 1;
    if (end && (end >= count || bytes < 0 || entry.group !== entries[0]?.group)) break;
    end++;
  }
  return entries.slice(0, end);
};

/** The first events of `entries`, for one request of a page that lives: `batchSize` at most, more if many are waiting. */
export const takeBatch = (entries: QueuedEvent[], batchSize: number): QueuedEvent[] =>
  entries.length > LARGE_BATCH_ABOVE_EVENTS
    ? take(entries, MAX_LARGE_BATCH_EVENTS, MAX_LARGE_BATCH_BYTES)
    : take(entries, batchSize, MAX_BATCH_BYTES);

/** The first events of `entries`, for one request of a page that closes. */
export const takeLeavingBatch = (entries: QueuedEvent[]): QueuedEvent[] =>
  take(entries, MAX_LARGE_BATCH_EVENTS, MAX_BATCH_BYTES);
