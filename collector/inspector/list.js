import { element, button } from './dom.js';
import { keyOf } from './api.js';
import { createFeed } from './feed.js';
import { count, plural } from './format.js';
import { createFirstSteps } from './first-steps.js';
import { createRow } from './row-view.js';
import { createRoving } from './roving.js';

/** @typedef {import('./api.js').Filter} Filter */
/** @typedef {import('./api.js').Row} Row */
/** @typedef {import('./router.js').Router} Router */

/**
 * @param {{ root: HTMLElement, total: HTMLElement, pill: HTMLButtonElement, pause: HTMLButtonElement,
 *   heading: HTMLElement, router: Router, announce: (text: string) => void,
 *   onEmpty: (isEmpty: boolean) => void }} parts
 */
export const createList = ({ root, total, pill, pause, heading, router, announce, onEmpty }) => {
  const rows = element('ol', { class: 'rows', role: 'list', 'aria-labelledby': 'events' });
  const foot = element('div', { class: 'rows-foot' });
  root.append(rows, foot);
  const roving = createRoving(rows);
  /** @type {Map<string, HTMLLIElement>} */
  const lines = new Map();
  let selected = '';
  let settled = Promise.resolve();

  /** @param {Row} row */
  const lineOf = (row) => {
    const line = createRow(row, router.hrefWith);
    lines.set(keyOf(row), line);
    line.classList.toggle('is-open', keyOf(row) === selected);
    return line;
  };

  const isAboveView = () => {
    const first = rows.firstElementChild;
    const edge = pill.parentElement?.getBoundingClientRect().bottom ?? 0;
    return !!first && first.getBoundingClientRect().top < edge - 24;
  };

  const feed = createFeed({
    reset: (events) => {
      lines.clear();
      rows.replaceChildren(...events.map(lineOf));
      roving.refresh();
    },
    prepend: (events) => {
      for (const row of [...events].reverse()) {
        const line = lineOf(row);
        line.classList.add('is-new');
        rows.prepend(line);
      }
      roving.refresh();
    },
    append: (events) => {
      rows.append(...events.map(lineOf));
      roving.refresh();
    },
    remove: (events) => {
      const height = rows.offsetHeight;
      const [first] = events;
      const isAtTop = !!first && rows.firstElementChild === lines.get(keyOf(first));
      for (const row of events) {
        lines.get(keyOf(row))?.remove();
        lines.delete(keyOf(row));
      }
      // Scroll anchoring is off for the list, so the view is kept in place by hand.
      if (isAtTop) scrollBy({ top: rows.offsetHeight - height, behavior: 'instant' });
      roving.refresh();
    },
    changed: () => show(),
    isReading: () => isAboveView() || roving.isReading(),
  });

  const older = button('Load older events', { class: 'button', id: 'older' }, () => void loadOlder());
  const loadOlder = async () => {
    const last = rows.lastElementChild;
    await feed.older();
    // The button may be gone: the first of the loaded rows is where reading goes on.
    if (document.activeElement === document.body && last instanceof HTMLElement) {
      roving.focus(/** @type {HTMLElement | null} */ (last.nextElementSibling) ?? last);
    }
  };

  const clearFilter = button('Clear the filter', { class: 'button' }, () => {
    router.go({ action: '', session: '', event: '' });
    heading.focus();
  });
  /** @type {HTMLElement | undefined} */
  let firstSteps;

  const show = () => {
    const state = feed.state();
    const isEmpty = state.shown.length === 0;
    const isFiltered = !!(state.filter.action || state.filter.session);
    root.setAttribute('aria-busy', String(state.loading));
    total.textContent = state.error && isEmpty ? '' : isFiltered ? `${count(state.total)} found` : count(state.total);
    pill.hidden = state.heldCount === 0 && !state.detached;
    pill.textContent = state.detached ? 'Back to the newest events' : plural(state.heldCount, 'new event');
    document.title = state.heldCount ? `(${count(state.heldCount)}) Vitrina inspector` : 'Vitrina inspector';
    pause.setAttribute('aria-pressed', String(state.paused));
    rows.hidden = isEmpty;
    if (!state.loading && !state.error) onEmpty(isEmpty && !isFiltered);
    older.disabled = state.loading;
    foot.replaceChildren(...footOf(state, isEmpty, isFiltered));
  };

  /**
   * @param {ReturnType<typeof feed.state>} state
   * @param {boolean} isEmpty
   * @param {boolean} isFiltered
   * @returns {Node[]}
   */
  const footOf = (state, isEmpty, isFiltered) => {
    if (state.error) {
      const again = button('Try again', { class: 'button' }, () => void (isEmpty ? feed.load() : feed.older()));
      return [element('p', { class: 'hint' }, state.error), again];
    }
    if (isEmpty && state.loading) return [element('p', { class: 'hint' }, 'Loading…')];
    if (isEmpty && isFiltered) {
      return [
        element('p', { class: 'hint' }, 'Nothing here matches the filter yet. It will appear as it arrives.'),
        clearFilter,
      ];
    }
    if (isEmpty) return [(firstSteps ??= createFirstSteps())];
    if (state.hasOlder) return [older];
    return [element('p', { class: 'hint' }, `That is all: ${plural(state.total, 'event')}.`)];
  };

  pill.addEventListener('click', async () => {
    const { heldCount } = feed.state();
    await feed.release();
    const first = rows.firstElementChild;
    if (first instanceof HTMLElement) {
      scrollTo({ top: 0 });
      roving.focus(first);
    }
    if (heldCount) announce(`${plural(heldCount, 'new event')} shown.`);
  });
  pause.addEventListener('click', () => feed.pause(!feed.state().paused));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  // Not `scrollend`: Safari has it since 26.2 only (checked 2026-11).
  const settleSoon = () => {
    clearTimeout(settling);
    settling = setTimeout(feed.settle, 120);
  };
  document.addEventListener('scroll', settleSoon, { passive: true });
  rows.addEventListener('focusout', settleSoon);

  return {
    receive: feed.receive,
    resync: () => settled.then(feed.resync),
    roving,

    /** @param {Filter} filter */
    filter: (filter) => (settled = feed.load(filter)),

    /** @param {string} key marks the line whose event is open */
    select: (key) => {
      lines.get(selected)?.classList.remove('is-open');
      lines.get(selected)?.querySelector('.row-link')?.removeAttribute('aria-current');
      selected = key;
      lines.get(key)?.classList.add('is-open');
      lines.get(key)?.querySelector('.row-link')?.setAttribute('aria-current', 'true');
    },

    /** @param {string} key */
    rowOf: (key) => feed.state().shown.find((row) => keyOf(row) === key),

    /**
     * @param {string} key
     * @param {number} step 1 is the older neighbour
     */
    neighbour: (key, step) => {
      const { shown } = feed.state();
      const index = shown.findIndex((row) => keyOf(row) === key);
      return index < 0 ? undefined : shown[index + step];
    },

    /** @param {string} key the line that gets the focus; the heading if it is gone */
    focus: async (key) => {
      await settled;
      const line = lines.get(key);
      if (line) roving.focus(line);
      else heading.focus();
    },
  };
};
