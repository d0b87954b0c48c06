import { digest, hex } from '../base/digest.js';

/**
 * Derives an event's id from a platform event: its id, its time `at` in Unix ms and its count. Everyone who receives the same
 * platform event derives the same id, so the server stores the event once. The id has the form of a UUIDv7. Time and count come
 * first, so ids sort in the order of the events.
 */
export const deriveId = (eventId: string, at: number, count: number): string => {
  const tail = digest(eventId);
  return `${hex(Math.floor(at), 12).replace(/.{8}/, '$&-')}-7${hex(count, 3)}-a${tail.slice(0, 3)}-${tail.slice(3, 15)}`;
};
