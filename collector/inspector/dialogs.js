import { button, element } from './dom.js';
import { wordsOf } from './language.js';
import { generalWords } from './words/general.js';

/**
 * @param {string} title
 * @param {Node[]} content
 * @param {Node[]} buttons
 */
const openDialog = (title, content, buttons) => {
  const dialog = element(
    'dialog',
    { class: 'dialog', 'aria-labelledby': 'dialog-title' },
    element('h2', { id: 'dialog-title' }, title),
    ...content,
    element('div', { class: 'dialog-buttons' }, ...buttons),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
};

/**
 * @param {{ title: string, text: string, yes: string }} question
 * @returns {Promise<boolean>}
 */
export const ask = ({ title, text, yes }) =>
  new Promise((resolve) => {
    const cancel = button(wordsOf(generalWords).cancel, { class: 'button', autofocus: true, 'data-cancel': true }, () =>
      dialog.close(),
    );
    const confirm = button(yes, { class: 'button danger', 'data-confirm': true }, () => dialog.close('yes'));
    const dialog = openDialog(title, [element('p', {}, text)], [cancel, confirm]);
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'));
  });

/** @type {[string[], 'next' | 'previous' | 'open' | 'closeStep' | 'search' | 'pause' | 'help'][]} */
const keys = [
  [['↓', 'j'], 'next'],
  [['↑', 'k'], 'previous'],
  [['Enter'], 'open'],
  [['Esc'], 'closeStep'],
  [['/'], 'search'],
  [['p'], 'pause'],
  [['?'], 'help'],
];

/**
 * Single-letter keys get in the way of speech input, so they can be switched off (WCAG 2.1.4).
 * @param {{ isOn: () => boolean, set: (isOn: boolean) => void }} letters
 */
export const showHelp = (letters) => {
  const words = wordsOf(generalWords);
  const lines = keys.map(([names, key]) =>
    element(
      'div',
      {},
      element('dt', {}, ...names.map((name) => element('kbd', {}, name))),
      element('dd', {}, words[key]),
    ),
  );
  const box = element('input', { type: 'checkbox', id: 'letter-keys', checked: letters.isOn() });
  box.addEventListener('change', () => letters.set(box.checked));
  const option = element('p', {}, box, ' ', element('label', { for: 'letter-keys' }, words.letters));
  const done = button(words.done, { class: 'button', autofocus: true }, () => dialog.close());
  const dialog = openDialog(words.keyboard, [element('dl', { class: 'keys' }, ...lines), option], [done]);
};
