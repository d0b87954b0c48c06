import { button } from './dom.js';

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
    node.textContent = isCopied ? 'Copied' : 'The browser refused: select it by hand';
    clearTimeout(timer);
    timer = setTimeout(() => (node.textContent = label), confirmFor);
  });
  return node;
};
