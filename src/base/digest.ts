/** The last `length` hex digits of a whole number, filled up with zeros. */
export const hex = (value: number, length: number) => value.toString(16).padStart(length, '0').slice(-length);

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
