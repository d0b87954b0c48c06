import { aboutOf, actionOf, reasonOf, titleOf } from './automation-words.js';
import { element, filled, foreignText } from './dom.js';
import { clip, count, shortId } from './format.js';
import { wordsOf } from './language.js';
import { relativeTime } from './row-view.js';
import { automationWords } from './words/automation.js';

/** @typedef {import('./automations-api.js').Automation} Automation */
/** @typedef {{ hrefWith: import('./router.js').Router['hrefWith'], isBusinessShown: boolean }} Options */

/**
 * A part of what is unfolded, with a sentence where there is nothing.
 * @param {string} title
 * @param {Node[]} lines
 * @param {string} nothing
 */
const part = (title, lines, nothing) =>
  element(
    'section',
    { class: 'fold-part' },
    element('h3', {}, title),
    lines.length > 0
      ? element('ol', { class: 'moments', role: 'list' }, ...lines)
      : element('p', { class: 'hint' }, nothing),
  );

/**
 * Whose it is, as a link to what they did.
 * @param {{ session: string | null, user: import('./automations-api.js').User | null }} whose
 * @param {string} business
 * @param {Options} options
 */
const whoOf = ({ session, user }, business, { hrefWith }) => {
  const at = { view: '', event: '', business };
  if (user) {
    const href = hrefWith({ ...at, session: '', user: user.id, source: user.source });
    return element('a', { href }, foreignText(clip(user.id, 40)));
  }
  const words = wordsOf(automationWords);
  if (session === null) return words.nobody;
  return element(
    'a',
    { href: hrefWith({ ...at, session, user: '', source: '' }) },
    ...filled(words.visitor, { id: foreignText(shortId(session), { class: 'code' }) }),
  );
};

/**
 * @param {Automation} automation
 * @param {Options} options
 */
const waitsOf = ({ waits, business }, options) =>
  waits.map((waiting) =>
    element(
      'li',
      { class: 'moment', 'data-waits': waiting.subject },
      element('span', { class: 'moment-who' }, whoOf(waiting, business.id, options)),
      foreignText(clip(aboutOf(waiting), 120), { class: 'moment-what' }),
      element(
        'span',
        { class: 'moment-time' },
        ...filled(wordsOf(automationWords).due, { time: relativeTime(waiting.due_at * 1000) }),
      ),
    ),
  );

/**
 * What has come of it, as a link to the event where there is one.
 * @param {import('./automations-api.js').Settled} settled
 * @param {string} business
 * @param {Options} options
 */
const outcomeOf = ({ event, state, reason }, business, { hrefWith }) => {
  const words = wordsOf(automationWords);
  if (event) {
    return element('a', { href: hrefWith({ view: '', session: '', event: `${business}/${event}` }) }, words.toldEvent);
  }
  return state === 'fired' ? words.told : words.ended(reasonOf(reason ?? ''));
};

/**
 * @param {Automation} automation
 * @param {Options} options
 */
const recentOf = ({ recent, business }, options) =>
  recent.map((settled) =>
    element(
      'li',
      { class: 'moment', 'data-settled': settled.state },
      element('span', { class: 'moment-who' }, whoOf(settled, business.id, options)),
      element('span', { class: 'moment-what' }, outcomeOf(settled, business.id, options)),
      element('span', { class: 'moment-time' }, relativeTime(settled.at * 1000)),
    ),
  );

/** @param {Automation} automation */
const cancelledOf = ({ cancelled }) =>
  Object.entries(cancelled)
    .sort(([, one], [, other]) => other - one)
    .map(([reason, times]) =>
      element('li', { 'data-reason': reason }, element('strong', {}, `${count(times)} × `), reasonOf(reason)),
    );

/** @param {Automation} automation */
const hintOf = ({ kind, enabled }) => {
  const words = wordsOf(automationWords);
  if (kind === null) return words.removedHint;
  return enabled ? '' : words.offHint;
};

/** @param {Automation} automation */
const chipOf = ({ kind, enabled }) => {
  const words = wordsOf(automationWords);
  if (kind === null) return element('span', { class: 'chip tone-other shade-2' }, words.removed);
  return enabled
    ? element('span', { class: 'chip tone-order shade-0' }, words.on)
    : element('span', { class: 'chip tone-other shade-2' }, words.off);
};

/** @param {Automation} automation */
const restOf = ({ waiting, waits }) =>
  waiting > waits.length && waits.length > 0
    ? element('p', { class: 'hint' }, wordsOf(automationWords).rest(waits.length, waiting))
    : null;

/** @param {Automation} automation */
const nameOf = (automation) => {
  const words = wordsOf(automationWords);
  const action = actionOf(automation);
  return element(
    'p',
    { class: 'hint fold-named' },
    ...filled(action ? words.nameAndEvent : words.name, {
      name: foreignText(automation.id, { class: 'code' }),
      action: foreignText(action, { class: 'code' }),
    }),
  );
};

/**
 * @param {Automation} automation
 * @param {Options} options
 * @returns {import('./folds.js').Fold}
 */
export const automationFold = (automation, options) => {
  const { id, business, waiting, next_due_at: next, fired, cancelled } = automation;
  const notTold = Object.values(cancelled).reduce((sum, times) => sum + times, 0);
  const words = wordsOf(automationWords);
  return {
    key: `${business.id}/${id}`,
    state: [automation, options.isBusinessShown],
    draw: () => ({
      summary: [
        chipOf(automation),
        element(
          'span',
          { class: 'fold-what' },
          foreignText(clip(titleOf(automation), 300), { class: 'fold-title' }),
          element(
            'span',
            { class: 'fold-about' },
            options.isBusinessShown && element('span', {}, foreignText(business.name), ' · '),
            words.sums(waiting, fired, notTold),
          ),
        ),
        element(
          'span',
          { class: 'fold-time' },
          ...(next === null ? [words.nothingWaits] : filled(words.nextDue, { time: relativeTime(next * 1000) })),
        ),
      ],
      detail: [
        hintOf(automation) && element('p', { class: 'hint' }, hintOf(automation)),
        part(words.waits, waitsOf(automation, options), words.noWaits),
        restOf(automation),
        part(words.recent, recentOf(automation, options), words.noRecent),
        notTold > 0 && part(words.others, cancelledOf(automation), ''),
        nameOf(automation),
      ],
    }),
  };
};
