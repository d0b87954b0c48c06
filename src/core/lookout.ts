import type { Env } from './env.js';
import type { Queue } from './queue.js';

/** How often what other pages have left is looked for while there is some, in ms. */
const LOOK_AGAIN = 15_000;
/** Tabs that start or come online together look at different times, up to this many ms. */
const SPREAD = 2_000;

/** Takes over what other pages have left: how to look soon, and again while there is more, and how to end it. */
export const createLookout = ({ random }: Env, { adopt }: Queue, wake: () => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  const lookIn = (ms: number) => {
    stop();
    timer = setTimeout(() => {
      if (adopt()) lookIn(LOOK_AGAIN);
      wake();
    }, ms);
  };
  return [() => lookIn(random() * SPREAD), stop] as const;
};
