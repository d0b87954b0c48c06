import { element } from './dom.js';
import { keyOf } from './api.js';
import { createFeed } from './feed.js';
import { count } from './format.js';
import { createHand } from './hand.js';
import { wordsOf } from './language.js';
import { createListFoot } from './list-foot.js';
import { createRow } from './row-view.js';
import { createRoving } from './roving.js';
import { listWords } from './words/list.js';
import { pageWords } from './words/page.js';

/** @typedef {import('./filters.js').Filter} Filter */
/** @typedef {import('./api.js').Row} Row */
/** @typedef {import('./router.js').Router} Router */

/**
 * @param {{ root: HTMLElement, total: HTMLElement, pill: HTMLButtonElement, pause: HTMLButtonElement,
 *   heading: HTMLElement, router: Router, announce: (text: string) => void,
 *   onEmpty: (isEmpty: boolean) => void, onPaused: (isPaused: boolean) => void }} parts
 */
export const createList = ({ root, total, pill, pause, heading, router, announce, onEmpty, onPaused }) => {
  const rows = element('ol', { class: 'rows', role: 'list', 'aria-labelledby': 'events' });
  const foot = createListFoot({
    ...{ router, heading, onEmpty },
    onOlder: () => void loadOlder(),
    onAgain: () => void feed.load(),
  });
  root.append(rows, foot.node);
  const roving = createRoving(rows);
  const hand = createHand(rows, () => feed.settle());
  /** @type {Map<string, HTMLLIElement>} */
  const lines = new Map();
  let selected = '';
  let settled = Promise.resolve();
  let inList = '';

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
      const fresh = events.map(lineOf);
      for (const line of fresh) line.classList.add('is-new');
      rows.prepend(...fresh);
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
    isReading: () => isAboveView() || roving.isReading() || hand.isMoving(),
  });

  const loadOlder = async () => {
    const last = rows.lastElementChild;
    await feed.older();
    // The button may be gone: the first of the loaded rows is where reading goes on.
    if (document.activeElement === document.body && last instanceof HTMLElement) {
      roving.focus(/** @type {HTMLElement | null} */ (last.nextElementSibling) ?? last);
    }
  };

  const show = () => {
    const state = feed.state();
    const words = wordsOf(listWords);
    const page = wordsOf(pageWords);
    const isEmpty = state.shown.length === 0;
    const isFiltered = Object.entries(state.filter).some(([name, value]) => name !== 'from' && value);
    // A paused page stands still, with its numbers.
    const seen = state.paused ? state.total - state.heldCount : state.total;
    const number = count(seen) + (state.isCut ? '+' : '');
    const isUnknown = isEmpty && (!!state.error || state.loading);
    root.setAttribute('aria-busy', String(state.loading));
    total.textContent = isUnknown ? '' : isFiltered ? words.found(seen, number) : number;
    inList = words.inList(isUnknown ? '0' : number);
    pill.hidden = state.heldCount === 0 && !state.detached;
    pill.textContent = state.detached ? words.toNewest : words.fresh(state.heldCount);
    document.title = state.heldCount
      ? page.titleHeld(count(state.heldCount))
      : state.paused
        ? page.titlePaused
        : page.title;
    onPaused(state.paused);
    rows.hidden = isEmpty;
    foot.show(state, isFiltered, show);
  };

  pill.addEventListener('click', async () => {
    const { heldCount } = feed.state();
    await feed.release();
    const first = rows.firstElementChild;
    if (first instanceof HTMLElement) {
      scrollTo({ top: 0 });
      roving.focus(first);
    }
    if (heldCount) announce(wordsOf(listWords).freshShown(heldCount));
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
    slide: feed.slide,
    roving,
    /** How many events there are, in a sentence. */
    inList: () => inList,

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
