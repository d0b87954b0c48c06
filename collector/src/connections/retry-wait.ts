const first = 2000;
const longest = 15 * 60_000;

/**
 * Milliseconds to wait after so many attempts that failed: twice as long each time, and never the same for all, or those who were
 * turned away together would come back together.
 *
 * @param chance from 0 to 1
 */
export const retryWait = (attempts: number, chance: number): number =>
  Math.min(longest, first * 2 ** Math.min(attempts, 20)) * (0.5 + chance / 2);
