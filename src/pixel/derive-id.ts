const hex = (value: number, length: number) => value.toString(16).padStart(length, '0').slice(-length);

/** 32 bits of a text, mixed well enough that neighbours do not resemble each other. */
const mix = (text: string, seed: number): number => {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/** 16 hex digits that stand for a text and do not tell it. */
export const digest = (text: string): string => hex(mix(text, 0x811c9dc5), 8) + hex(mix(text, 0x2545f491), 8);

/**
 * The id of what a platform has told, in the form of a UUIDv7 with the platform's time and count in front: whoever is told the
 * same makes the same id, so the server stores it once, and ids sort as things happened.
 */
export const deriveId = (eventId: string, at: number, count: number): string => {
  const time = hex(Math.floor(at), 12);
  const tail = digest(eventId);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(count, 3)}-a${tail.slice(0, 3)}-${tail.slice(3, 15)}`;
};
