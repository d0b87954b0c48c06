import { splitKey } from './router.js';

/** @typedef {import('./router.js').View} View */

/**
 * Draws something again and leaves the focus on what takes the place of what had it, and unfolded what was unfolded.
 * @param {HTMLElement} body
 * @param {() => void} drawAnew
 */
export const keepFocus = (body, drawAnew) => {
  const draw = () => {
    const folds = [...body.querySelectorAll('details')].map(({ open }) => open);
    drawAnew();
    const fresh = body.querySelectorAll('details');
    if (fresh.length === folds.length) for (const [index, open] of folds.entries()) fresh.item(index).open = open;
  };
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !body.contains(active) || active === body) return draw();
  const names = ['href', 'data-erase', 'data-close', 'data-step', 'data-focus', 'data-download'];
  const name = names.find((each) => active.hasAttribute(each));
  const value = name === undefined ? '' : active.getAttribute(name);
  // What has no name of its own, like the parts of JSON, is known by its place.
  const alike = name === undefined ? active.tagName : `[${name}]`;
  const place = [...body.querySelectorAll(alike)].indexOf(active);
  draw();
  const same = [...body.querySelectorAll(alike)];
  const next = name === undefined ? same[place] : same.find((node) => node.getAttribute(name) === value);
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
};

/**
 * Closing something brings the reader back to where it was opened from.
 * @param {{ body: HTMLElement, list: { focus: (key: string) => Promise<void> } }} parts `body`: the panel's content
 */
export const createFocusReturn = ({ body, list }) => {
  /** The line of the list that was opened last. */
  let lineKey = '';
  let isFromVisitors = false;
  let pressed = '';

  /**
   * @param {string} name
   * @param {string} value
   */
  const find = (name, value) => body.querySelector(`[${name}="${CSS.escape(value)}"]`);

  /** @param {Element | null} target */
  const focus = (target) => {
    const link = target instanceof HTMLAnchorElement ? target : (target?.querySelector('a') ?? target);
    if (!(link instanceof HTMLElement) || link.hasAttribute('disabled')) return false;
    link.focus();
    return true;
  };

  return {
    /**
     * Call it before anything is redrawn.
     * @param {View} view
     */
    remember: (view) => {
      const active = document.activeElement;
      const key = active?.closest('[data-key]')?.getAttribute('data-key');
      if (key) lineKey = key;
      else if (view.event && !view.session) lineKey = view.event;
      if (key || active?.closest('[data-visitor], [data-profile]')) isFromVisitors = !key;
      pressed = active instanceof HTMLButtonElement && body.contains(active) ? (active.dataset.step ?? '') : '';
    },

    /**
     * @param {View} view
     * @param {View} previous
     */
    restore: async (view, previous) => {
      if (view.event) return void (pressed && focus(find('data-step', pressed)));
      if (view.session || view.user) return void focus(find('data-timeline-event', splitKey(previous.event)[1]));
      const person = `${previous.business}/${previous.source}/${previous.user}`;
      const line = find('data-visitor', previous.session) ?? find('data-profile', person);
      if (isFromVisitors && focus(line)) return;
      if (view.view) return;
      if (previous.view) document.getElementById('visitors-link')?.focus();
      else await list.focus(lineKey);
    },
  };
};
