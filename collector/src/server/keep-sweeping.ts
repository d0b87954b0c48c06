import type { Options } from '../options/collector-options.js';
import type { Store } from '../store/store.js';

const hour = 3_600_000;

/** Days that clocks of several machines, and the pace of the stream's own sweeping, may make of a difference. */
const clockRoom = 1;

/** Applies the retention now and every hour. */
export function keepSweeping(
  store: Store,
  options: Pick<Options, 'retentionDays' | 'refusals' | 'streamLimits' | 'logger'>,
) {
  async function sweep(): Promise<void> {
    const { retentionDays, refusals, streamLimits, logger } = options;
    try {
      const { expired, people, refused } = await store.sweep(retentionDays);
      if (refused !== undefined) logger.warn({ expired: 0 }, refused);
      if (expired > 0)
        logger.info({ expired }, `${expired} events were older than ${retentionDays} days and were erased.`);
      if (people !== undefined)
        logger.info(
          { people },
          `${people} notes about people went, of whom nothing was seen for ${retentionDays} days.`,
        );
      // A refused sweep means that the clock does not look right.
      if (refused === undefined) await store.sweepRefusals(Math.min(refusals.days, retentionDays || Infinity));
      if (refused === undefined) await store.sweepDeliveries(Date.now());
      await store.sweepStream({ stream: streamLimits.days + clockRoom, retention: retentionDays });
    } catch (error) {
      logger.error(`Old events could not be erased: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  let running = sweep();
  const now = () => void (running = running.then(sweep));
  const timer = setInterval(now, hour);
  timer.unref();
  return {
    /** Sweeps at once, after the sweep that is under way. */
    now,
    /** Ends it, after the sweep that is under way. */
    async stop(): Promise<void> {
      clearInterval(timer);
      await running;
    },
  };
}
