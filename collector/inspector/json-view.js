import { button, element, foreignLink, foreignText } from './dom.js';
import { count } from './format.js';
import { wordsOf } from './language.js';
import { eventWords } from './words/event.js';

const openDepth = 2;
const longList = 30;
const longText = 400;

/**
 * Quotes a text and spells out what the eye would miss or be fooled by: control characters, direction overrides,
 * zero-width and private characters.
 * @param {string} text
 */
const quoted = (text) =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** @param {string} text */
const textNode = (text) => {
  if (text.length <= longText) {
    const isAddress = /^https?:\/\//i.test(text);
    return element(
      'span',
      { class: 'json-text' },
      isAddress ? foreignLink(text, quoted(text)) : foreignText(quoted(text)),
    );
  }
  const start = foreignText(quoted(text.slice(0, 160)).slice(0, -1));
  const holder = element('span', { class: 'json-text' }, start, '… ');
  const more = button(wordsOf(eventWords).showAll(count(text.length)), { class: 'button json-more' }, () => {
    const whole = foreignText(quoted(text), { tabindex: -1 });
    holder.replaceChildren(whole);
    whole.focus();
  });
  holder.append(more);
  return holder;
};

/** @param {unknown} value */
const leaf = (value) => {
  if (typeof value === 'string') return textNode(value);
  const kind = typeof value === 'number' ? 'json-number' : 'json-word';
  return element('span', { class: kind }, String(value));
};

/** @param {string | null} key */
const label = (key) => (key === null ? [] : [foreignText(quoted(key), { class: 'json-key' }), ': ']);

/**
 * @param {string | null} key null at the top and in lists
 * @param {unknown} value
 * @param {number} depth
 * @param {boolean} isLast
 * @returns {HTMLElement}
 */
const branch = (key, value, depth, isLast) => {
  const comma = isLast ? '' : ',';
  const line = (/** @type {import('./dom.js').Child[]} */ ...content) =>
    element('div', { class: 'json-line' }, ...label(key), ...content, comma);
  if (typeof value !== 'object' || value === null) return line(leaf(value));

  const isList = Array.isArray(value);
  /** @type {[string | null, unknown][]} */
  const entries = isList ? value.map((item) => [null, item]) : Object.entries(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return line(`${open}${close}`);

  const words = wordsOf(eventWords);
  const size = isList ? words.entries(entries.length) : words.fields(entries.length);
  const summary = element(
    'summary',
    {},
    ...label(key),
    open,
    element('span', { class: 'json-folded' }, ` ${size} ${close}${comma}`),
  );
  const children = element('div', { class: 'json-children' });
  const node = element(
    'details',
    { class: 'json-branch' },
    summary,
    children,
    element('div', { class: 'json-close' }, `${close}${comma}`),
  );

  // Built when it is first opened: an event of 64 kB would otherwise cost thousands of elements at once.
  const fill = () => {
    if (!node.open || children.childElementCount > 0) return;
    children.append(
      ...entries.map(([name, item], index) => branch(name, item, depth + 1, index === entries.length - 1)),
    );
  };
  node.addEventListener('toggle', fill);
  node.open = depth === 0 || (depth < openDepth && entries.length <= longList);
  fill();
  return node;
};

/**
 * Coloured JSON that folds; keyboard and screen reader get the browser's own disclosure elements.
 * @param {unknown} value
 */
export const createJsonView = (value) => {
  const node = element('div', { class: 'json', 'data-json': true }, branch(null, value, 0, true));
  let isUnfolded = false;
  const words = wordsOf(eventWords);
  const toggle = button(words.unfold, { class: 'button' }, () => {
    isUnfolded = !isUnfolded;
    toggle.textContent = isUnfolded ? words.fold : words.unfold;
    setOpen(isUnfolded);
  });

  /** @param {boolean} isOpen */
  const setOpen = (isOpen) => {
    const root = node.querySelector('details');
    // The list grows while it is walked: opening a branch builds the ones inside it, but only in the next task.
    const queue = [...node.querySelectorAll('details')];
    for (const details of queue) {
      if (details === root) continue;
      details.open = isOpen;
      details.dispatchEvent(new Event('toggle'));
      if (isOpen) queue.push(...[...details.querySelectorAll('details')].filter((inner) => !queue.includes(inner)));
    }
  };
  return { node, toggle };
};
