import type { Env } from '../base/env.js';
import type { Queue } from './queue.js';

/** Interval between polls while other pages have events that may still become free. */
const POLL_INTERVAL_MS = 5_000;
/** The first poll is delayed by a random time up to this, because many tabs may start or come online together. */
const MAX_START_DELAY_MS = 2_000;

/**
 * Adopts the events that other pages have left, and calls `wake` after each attempt, with `true` after the first.
 * @returns `poll()`, which starts soon and repeats while events of other pages remain; `poll.stop()` ends it
 */
export const createBacklogPoll = ({ random }: Env, { adopt }: Queue, wake: (isFirst: boolean) => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const poll = (ms?: number) => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        if (adopt()) poll(POLL_INTERVAL_MS);
        wake(!ms);
      },
      ms ?? random() * MAX_START_DELAY_MS,
    );
  };
  poll.stop = () => clearTimeout(timer);
  return poll;
};
