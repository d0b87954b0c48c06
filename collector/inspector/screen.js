import { element } from './dom.js';
import { createFoldKeys } from './fold-keys.js';
import { problemOf } from './said.js';

/** @typedef {import('./router.js').View} View */

/**
 * What is said where there is nothing yet: what it is, and where it is declared.
 * @param {string} title
 * @param {...import('./dom.js').Child} hint
 */
export const emptyScreen = (title, ...hint) =>
  element('div', { class: 'screen-empty' }, element('h3', {}, title), element('p', { class: 'hint' }, ...hint));

/**
 * A view that takes the whole place of the page: a heading, a sentence about what it is, and what is asked for anew while it is
 * shown.
 * @param {{ name: string, title: string, hint: string, root: HTMLElement, content: HTMLElement,
 *   load: () => Promise<() => void> }} parts `load` asks, and gives what draws the answer
 */
export const createScreen = ({ name, title, hint, root, content, load }) => {
  let isOpen = false;
  let turn = 0;
  const heading = element('h2', { id: `${name}-title`, tabindex: -1 }, title);
  const total = element('p', { class: 'total' });
  const failure = element('p', { class: 'notice', role: 'alert', hidden: true });
  const status = element('p', { class: 'screen-status', role: 'status' });
  root.append(
    element(
      'div',
      { class: 'screen-head' },
      element('div', { class: 'toolbar-head' }, heading, total),
      element('p', { class: 'hint' }, hint),
    ),
    failure,
    status,
    content,
  );
  content.setAttribute('aria-busy', 'true');
  const step = createFoldKeys(content);

  const look = async () => {
    if (!isOpen) return;
    const mine = ++turn;
    try {
      const draw = await load();
      if (mine !== turn) return;
      draw();
      failure.hidden = true;
      failure.textContent = '';
    } catch (error) {
      if (mine !== turn) return;
      const sentence = problemOf(error);
      failure.hidden = false;
      // Said again only where it is another one.
      if (failure.textContent !== sentence.textContent) failure.replaceChildren(sentence);
    }
    content.setAttribute('aria-busy', 'false');
  };

  return {
    isOpen: () => isOpen,
    step,
    look,
    focus: () => heading.focus(),

    /** @param {string} text beside the heading */
    count: (text) => {
      total.textContent = text;
    },

    /** @param {...(Node | string)} sentences what came of something that the reader did */
    tell: (...sentences) => status.replaceChildren(...sentences),

    /**
     * @param {View} view
     * @param {View} [previous]
     */
    show: ({ view, business }, previous) => {
      const wasOpen = isOpen;
      isOpen = view === name;
      root.hidden = !isOpen;
      if (!isOpen || (wasOpen && business === previous?.business)) return;
      status.textContent = '';
      void look();
      if (previous && !wasOpen) heading.focus();
    },
  };
};

/** @typedef {ReturnType<typeof createScreen>} Screen */
