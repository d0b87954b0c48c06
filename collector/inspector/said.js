import { ApiError } from './api.js';
import { foreignText } from './dom.js';
import { clip } from './format.js';
import { wordsOf } from './language.js';
import { saidWords } from './words/said.js';

/** @type {Map<string, keyof typeof saidWords.en>} */
const known = new Map(
  Object.entries(saidWords.en).map(([key, sentence]) => [sentence, /** @type {keyof typeof saidWords.en} */ (key)]),
);

/**
 * A sentence of the collector in the language of the page. One that the page does not know stays as it came, which is English.
 * @param {string} sentence
 * @param {number} [length] of which no more is shown
 */
export const said = (sentence, length = 600) => {
  const key = known.get(sentence);
  return key ? foreignText(wordsOf(saidWords)[key]) : foreignText(clip(sentence, length), { lang: 'en' });
};

/** @param {unknown} error what an attempt came to */
export const problemOf = (error) => {
  const sentence = error instanceof Error ? error.message : String(error);
  return error instanceof ApiError && error.isQuoted ? said(sentence) : foreignText(sentence);
};
