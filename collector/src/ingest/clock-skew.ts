/** Clocks that differ by less are taken as right: the way through the network takes its time, too. Seconds. */
const tolerated = 60;

/** A clock that says something else is broken beyond correction. */
const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** When a batch was sent by the sender's clock, in milliseconds; undefined if it does not say so. */
export function readSentAt(sentAt: unknown): number | undefined {
  const time = typeof sentAt === 'string' || typeof sentAt === 'number' ? new Date(sentAt).getTime() : NaN;
  return time >= earliest && time < latest ? time : undefined;
}

/**
 * Seconds by which the sender's clock is behind the server's, 0 if it is about right or unknown.
 *
 * @param sentAt milliseconds
 * @param now milliseconds
 */
export function clockSkew(sentAt: number | undefined, now: number): number {
  const skew = sentAt === undefined ? 0 : (now - sentAt) / 1000;
  return Math.abs(skew) > tolerated ? skew : 0;
}

/**
 * When an event happened: by the corrected clock, and not after it was received.
 *
 * @param trackedAt Unix seconds by the visitor's clock
 * @param skew seconds
 * @param now milliseconds
 */
export function correctTime(trackedAt: number, skew: number, now: number): number {
  const corrected = trackedAt + skew;
  return corrected > now / 1000 + tolerated ? now / 1000 : corrected;
}
