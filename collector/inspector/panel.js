import { element } from './dom.js';

const wide = matchMedia('(min-width: 61rem)');

/**
 * The place of details: a column beside the list on wide screens, a full-screen dialog on narrow ones. The content is
 * one element that moves between the two, so that turning a phone loses nothing.
 * @param {{ pane: HTMLElement, sheet: HTMLDialogElement, onDismiss: () => void }} parts `onDismiss`: the reader closes the dialog by a means of the
 *   platform
 */
export const createPanel = ({ pane, sheet, onDismiss }) => {
  const body = element('div', { class: 'panel' });
  /** A resting panel shows something of its own on wide screens and stays closed on narrow ones. */
  let isResting = true;

  const place = () => {
    const isWide = wide.matches;
    const home = isWide ? pane : sheet;
    if (body.parentElement !== home) home.append(body);
    const shouldBeOpen = !isWide && !isResting;
    if (shouldBeOpen && !sheet.open) sheet.showModal();
    if (!shouldBeOpen && sheet.open) sheet.close();
    document.documentElement.classList.toggle('has-sheet', shouldBeOpen);
  };

  // Escape comes as a key first (shortcuts.js); this is the back gesture of a phone. A browser may make the event
  // uncancelable, then the dialog is already closed and `place` opens it again if something is left to show.
  sheet.addEventListener('cancel', (event) => {
    event.preventDefault();
    onDismiss();
  });
  sheet.addEventListener('close', () => {
    if (isResting || wide.matches) return;
    onDismiss();
    place();
  });
  wide.addEventListener('change', place);

  return {
    body,
    isVisible: () => wide.matches || !isResting,

    /**
     * @param {HTMLElement} content
     * @param {{ resting: boolean, isNew: boolean, label: string }} options `isNew`: bring the reader to the heading
     */
    show: (content, { resting, isNew, label }) => {
      const scroller = wide.matches ? pane : sheet;
      const scrolled = isNew ? 0 : scroller.scrollTop;
      body.replaceChildren(content);
      isResting = resting;
      pane.setAttribute('aria-label', label);
      sheet.setAttribute('aria-label', label);
      place();
      scroller.scrollTop = scrolled;
      if (isNew && !resting) body.querySelector('h2')?.focus({ preventScroll: true });
    },

    stop: () => wide.removeEventListener('change', place),
  };
};

/**
 * @param {string} eyebrow
 * @param {HTMLElement} heading
 * @param {...Node} tools
 */
export const panelHead = (eyebrow, heading, ...tools) => {
  heading.tabIndex = -1;
  return element(
    'header',
    { class: 'panel-head' },
    element('div', { class: 'panel-title' }, element('p', { class: 'eyebrow' }, eyebrow), heading),
    element('div', { class: 'panel-tools' }, ...tools),
  );
};
