import type { Units } from '../facts/fact.js';
import { fromNumber } from '../facts/money.js';

/** An amount in major units, as a number or a plain decimal. Platforms' own APIs need none of the guesswork that pages do. */
export const unitsOf = (value: unknown): Units | undefined =>
  fromNumber(typeof value === 'string' && value ? Number(value) : value);
