import { ago } from './format.js';

/**
 * Does something again and again while the page is shown.
 * @param {number} milliseconds
 * @param {() => void} work
 */
export const whileShown = (milliseconds, work) => {
  setInterval(() => {
    if (!document.hidden) work();
  }, milliseconds);
};

/** Writes how long ago things were. */
export const renewTimes = () => {
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const text = ago(Number(time.getAttribute('data-ago')));
    if (time.textContent !== text) time.textContent = text;
  }
};
