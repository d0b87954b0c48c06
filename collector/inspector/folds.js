import { element } from './dom.js';

/**
 * A line that unfolds in its place. `state` is all that is shown of it: while that is the same, the line is left alone, since
 * somebody may be reading it.
 * @typedef {{ key: string, state: unknown, draw: () => { summary: import('./dom.js').Child[], detail: import('./dom.js').Child[] } }} Fold
 */

/** @param {Element} node inside a line */
const selectorOf = (node) => {
  for (const name of ['data-press', 'href']) {
    const value = node.getAttribute(name);
    if (value !== null) return `[${name}="${CSS.escape(value)}"]`;
  }
  return 'summary.fold-line';
};

/**
 * @param {Fold} fold
 * @param {string} mark the attribute that names the line
 * @param {boolean} isOpen
 */
const draw = ({ key, draw: drawParts }, mark, isOpen) => {
  const { summary, detail } = drawParts();
  return element(
    'li',
    { class: 'fold', [mark]: key },
    element(
      'details',
      { open: isOpen },
      element('summary', { class: 'fold-line' }, ...summary),
      element('div', { class: 'fold-detail' }, ...detail),
    ),
  );
};

/**
 * @param {{ label: string, mark: string }} options `mark`: the attribute that names each line
 */
export const createFolds = ({ label, mark }) => {
  /** @type {Map<string, { text: string, line: HTMLLIElement }>} */
  let lines = new Map();
  const node = element('ol', { class: 'folds is-short', role: 'list', 'aria-label': label });

  return {
    node,

    /** @param {Fold[]} folds */
    show: (folds) => {
      const active = document.activeElement;
      const focused = active?.closest(`[${mark}]`)?.getAttribute(mark) ?? '';
      const selector = active && node.contains(active) ? selectorOf(active) : '';
      const drawn = folds.map((fold) => {
        const text = JSON.stringify(fold.state);
        const known = lines.get(fold.key);
        if (known?.text === text) return { key: fold.key, ...known };
        const wasOpen = known?.line.querySelector('details')?.open ?? folds.length === 1;
        return { key: fold.key, text, line: draw(fold, mark, wasOpen) };
      });
      const isSame = drawn.length === lines.size && drawn.every(({ key, line }) => lines.get(key)?.line === line);
      lines = new Map(drawn.map(({ key, ...known }) => [key, known]));
      node.hidden = drawn.length === 0;
      if (isSame) return;
      node.replaceChildren(...drawn.map(({ line }) => line));
      if (selector === '') return;
      const line = lines.get(focused)?.line;
      const target = line?.querySelector(selector) ?? line?.querySelector('summary');
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },
  };
};
