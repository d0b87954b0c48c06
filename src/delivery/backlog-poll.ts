import type { Env } from '../base/env.js';
import type { Queue } from './queue.js';

/** How often what other pages have left is looked for while there is some, in ms. */
const POLL_INTERVAL_MS = 15_000;
/** Tabs that start or come online together look at different times, up to this many ms. */
const MAX_START_DELAY_MS = 2_000;

/** Takes over what other pages have left: soon after `poll`, and again while there is more, until `poll.stop`. */
export const createBacklogPoll = ({ random }: Env, { adopt }: Queue, wake: () => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const poll = (ms = random() * MAX_START_DELAY_MS) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (adopt()) poll(POLL_INTERVAL_MS);
      wake();
    }, ms);
  };
  poll.stop = () => clearTimeout(timer);
  return poll;
};
