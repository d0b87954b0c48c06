import { wordsOf } from './language.js';
import { pageWords } from './words/page.js';

/** @typedef {import('./stream.js').Status} Status */

const patience = 1500;

/**
 * The state of the connection in one word. A short loss is not mentioned, so that a screen reader is not interrupted
 * for a hiccup; good news is told at once.
 * @param {{ badge: HTMLElement, notice: HTMLElement }} parts
 */
export const createConnection = ({ badge, notice }) => {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Status | undefined} */
  let current;
  /** @type {Status} */
  let told = 'connecting';
  let isPaused = false;

  /** @param {Status} status */
  const apply = (status) => {
    told = status;
    // A paused page that is called live would look as if nothing happened in the shop.
    const words = wordsOf(pageWords);
    const text = isPaused && status === 'live' ? words.paused : words[status];
    if (badge.dataset.status !== status) badge.dataset.status = status;
    if (badge.textContent !== text) badge.textContent = text;
    badge.toggleAttribute('data-paused', isPaused);
    notice.hidden = status !== 'signed-out';
    notice.textContent = status === 'signed-out' ? words.unknownBrowser : '';
  };

  return {
    /** @param {Status} status */
    show: (status) => {
      if (status === current) return;
      current = status;
      clearTimeout(timer);
      if (status === 'reconnecting') timer = setTimeout(() => apply(status), patience);
      else apply(status);
    },

    /** @param {boolean} wanted */
    pause: (wanted) => {
      isPaused = wanted;
      apply(told);
    },
  };
};
