import { digest, hex } from '../base/digest.js';

/**
 * The id of what a platform has told, in the form of a UUIDv7 with the platform's time and count in front: whoever is told the
 * same makes the same id, so the server stores it once, and ids sort as things happened.
 */
export const deriveId = (eventId: string, at: number, count: number): string => {
  const time = hex(Math.floor(at), 12);
  const tail = digest(eventId);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(count, 3)}-a${tail.slice(0, 3)}-${tail.slice(3, 15)}`;
};
