const lineSelector = 'summary.fold-line';

/**
 * Moves through lines that unfold in their place, with the arrow keys, Home and End.
 * @param {HTMLElement} root
 * @returns {(step: number) => void} goes so many lines on
 */
export const createFoldKeys = (root) => {
  /** @param {number} by */
  const step = (by) => {
    const summaries = [...root.querySelectorAll(lineSelector)];
    const current = document.activeElement?.closest('.fold')?.querySelector(lineSelector);
    const index = current ? summaries.indexOf(current) + by : 0;
    const target = summaries[Math.max(0, Math.min(index, summaries.length - 1))];
    if (target instanceof HTMLElement) target.focus();
  };

  root.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!(event.target instanceof Element) || !event.target.matches(lineSelector)) return;
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Home') step(-Infinity);
    else if (event.key === 'End') step(Infinity);
    else return;
    event.preventDefault();
  });
  return step;
};
