import { button, element } from './dom.js';
import { createFoldKeys } from './fold-keys.js';
import { wordsOf } from './language.js';
import { createRefusalRow } from './refusal-row.js';
import { refusalWords } from './words/refusal.js';

/** @typedef {import('./refusals-api.js').Refusal} Refusal */
/** @typedef {import('./refusals-api.js').RefusalPage} RefusalPage */

/**
 * The refusals, newest first, page by page.
 * @param {{ hrefOfEvent: (key: string) => string, onResend: (refusal: Refusal) => Promise<void>,
 *   load: (before: number) => Promise<RefusalPage> }} parts
 */
export const createRefusalList = ({ hrefOfEvent, onResend, load }) => {
  const words = wordsOf(refusalWords);
  /** @type {Map<number, ReturnType<typeof createRefusalRow>>} */
  let rows = new Map();
  /** @type {number | null} */
  let next = null;
  const lines = element('ol', { class: 'folds', role: 'list', 'aria-label': words.latestFirst });
  const nothing = element('div', { class: 'screen-empty', hidden: true });
  const older = button(words.showOlder, { class: 'button', hidden: true }, () => void showOlder());
  const node = element('div', { 'aria-busy': 'true' }, lines, nothing, element('p', { class: 'rows-foot' }, older));

  /**
   * Draws a refusal, or leaves the line of one that has not changed: somebody may be reading it.
   * @param {Refusal} refusal
   * @param {boolean} isBusinessShown
   */
  const rowOf = (refusal, isBusinessShown) => {
    const known = rows.get(refusal.number);
    const isSame = known?.refusal.reason === refusal.reason && known.refusal.resent_at === refusal.resent_at;
    if (known && isSame) return known;
    const row = createRefusalRow(refusal, { hrefOfEvent, onResend, isBusinessShown });
    if (known?.isOpen()) row.open();
    return row;
  };

  /** @param {Refusal[]} refusals newest first */
  const draw = (refusals) => {
    const isBusinessShown = new Set(refusals.map(({ business }) => business)).size > 1;
    const focused = document.activeElement?.closest('[data-refusal]')?.getAttribute('data-refusal');
    const drawn = refusals.map((refusal) => rowOf(refusal, isBusinessShown));
    const hadFocus = lines.contains(document.activeElement);
    const isSame = drawn.length === rows.size && drawn.every((row) => rows.get(row.refusal.number) === row);
    rows = new Map(drawn.map((row) => [row.refusal.number, row]));
    if (!isSame) lines.replaceChildren(...drawn.map(({ line }) => line));
    if (hadFocus && !lines.contains(document.activeElement)) rows.get(Number(focused))?.focus();
    lines.hidden = drawn.length === 0;
    older.hidden = next === null;
  };

  const shown = () => [...rows.values()].map(({ refusal }) => refusal);

  const showOlder = async () => {
    if (next === null) return;
    older.disabled = true;
    const page = await load(next).catch(() => undefined);
    older.disabled = false;
    if (!page) return;
    const [first] = page.refusals;
    next = page.next;
    draw([...shown(), ...page.refusals]);
    if (first) rows.get(first.number)?.focus();
  };

  const step = createFoldKeys(lines);

  return {
    node,
    step,

    /** @param {number} number */
    focusOn: (number) => rows.get(number)?.focus(),

    /**
     * @param {RefusalPage} page the latest
     * @param {{ isNew: boolean, empty: string[] }} options `isNew`: another list than before
     */
    show: (page, { isNew, empty: [title = '', hint = ''] }) => {
      const oldest = page.refusals.at(-1)?.number ?? 0;
      if (isNew) rows = new Map();
      // Older pages that were opened stay; their lines may have changed, which the next look at them tells.
      const kept = page.next === null ? [] : shown().filter(({ number }) => number < oldest);
      if (kept.length === 0) next = page.next;
      draw([...page.refusals, ...kept]);
      nothing.hidden = rows.size > 0;
      nothing.replaceChildren(element('h3', {}, title), element('p', { class: 'hint' }, hint));
      node.setAttribute('aria-busy', 'false');
    },
  };
};
