import { button, element } from './dom.js';
import { wordsOf } from './language.js';
import { createRefusalList } from './refusal-list.js';
import { createReasons, reasonText } from './refusal-reasons.js';
import { fetchReasons, fetchRefusals, resend } from './refusals-api.js';
import { problemOf } from './said.js';
import { refusalWords } from './words/refusal.js';

/** @typedef {import('./refusals-api.js').Refusal} Refusal */
/** @typedef {import('./router.js').View} View */

const name = 'refusals';

/**
 * The part of the address that chooses this view: `view=refusals`, or with a reason `view=refusals/parameter_invalid:id`.
 * @param {string} reason
 */
const viewOf = (reason) => (reason === '' ? name : `${name}/${reason}`);

/** @param {string} view */
const isRefusals = (view) => view === name || view.startsWith(`${name}/`);

/** @param {{ received: number, duplicate: number, rejected: number }} counts */
const outcomeOf = ({ received, duplicate, rejected }) => {
  const words = wordsOf(refusalWords);
  if (received + duplicate + rejected === 0) return words.nothingToSend;
  const parts = [
    received > 0 && words.taken(received),
    duplicate > 0 && words.already(duplicate),
    rejected > 0 && words.refusedAgain(rejected),
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
};

/**
 * The view of what the collector did not take: why, what it was, and a button that sends it again.
 * @param {{ root: HTMLElement, tabs: HTMLElement, router: import('./router.js').Router,
 *   announce: (text: string) => void, onTaken: () => void }} parts
 */
export const createRefusals = ({ root, tabs, router, announce, onTaken }) => {
  const words = wordsOf(refusalWords);
  const empty = {
    all: [words.none, words.noneHint],
    reason: [words.noneOfReason, words.noneOfReasonHint],
  };
  let reason = '';
  let isOpen = false;
  let turn = 0;
  const badge = tabs.querySelector('[data-count]');

  const heading = element('h2', { id: 'refusals-title', tabindex: -1 }, words.title);
  const total = element('p', { class: 'total' });
  const status = element('p', { class: 'screen-status', role: 'status' });
  const reasonPlace = element('div');
  const failure = element('p', { class: 'notice', role: 'alert', hidden: true });
  const allAgain = button('', { class: 'button', 'data-resend-all': true }, () => void sendAll());
  const list = createRefusalList({
    hrefOfEvent: (event) => router.hrefWith({ view: '', session: '', event }),
    onResend: (refusal) => sendOne(refusal),
    load: (before) => fetchRefusals({ reason, before, limit: 50 }),
  });
  root.append(
    element(
      'div',
      { class: 'screen-head' },
      element('div', { class: 'toolbar-head' }, heading, total),
      allAgain,
      element('p', { class: 'hint' }, words.hint),
    ),
    failure,
    reasonPlace,
    status,
    list.node,
  );

  /** @param {import('./refusals-api.js').ReasonCount[]} reasons */
  const showReasons = (reasons) => {
    const all = reasons.reduce((sum, one) => sum + one.count, 0);
    if (badge instanceof HTMLElement) {
      badge.hidden = all === 0;
      badge.textContent = all > 999 ? '999+' : String(all);
    }
    if (!isOpen) return;
    const chosen = reasons.find((one) => one.reason === reason)?.count ?? 0;
    total.textContent = words.waiting(reason === '' ? all : chosen);
    allAgain.hidden = reason === '' || chosen === 0;
    allAgain.textContent = chosen === 1 ? words.sendIt : words.sendAll(chosen);
    const focused = document.activeElement?.closest('[data-reason]')?.getAttribute('data-reason');
    const hadFocus = reasonPlace.contains(document.activeElement);
    const isShown = all > 0 || reason !== '';
    const hrefOf = (/** @type {string} */ one) => router.hrefWith({ view: viewOf(one) });
    reasonPlace.replaceChildren(...(isShown ? [createReasons(reasons, { chosen: reason, hrefOf })] : []));
    if (!hadFocus) return;
    const links = [...reasonPlace.querySelectorAll('a')];
    links.find((link) => link.getAttribute('data-reason') === focused)?.focus();
  };

  /** @param {unknown} error */
  const showFailure = (error) => {
    failure.hidden = error === undefined;
    failure.replaceChildren(...(error === undefined ? [] : [problemOf(error)]));
  };

  /** @param {boolean} isNew false for the same list again, with what has come since: what is unfolded stays so */
  const look = async (isNew) => {
    const mine = ++turn;
    try {
      const [reasons, page] = await Promise.all([
        fetchReasons(),
        isOpen ? fetchRefusals({ reason, limit: 50 }) : undefined,
      ]);
      if (mine !== turn) return;
      showReasons(reasons);
      showFailure(undefined);
      if (page) list.show(page, { isNew, empty: reason === '' ? empty.all : empty.reason });
    } catch (error) {
      if (mine === turn && isOpen) showFailure(error);
    }
  };

  /** @param {Parameters<typeof resend>[0]} which */
  const send = async (which) => {
    status.textContent = words.sending;
    try {
      const counts = await resend(which);
      status.textContent = outcomeOf(counts);
      if (counts.received > 0) onTaken();
    } catch (error) {
      status.replaceChildren(words.nothingSent, ' ', problemOf(error));
    }
  };

  /** @param {Refusal} refusal */
  const sendOne = async ({ number }) => {
    await send({ numbers: [number] });
    await look(false);
    list.focusOn(number);
  };

  const sendAll = async () => {
    allAgain.disabled = true;
    await send({ reason });
    await look(false);
    allAgain.disabled = false;
    if (allAgain.hidden) heading.focus();
  };

  return {
    isOpen: () => isOpen,
    /** @param {number} step */
    step: (step) => list.step(step),
    look: () => look(false),
    focus: () => heading.focus(),

    /**
     * @param {View} view
     * @param {View} [previous]
     */
    show: ({ view }, previous) => {
      const wasOpen = isOpen;
      const before = reason;
      isOpen = isRefusals(view);
      reason = isOpen ? view.slice(name.length + 1) : '';
      root.hidden = !isOpen;
      if (wasOpen === isOpen && before === reason) return;
      status.textContent = '';
      void look(true);
      if (!previous) return;
      if (isOpen && !wasOpen) heading.focus();
      else if (isOpen) announce(reason === '' ? words.saidAllReasons : words.saidOnly(reasonText(reason)));
    },
  };
};
