import { fetchEvent, fetchPerson, fetchProfiles, fetchTimeline, fetchVisitors, keyOf } from './api.js';
import { createDetail } from './detail.js';
import { createEraser } from './eraser.js';
import { createFailure } from './failure.js';
import { createFocusReturn, keepFocus } from './focus-return.js';
import { createHand } from './hand.js';
import { wordsOf } from './language.js';
import { createPace } from './pace.js';
import { createPanel } from './panel.js';
import { createPerson } from './person.js';
import { createProfiles } from './profiles.js';
import { createReceipt } from './receipt.js';
import { splitKey } from './router.js';
import { createTimeline } from './timeline.js';
import { createVisitors } from './visitors.js';
import { generalWords } from './words/general.js';

/** @typedef {import('./api.js').Row} Row */
/** @typedef {import('./router.js').View} View */

/** The parts of the address that the panel shows. */
const panelParts = /** @type {const} */ (['event', 'session', 'user', 'source', 'business', 'view']);
/** Views that lie in the panel, and are opened on narrow screens. */
const panelViews = ['visitors', 'people', 'receipt'];
const refreshAfter = 1000;

/**
 * Decides what lies in the panel: an opened event, a timeline, the receipt of an erasure, or who was there.
 * @param {{ pane: HTMLElement, sheet: HTMLDialogElement, list: ReturnType<typeof import('./list.js').createList>,
 *   router: import('./router.js').Router, announce: (text: string) => void, onErased: () => void }} parts
 */
export const createDesk = ({ pane, sheet, list, router, announce, onErased }) => {
  const panel = createPanel({ pane, sheet, onDismiss: () => close() });
  const focusReturn = createFocusReturn({ body: panel.body, list });
  const { hrefWith, go } = router;
  let showAll = false;
  let turn = 0;
  let opening = 0;
  /** @type {import('./receipt.js').Erased | undefined} shown once, and not kept in the address */
  let erased;

  const close = () => {
    const current = router.current();
    const opened = /** @type {const} */ (['event', 'session', 'user', 'view']).find((part) => current[part] !== '');
    if (opened) go({ [opened]: '', ...(opened === 'user' && { source: '' }) });
  };

  const eraseEach = createEraser({
    announce,
    onErased: (done) => {
      erased = done;
      go({ session: '', user: '', source: '', event: '', view: 'receipt' });
      onErased();
    },
  });
  let isErasing = false;
  /** Meanwhile nobody asks for them: the answer would be that they are not known. @param {Parameters<typeof eraseEach>} given */
  const erase = (...given) => {
    isErasing = true;
    return eraseEach(...given).finally(() => (isErasing = false));
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

  const whole = {
    get showAll() {
      return showAll;
    },
    onShowAll: () => {
      showAll = true;
      void fill(router.current(), true);
    },
  };

  /**
   * @param {string} session
   * @param {string} business
   */
  const timelineOf = async (session, business) => {
    const stored = await fetchTimeline({ session, business });
    const subjects = [...new Set(stored.events.map((row) => row.business))].map((each) => ({
      session,
      business: each,
    }));
    const onErase = () => void erase(subjects, wordsOf(generalWords).thisVisitor);
    return createTimeline(session, stored, { hrefWith, onClose: close, onErase, ...whole });
  };

  /** @param {View} view */
  const personOf = async ({ user, source, business }) => {
    const subject = { user, source, business };
    const [person, stored] = await Promise.all([fetchPerson(subject), fetchTimeline(subject)]);
    const onErase = () => void erase([subject], user);
    return createPerson(person, stored, { hrefWith, onClose: close, onErase, ...whole });
  };

  /**
   * @param {View} view
   * @returns {Promise<{ content: HTMLElement, label: string }>}
   */
  const contentOf = async (view) => {
    const { event, session, user, business } = view;
    const words = wordsOf(generalWords);
    if (event) {
      const row = list.rowOf(event) ?? (await fetchEvent(...splitKey(event)));
      return { content: detailOf(row), label: words.event };
    }
    if (session) return { content: await timelineOf(session, business), label: words.visitor };
    // A user's id is one person's only within a business.
    if (user && business) return { content: await personOf(view), label: words.person };
    if (view.view === 'receipt' && erased) {
      return { content: createReceipt(erased, { onClose: close }), label: words.receipt };
    }
    if (user || view.view === 'people') {
      /** @param {string} q */
      const find = (q) => fetchProfiles({ q, business, limit: 50 });
      return { content: createProfiles(await find(user), { hrefWith, onClose: close, find }), label: words.people };
    }
    const visitors = await fetchVisitors(business);
    return { content: createVisitors(visitors, { hrefWith, onClose: close }), label: words.recentVisitors };
  };

  /**
   * @param {View} view
   * @param {boolean} isNew false for the same content again, with what has arrived since: the reader stays in place
   * @returns {Promise<boolean>} whether this is still what is wanted
   */
  const fill = async (view, isNew) => {
    // What the reader has just asked for is not overtaken by a refresh, or the focus would not come along.
    if (!isNew && opening > 0) return false;
    const mine = ++turn;
    const resting = !view.event && !view.session && !view.user && !panelViews.includes(view.view);
    opening += Number(isNew);
    const { content, label } = await contentOf(view).catch((error) => ({
      content: createFailure(error, close),
      label: wordsOf(generalWords).error,
    }));
    opening -= Number(isNew);
    if (mine !== turn) return false;
    const put = () => panel.show(content, { resting, isNew, label });
    if (isNew) put();
    else keepFocus(panel.body, put);
    return true;
  };

  const hand = createHand(panel.body, () => {});

  const refresh = async () => {
    const { event, view } = router.current();
    // What the reader is about to press, or types into, stays; the next event brings the refresh.
    if (event || view === 'receipt' || view === 'people' || isErasing || hand.isMoving()) return;
    await fill(router.current(), false);
  };
  const pace = createPace(refresh, () => refreshAfter);

  return {
    close,
    refresh: pace.touch,

    /**
     * @param {View} view
     * @param {View} [previous]
     */
    show: async (view, previous) => {
      if (view.session !== previous?.session || view.user !== previous?.user) showAll = false;
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
      const { session, user, event } = router.current();
      const isOther = (session && row.session !== session) || (!session && user && row.user_id !== user);
      if (!event && !isOther && panel.isVisible()) pace.touch();
    },
  };
};
