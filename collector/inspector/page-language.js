/*
 * Says what index.html says in the language of the reader. A module of its own, small and first, so that nobody sees English
 * words for the moment in which the others are loaded.
 *
 *   data-words="key"             the text of the element
 *   data-words-aria-label="key"  an attribute of it; also -title, -placeholder
 */
import { byId } from './dom.js';
import { chooseLanguage, language, languageTag, wordsOf } from './language.js';
import { pageWords } from './words/page.js';

const attributes = ['aria-label', 'title', 'placeholder'];

const words = /** @type {Record<string, unknown>} */ (wordsOf(pageWords));
for (const node of document.querySelectorAll('[data-words]')) {
  node.textContent = String(words[node.getAttribute('data-words') ?? '']);
}
for (const name of attributes) {
  for (const node of document.querySelectorAll(`[data-words-${name}]`)) {
    node.setAttribute(name, String(words[node.getAttribute(`data-words-${name}`) ?? '']));
  }
}

document.documentElement.lang = languageTag();
document.title = wordsOf(pageWords).title;

const choice = byId('language', HTMLSelectElement);
choice.value = language();
choice.addEventListener('change', () => chooseLanguage(choice.value));
byId('language-code', HTMLElement).textContent = language().toUpperCase();
