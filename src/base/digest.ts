/** Returns the last `length` hex digits of a whole number, padded with zeros on the left. */
export const hex = (value: number, length: number) => value.toString(16).padStart(length, '0').slice(-length);

/** Returns a 32-bit hash of the text. The hashes of similar texts do not resemble each other. */
const mix = (text: string, seed: number): number => {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/** Returns 16 hex digits that identify the text without revealing it. */
export const digest = (text: string): string => hex(mix(text, 0x811c9dc5), 8) + hex(mix(text, 0x2545f491), 8);
