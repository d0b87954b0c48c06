import { aboutOf, actionOf, reasonOf, titleOf } from './automation-words.js';
import { element, foreignText } from './dom.js';
import { clip, count, shortId } from './format.js';
import { relativeTime } from './row-view.js';

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
  if (session === null) return 'Nobody known';
  return element(
    'a',
    { href: hrefWith({ ...at, session, user: '', source: '' }) },
    'Visitor ',
    foreignText(shortId(session), { class: 'code' }),
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
      element('span', { class: 'moment-time' }, 'due ', relativeTime(waiting.due_at * 1000)),
    ),
  );

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
      element(
        'span',
        { class: 'moment-what' },
        settled.event
          ? element(
              'a',
              { href: options.hrefWith({ view: '', session: '', event: `${business.id}/${settled.event}` }) },
              'Told: open the event',
            )
          : settled.state === 'fired'
            ? 'Told'
            : `Ended: ${reasonOf(settled.reason ?? '')}`,
      ),
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
  if (kind === null) return 'What it has told stays here for as long as events are kept.';
  if (enabled) return '';
  return 'It is off: the configuration says so, of this automation or of the whole shop. Nothing waits, and nothing is told.';
};

/** @param {Automation} automation */
const chipOf = ({ kind, enabled }) => {
  if (kind === null) return element('span', { class: 'chip tone-other shade-2' }, 'Removed');
  return enabled
    ? element('span', { class: 'chip tone-order shade-0' }, 'On')
    : element('span', { class: 'chip tone-other shade-2' }, 'Off');
};

/** @param {Automation} automation */
const restOf = ({ waiting, waits }) =>
  waiting > waits.length && waits.length > 0
    ? element('p', { class: 'hint' }, `These are the next ${count(waits.length)} of ${count(waiting)}.`)
    : null;

/**
 * @param {Automation} automation
 * @param {Options} options
 * @returns {import('./folds.js').Fold}
 */
export const automationFold = (automation, options) => {
  const { id, business, waiting, next_due_at: next, fired, cancelled } = automation;
  const notTold = Object.values(cancelled).reduce((sum, times) => sum + times, 0);
  const action = actionOf(automation);
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
            `${count(waiting)} waiting · ${count(fired)} told · ${count(notTold)} not needed`,
          ),
        ),
        element(
          'span',
          { class: 'fold-time' },
          next === null ? 'nothing waits' : 'next due ',
          next !== null && relativeTime(next * 1000),
        ),
      ],
      detail: [
        hintOf(automation) && element('p', { class: 'hint' }, hintOf(automation)),
        part('What waits', waitsOf(automation, options), 'Nothing waits at the moment.'),
        restOf(automation),
        part('What happened lately', recentOf(automation, options), 'Nothing yet.'),
        notTold > 0 && part('Why the others were not told', cancelledOf(automation), ''),
        element(
          'p',
          { class: 'hint fold-named' },
          'Its name in the configuration is ',
          foreignText(id, { class: 'code' }),
          action && element('span', {}, '; what it tells is the event ', foreignText(action, { class: 'code' })),
          '.',
        ),
      ],
    }),
  };
};
