import { fetchEvents } from './api.js';
import { button, element } from './dom.js';
import { noFilter } from './filters.js';
import { createFirstSteps } from './first-steps.js';
import { wordsOf } from './language.js';
import { isLongest, ranges, rangeOf, rangeWords } from './range.js';
import { listWords } from './words/list.js';

/**
 * What stands below the list: why it is empty, what went wrong, how to go on.
 * @param {{ router: import('./router.js').Router, heading: HTMLElement, onOlder: () => void, onAgain: () => void,
 *   onEmpty: (isEmpty: boolean) => void }} parts `onEmpty`: whether there is no event at all, whatever is filtered
 */
export const createListFoot = ({ router, heading, onOlder, onAgain, onEmpty }) => {
  const words = wordsOf(listWords);
  const node = element('div', { class: 'rows-foot' });
  const older = button(words.older, { class: 'button', id: 'older' }, onOlder);
  /** @type {HTMLElement | undefined} */
  let firstSteps;
  /** Undefined until the store was asked whether it has anything outside the span of time. */
  /** @type {boolean | undefined} */
  let hasOthers;
  let isAsking = false;

  /**
   * @param {Parameters<typeof router.go>[0]} change
   * @param {string} text
   */
  const goButton = (change, text) =>
    button(text, { class: 'button' }, () => {
      router.go({ ...change, event: '' });
      heading.focus();
    });
  const clear = goButton({ ...noFilter, source: '' }, words.clear);
  const widen = goButton({ range: ranges.at(-1)?.id ?? '' }, words.widen);

  /** @param {() => void} again */
  const askForOthers = async (again) => {
    if (isAsking) return;
    isAsking = true;
    const page = await fetchEvents({ limit: 1 }).catch(() => undefined);
    isAsking = false;
    hasOthers = page ? page.events.length > 0 : undefined;
    if (page) again();
  };

  /**
   * @param {ReturnType<import('./feed.js').Feed['state']>} state
   * @param {boolean} isFiltered
   * @param {() => void} again draws once more
   * @returns {Node[]}
   */
  const contentOf = (state, isFiltered, again) => {
    const range = rangeOf(router.current().range);
    const span = rangeWords(range);
    const isEmpty = state.shown.length === 0;
    if (state.error) {
      const retry = button(words.again, { class: 'button' }, () => (isEmpty ? onAgain() : onOlder()));
      return [element('p', { class: 'hint' }, state.error), retry];
    }
    if (state.hasOlder) return [older];
    const further = isLongest(range) ? [] : [widen];
    if (!isEmpty) {
      return [element('p', { class: 'hint' }, words.all(span, state.total)), ...further];
    }
    if (state.loading) return [element('p', { class: 'hint' }, words.loading)];
    if (isFiltered) {
      const text = words.noMatch(span);
      return [element('p', { class: 'hint' }, text), element('p', { class: 'foot-buttons' }, ...further, clear)];
    }
    if (hasOthers === undefined) {
      void askForOthers(again);
      return [element('p', { class: 'hint' }, words.loading)];
    }
    if (!hasOthers) return [(firstSteps ??= createFirstSteps())];
    return [element('p', { class: 'hint' }, words.nothing(span)), ...further];
  };

  return {
    node,

    /**
     * @param {ReturnType<import('./feed.js').Feed['state']>} state
     * @param {boolean} isFiltered
     * @param {() => void} again
     */
    show: (state, isFiltered, again) => {
      if (state.shown.length > 0) hasOthers = undefined;
      older.disabled = state.loading;
      const focused = document.activeElement;
      const content = contentOf(state, isFiltered, again);
      if (content.length !== node.childNodes.length || content.some((child, at) => child !== node.childNodes[at])) {
        node.replaceChildren(...content);
        // What was pressed and is still there keeps the focus.
        if (focused instanceof HTMLElement && node.contains(focused)) focused.focus();
      }
      if (!state.loading && !state.error) onEmpty(content[0] === firstSteps && firstSteps !== undefined);
    },
  };
};
