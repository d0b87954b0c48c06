import { button, element } from './dom.js';
import { wordsOf } from './language.js';
import { panelHead } from './panel.js';
import { problemOf } from './said.js';
import { generalWords } from './words/general.js';

/**
 * What lies in the panel in the place of something that could not be shown.
 * @param {unknown} error
 * @param {() => void} onClose
 */
export const createFailure = (error, onClose) => {
  const words = wordsOf(generalWords);
  const head = panelHead(
    words.sorry,
    element('h2', {}, words.notShown),
    button('×', { class: 'button icon-button close', 'aria-label': words.close, 'data-close': true }, onClose),
  );
  return element('section', {}, head, element('p', { class: 'hint' }, problemOf(error)));
};
