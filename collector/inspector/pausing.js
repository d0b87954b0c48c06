/**
 * What a paused page looks like: button, connection and a line above the list say so.
 * @param {{ button: HTMLButtonElement, note: HTMLElement }} parts
 */
export const createPausing = ({ button, note }) => {
  let wasPaused = false;
  /** @param {boolean} isPaused */
  return (isPaused) => {
    if (isPaused === wasPaused) return;
    wasPaused = isPaused;
    document.documentElement.classList.toggle('is-paused', isPaused);
    button.setAttribute('aria-pressed', String(isPaused));
    button.textContent = isPaused ? 'Paused' : 'Pause';
    button.title = isPaused ? 'Let events in again' : 'Hold events back while you read';
    note.hidden = !isPaused;
  };
};
