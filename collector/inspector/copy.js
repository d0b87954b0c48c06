import { button } from './dom.js';
import { wordsOf } from './language.js';
import { generalWords } from './words/general.js';

const confirmFor = 1600;

/**
 * @param {() => string} text
 * @param {string} label
 */
export const copyButton = (text, label) => {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const node = button(label, { class: 'button copy', 'aria-live': 'polite' }, async () => {
    const isCopied = await navigator.clipboard.writeText(text()).then(
      () => true,
      () => false,
    );
    const words = wordsOf(generalWords);
    node.textContent = isCopied ? words.copied : words.notCopied;
    clearTimeout(timer);
    timer = setTimeout(() => (node.textContent = label), confirmFor);
  });
  return node;
};
