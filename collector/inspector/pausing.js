import { wordsOf } from './language.js';
import { pageWords } from './words/page.js';

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
    const words = wordsOf(pageWords);
    document.documentElement.classList.toggle('is-paused', isPaused);
    button.setAttribute('aria-pressed', String(isPaused));
    button.textContent = isPaused ? words.paused : words.pause;
    button.title = isPaused ? words.goOn : words.hold;
    note.hidden = !isPaused;
  };
};
