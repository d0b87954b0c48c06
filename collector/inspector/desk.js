import { eraseSession, fetchEvent, fetchTimeline, fetchVisitors, keyOf } from './api.js';
import { createDetail } from './detail.js';
import { ask } from './dialogs.js';
import { button, element } from './dom.js';
import { createFocusReturn } from './focus-return.js';
import { plural } from './format.js';
import { createPanel, panelHead } from './panel.js';
import { splitKey } from './router.js';
import { createTimeline } from './timeline.js';
import { createVisitors } from './visitors.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {import('./router.js').View} View */

/** The parts of the address that the panel shows. */
const panelParts = /** @type {const} */ (['event', 'session', 'view']);
const refreshAfter = 1000;

/**
 * Decides what lies in the panel: an opened event, a visitor's timeline or the recent visitors.
 * @param {{ pane: HTMLElement, sheet: HTMLDialogElement, list: ReturnType<typeof import('./list.js').createList>,
 *   router: import('./router.js').Router, announce: (text: string) => void, onErased: () => void }} parts
 */
export const createDesk = ({ pane, sheet, list, router, announce, onErased }) => {
  const panel = createPanel({ pane, sheet, onDismiss: () => close() });
  const focusReturn = createFocusReturn({ body: panel.body, list });
  const { hrefWith, go } = router;
  let showAll = false;
  let turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const close = () => {
    const { event, session, view } = router.current();
    if (event) go({ event: '' });
    else if (session) go({ session: '' });
    else if (view) go({ view: '' });
  };

  /** @param {number} step */
  const openNeighbour = (step) => {
    const row = list.neighbour(router.current().event, step);
    if (row) go({ event: keyOf(row) }, { replace: true });
  };

  /** @param {Row} row */
  const detailOf = (row) =>
    createDetail(row, {
      hrefWith,
      session: router.current().session,
      onClose: close,
      onStep: openNeighbour,
      hasNeighbour: (step) => list.neighbour(keyOf(row), step) !== undefined,
    });

  /**
   * @param {string} session
   * @param {string[]} businesses
   */
  const erase = async (session, businesses) => {
    const isSure = await ask({
      title: 'Erase this visitor’s events?',
      text: 'Every event of this session is removed from the collector’s database for good. This cannot be undone.',
      yes: 'Erase for good',
    });
    if (!isSure) return;
    try {
      let erased = 0;
      for (const business of businesses) erased += await eraseSession(session, business);
      go({ session: '', event: '' });
      onErased();
      announce(`${plural(erased, 'event')} erased.`);
    } catch (error) {
      announce(`Nothing was erased. ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  /** @param {string} session */
  const timelineOf = async (session) => {
    const stored = await fetchTimeline(session);
    const businesses = [...new Set(stored.events.map((row) => row.business))];
    return createTimeline(session, stored, {
      hrefWith,
      onClose: close,
      onErase: () => void erase(session, businesses),
      showAll,
      onShowAll: () => {
        showAll = true;
        void fill(router.current(), true);
      },
    });
  };

  /**
   * @param {View} view
   * @returns {Promise<{ content: HTMLElement, label: string }>}
   */
  const contentOf = async ({ event, session }) => {
    if (event) {
      const row = list.rowOf(event) ?? (await fetchEvent(...splitKey(event)));
      return { content: detailOf(row), label: 'Event' };
    }
    if (session) return { content: await timelineOf(session), label: 'Visitor' };
    return { content: createVisitors(await fetchVisitors(), { hrefWith, onClose: close }), label: 'Recent visitors' };
  };

  /** @param {unknown} error */
  const failure = (error) => {
    const text = error instanceof Error ? error.message : String(error);
    const head = panelHead(
      'Sorry',
      element('h2', {}, 'This could not be shown'),
      button('×', { class: 'button icon-button close', 'aria-label': 'Close', 'data-close': true }, close),
    );
    return element('section', {}, head, element('p', { class: 'hint' }, text));
  };

  /**
   * @param {View} view
   * @param {boolean} isNew false for the same content again, with what has arrived since: the reader stays in place
   * @returns {Promise<boolean>} whether this is still what is wanted
   */
  const fill = async (view, isNew) => {
    const mine = ++turn;
    const resting = !view.event && !view.session && view.view !== 'visitors';
    const { content, label } = await contentOf(view).catch((error) => ({ content: failure(error), label: 'Error' }));
    if (mine !== turn) return false;
    const kept = isNew ? undefined : hrefInFocus();
    panel.show(content, { resting, isNew, label });
    if (kept) [...panel.body.querySelectorAll('a')].find((link) => link.getAttribute('href') === kept)?.focus();
    return true;
  };

  const hrefInFocus = () =>
    panel.body.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : undefined;

  const refresh = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!router.current().event) void fill(router.current(), false);
  };

  return {
    close,
    refresh,

    /**
     * @param {View} view
     * @param {View} [previous]
     */
    show: async (view, previous) => {
      if (view.session !== previous?.session) showAll = false;
      list.select(view.event);
      const isSame = previous && panelParts.every((name) => view[name] === previous[name]);
      if (!previous || isSame) return void (await fill(view, false));
      focusReturn.remember(view);
      if (await fill(view, true)) await focusReturn.restore(view, previous);
    },

    /** @param {number} step */
    step: (step) => {
      if (router.current().event && panel.body.contains(document.activeElement)) openNeighbour(step);
      else list.roving.move(step);
    },

    /** @param {Row} row has just arrived */
    receive: (row) => {
      const { session, event } = router.current();
      if (event || (session && row.session !== session) || !panel.isVisible()) return;
      timer ??= setTimeout(refresh, refreshAfter);
    },
  };
};
