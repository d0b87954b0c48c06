import { element, foreignText } from './dom.js';
import { clip } from './format.js';
import { wordsOf } from './language.js';
import { listWords } from './words/list.js';

/** @typedef {import('./api.js').Row} Row */

/**
 * What the collector thinks of an event, in a word each; nothing for one that a browser sent and that is as it should be.
 * @param {Pick<Row, 'trusted' | 'invalid'>} row
 */
export const marksOf = ({ trusted, invalid }) => [
  ...(invalid?.length
    ? [
        element(
          'span',
          { class: 'tag tag-invalid', title: invalid.map(({ description }) => clip(description, 200)).join(' ') },
          wordsOf(listWords).invalid,
        ),
      ]
    : []),
  ...(trusted
    ? [element('span', { class: 'tag tag-trusted', title: wordsOf(listWords).trustedHint }, wordsOf(listWords).trusted)]
    : []),
];

/**
 * Why an event is invalid, each reason in a sentence.
 * @param {Pick<Row, 'invalid'>} row
 */
export const reasonsOf = ({ invalid }) =>
  !!invalid?.length &&
  element(
    'section',
    { class: 'problems', 'aria-labelledby': 'reasons-title', 'data-invalid': true },
    element('h3', { id: 'reasons-title' }, wordsOf(listWords).whyInvalid),
    element(
      'ul',
      { role: 'list' },
      ...invalid.map(({ parameter, description }) =>
        element(
          'li',
          {},
          foreignText(clip(parameter, 80), { class: 'code' }),
          ' ',
          foreignText(clip(description, 400), { lang: 'en' }),
        ),
      ),
    ),
  );
