const stillAfter = 1500;

/**
 * A pointer that moves over a place is about to press something there, and nothing may slip away under it.
 * @param {HTMLElement} place
 * @param {() => void} onStill
 */
export const createHand = (place, onStill) => {
  let isMoving = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const still = () => {
    clearTimeout(timer);
    if (!isMoving) return;
    isMoving = false;
    onStill();
  };
  const move = () => {
    isMoving = true;
    clearTimeout(timer);
    timer = setTimeout(still, stillAfter);
  };
  for (const name of /** @type {const} */ (['pointermove', 'pointerdown'])) place.addEventListener(name, move);
  place.addEventListener('pointerleave', still);
  // It has been pressed.
  place.addEventListener('click', still);
  return { isMoving: () => isMoving };
};
