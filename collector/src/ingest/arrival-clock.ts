/** A clock that is set back by more was wrong before. Milliseconds. */
const mostSetBack = 120_000;

/** Tells when something arrives, in Unix milliseconds. */
export type ArrivalClock = () => number;

/**
 * Creates the clock by which events arrive. Where the machine's clock is set back by up to two minutes, it stands still until the other has
 * caught up: what a visitor did is not taken for later than it arrived, so an order that arrived by a clock that is behind would count as
 * placed before the last step of its cart.
 *
 * @param newest when the newest event of the database arrived, by the clock of another process perhaps
 */
export function createArrivalClock(newest = 0): ArrivalClock {
  let last = newest;
  return () => {
    const now = Date.now();
    if (now > last || last - now > mostSetBack) last = now;
    return last;
  };
}
