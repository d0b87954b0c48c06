import { button, element, foreignText } from './dom.js';
import { clip, shortId } from './format.js';
import { wordsOf } from './language.js';
import { actionChip } from './row-view.js';
import { visitorMark } from './visitor-mark.js';
import { filterWords } from './words/filter.js';

/** @typedef {import('./filter-box.js').Choice} Choice */

/**
 * What is filtered by, each part with a cross that takes it away.
 * @param {{ root: HTMLElement, onRemove: (change: Choice) => void }} parts
 */
export const createTokens = ({ root, onRemove }) => {
  /**
   * @param {keyof typeof filterWords.en.remove} kind
   * @param {string} value
   * @param {Choice} change
   * @param {...Node} content
   */
  const token = (kind, value, change, ...content) => {
    const node = button('', { class: 'button token', 'data-token': kind, title: value }, () => onRemove(change));
    node.append(
      element('span', { class: 'visually-hidden' }, wordsOf(filterWords).remove[kind]),
      ...content,
      element('span', { class: 'token-cross', 'aria-hidden': 'true' }, '×'),
    );
    return node;
  };

  /** @param {Node[]} parts */
  const name = (...parts) => element('span', { class: 'token-visitor' }, ...parts);

  /** @param {import('./router.js').View} view */
  return ({ q, action, session, user }) => {
    const parts = [];
    if (q) {
      const text = foreignText(wordsOf(filterWords).quoted(clip(q, 30)), { class: 'token-text' });
      parts.push(token('search', q, { q: '' }, text));
    }
    if (action) parts.push(token('action', action, { action: '' }, actionChip(action)));
    if (session) {
      parts.push(token('session', session, { session: '' }, name(visitorMark(session), foreignText(shortId(session)))));
    }
    if (user) {
      parts.push(
        token('user', user, { user: '', source: '' }, name(foreignText(clip(user, 30), { class: 'token-text' }))),
      );
    }
    root.replaceChildren(...parts);
  };
};
