import { button, element } from './dom.js';
import { panelHead } from './panel.js';

/**
 * What lies in the panel in the place of something that could not be shown.
 * @param {unknown} error
 * @param {() => void} onClose
 */
export const createFailure = (error, onClose) => {
  const text = error instanceof Error ? error.message : String(error);
  const head = panelHead(
    'Sorry',
    element('h2', {}, 'This could not be shown'),
    button('×', { class: 'button icon-button close', 'aria-label': 'Close', 'data-close': true }, onClose),
  );
  return element('section', {}, head, element('p', { class: 'hint' }, text));
};
