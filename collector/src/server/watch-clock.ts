const lookEvery = 5000;

/** Milliseconds: what a time server corrects in small steps is below this. */
const jump = 60_000;

/**
 * Tells the log when the clock was set, because what is stored carries its time: quotas, the retention and the inspector's lists
 * follow it. A suspended machine looks the same.
 *
 * @returns what ends it
 */
export function watchClock(log: (sentence: string) => void): () => void {
  const difference = () => Date.now() - performance.now();
  let before = difference();
  const timer = setInterval(() => {
    const by = difference() - before;
    if (Math.abs(by) < jump) return;
    before += by;
    const direction = by > 0 ? 'ahead' : 'back';
    log(
      `The clock was set ${direction} by ${Math.round(Math.abs(by) / 1000)} seconds; events are stored by the new time.`,
    );
  }, lookEvery);
  timer.unref();
  return () => clearInterval(timer);
}
