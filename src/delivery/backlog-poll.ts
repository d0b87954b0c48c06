import type { Env } from '../base/env.js';
import type { Queue } from './queue.js';

/** How often what other pages have left is looked for while there is some, in ms. */
const LOOK_AGAIN = 15_000;
/** Tabs that start or come online together look at different times, up to this many ms. */
const SPREAD = 2_000;

/** Takes over what other pages have left: soon, and again while there is more, or never again when it `isOver`. */
export const createLookout = ({ random }: Env, { adopt }: Queue, wake: () => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (isOver?: boolean, ms = random() * SPREAD) => {
    clearTimeout(timer);
    if (isOver) return;
    timer = setTimeout(() => {
      if (adopt()) look(false, LOOK_AGAIN);
      wake();
    }, ms);
  };
  return look;
};
