import { isTyping } from './dom.js';

const storageKey = 'vitrina-inspector-letters';

/** Whether single-letter shortcuts are on; remembered where the browser lets us. */
export const createLetterSwitch = () => {
  let isOn = true;
  try {
    isOn = localStorage.getItem(storageKey) !== 'off';
  } catch {}
  return {
    isOn: () => isOn,
    /** @param {boolean} wanted */
    set: (wanted) => {
      isOn = wanted;
      try {
        localStorage.setItem(storageKey, wanted ? 'on' : 'off');
      } catch {}
    },
  };
};

/**
 * @param {{ letters: { isOn: () => boolean }, step: (step: number) => void, close: () => void, filter: () => void,
 *   pause: () => void, help: () => void }} actions
 * @returns {() => void}
 */
export const listenToKeys = ({ letters, step, close, filter, pause, help }) => {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : null;
    if (isTyping(target) || target?.closest('.dialog')) return;
    if (event.key === 'Escape') {
      close();
      return event.preventDefault();
    }
    if (!letters.isOn()) return;
    if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else if (event.key === '/') filter();
    else if (event.key === 'p') pause();
    else if (event.key === '?') help();
    else return;
    event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
};
