const rest = 10;
/** The collector's index of texts and figures is filled a moment after an event is stored. */
const againAfter = 5000;

/**
 * Repeats a work after something has changed. It rests between two runs ten times as long as the last one took, because a page
 * that looks must not slow down the collector that stores.
 * @param {() => Promise<unknown>} work
 * @param {() => number} atLeast milliseconds from the change to the run
 */
export const createPace = (work, atLeast) => {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let took = 0;
  let isRunning = false;
  let isWanted = false;

  const run = async () => {
    timer = undefined;
    // Nobody looks at a hidden page; the change is still there when it is shown.
    if (document.hidden) return touch();
    isRunning = true;
    const began = performance.now();
    await work();
    took = performance.now() - began;
    isRunning = false;
    if (isWanted) touch();
  };

  const touch = () => {
    isWanted = isRunning;
    if (!isRunning) timer ??= setTimeout(run, Math.max(atLeast(), took * rest));
  };

  /** @type {typeof timer} */
  let again;
  return {
    touch,

    /** Looks when nothing has changed for a while. */
    touchLater: () => {
      clearTimeout(again);
      again = setTimeout(touch, againAfter);
    },

    /** Looks soon, and once more when what has changed is surely to be found. */
    touchTwice: () => {
      touch();
      clearTimeout(again);
      again = setTimeout(touch, againAfter);
    },
  };
};
