import type { Units } from '../observe/facts.js';

/** An amount in major units, as a number or a plain decimal. Platforms' own APIs need none of the guesswork that pages do. */
export const unitsOf = (value: unknown): Units | undefined => {
  const number = typeof value === 'string' && value ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number < 1e11 ? Math.round(number * 10_000) : undefined;
};
