const FIRST = 2_000;
const LONGEST = 300_000;

/**
 * How long to wait after the n-th failure in a row, in ms: 2 s doubling to 5 min, of which at least half is kept, so
 * that the visitors of a shop do not come back all at once after an outage.
 */
export const backoff = (failures: number, random: number): number =>
  Math.min(LONGEST, FIRST * 2 ** (failures - 1)) * (0.5 + random / 2);
