import { personAddress, toMilliseconds } from './api.js';
import { button, element, foreignText } from './dom.js';
import { fact } from './detail.js';
import { clip, exactTime, plural, shortId } from './format.js';
import { createJsonView } from './json-view.js';
import { panelHead } from './panel.js';
import { profileKey } from './profiles.js';
import { relativeTime } from './row-view.js';
import { createStory } from './story.js';
import { visitorMark } from './visitor-mark.js';

/** @typedef {import('./api.js').Person} Person */
/** @typedef {(change: Partial<import('./router.js').View>) => string} HrefWith */
/** @typedef {{ source: string, user_id: string }} Name */

/** @param {Name} name */
const nameOf = ({ source, user_id: user }) =>
  element(
    'span',
    {},
    foreignText(clip(user, 60), { class: 'person-name' }),
    source ? ' ' : '',
    source && foreignText(clip(source, 30), { class: 'visitor-source' }),
  );

/**
 * @param {string} id
 * @param {string} title
 * @param {string} hint
 * @param {Node[]} lines
 */
const section = (id, title, hint, lines) =>
  lines.length > 0 &&
  element(
    'section',
    { class: 'person-part', 'aria-labelledby': id, 'data-part': id },
    element('h3', { id }, title),
    element('p', { class: 'hint' }, hint),
    element('ul', { class: 'person-lines', role: 'list' }, ...lines),
  );

/**
 * @param {Person['sessions'][number]} session
 * @param {string} business
 * @param {HrefWith} hrefWith
 */
const sessionLine = ({ session, attached_at: since, attached_until: until, trusted }, business, hrefWith) =>
  element(
    'li',
    {},
    element(
      'a',
      { class: 'visitor-link', href: hrefWith({ session, business, user: '', source: '', event: '' }) },
      visitorMark(session),
      foreignText(shortId(session), { class: 'code' }),
    ),
    element(
      'span',
      { class: 'person-note' },
      `since ${exactTime(toMilliseconds(since))}`,
      until !== null && `, until ${exactTime(toMilliseconds(until))}`,
      trusted ? ', said by a server' : '',
    ),
  );

/**
 * A person: every session and every name that belongs to one profile, and the story of all of them.
 * @param {Person} person
 * @param {{ events: import('./api.js').Row[], total: number }} stored
 * @param {{ hrefWith: HrefWith, onClose: () => void, onErase: () => void, showAll: boolean, onShowAll: () => void }} options
 */
export const createPerson = (person, stored, { hrefWith, onClose, onErase, showAll, onShowAll }) => {
  const { profile, sessions, aliases, conflicts } = person;
  const { business, source, user_id: user } = profile;
  const key = profileKey(profile);
  const traits = { ...profile.untrusted_traits, ...profile.traits };
  const story = createStory(stored, { hrefWith, showAll, onShowAll });
  return element(
    'article',
    { class: 'timeline person', 'data-person': key },
    panelHead(
      'Person',
      element('h2', { class: 'visitor-title' }, visitorMark(key), foreignText(clip(user, 60))),
      button('×', { class: 'button icon-button close', 'aria-label': 'Close the person', 'data-close': true }, onClose),
    ),
    element(
      'dl',
      { class: 'facts' },
      fact('First seen', exactTime(toMilliseconds(profile.first_at))),
      fact('Last seen', relativeTime(toMilliseconds(profile.last_at))),
      ...story.facts,
      source && fact('Platform', foreignText(clip(source, 60), { class: 'code' })),
      fact('Business', foreignText(clip(business, 80), { class: 'code' })),
    ),
    section(
      'conflicts',
      plural(conflicts.length, 'conflict'),
      'Somebody else was named in a session that stays with the first. Events are with whom they name.',
      conflicts.map((conflict) =>
        element(
          'li',
          { 'data-conflict': conflict.session },
          nameOf(conflict),
          element(
            'span',
            { class: 'person-note' },
            `in session ${shortId(conflict.session)}`,
            conflict.holder ? ' of ' : ', which is nobody’s any more',
            conflict.holder && nameOf(conflict.holder),
            ', ',
            relativeTime(toMilliseconds(conflict.noted_at)),
          ),
        ),
      ),
    ),
    section(
      'aliases',
      plural(aliases.length, 'alias', 'aliases'),
      'Other names of this person, joined by the shop with its private key. They can be parted again.',
      aliases.map(({ from, to }) => element('li', {}, nameOf(from), ' counts as ', nameOf(to))),
    ),
    section(
      'sessions',
      plural(sessions.length, 'session'),
      'Browsers in which this person was known; what happened there before belongs to the person, too.',
      sessions.map((session) => sessionLine(session, business, hrefWith)),
    ),
    Object.keys(traits).length > 0 &&
      element(
        'section',
        { class: 'person-part', 'aria-labelledby': 'traits' },
        element('h3', { id: 'traits' }, 'Traits'),
        element('p', { class: 'hint' }, 'What was said of the person. What only browsers have said may be made up.'),
        createJsonView({
          said_by_servers: profile.traits ?? {},
          said_by_browsers: profile.untrusted_traits ?? {},
        }).node,
      ),
    element('h3', { class: 'story-title' }, 'Timeline'),
    ...story.visits,
    element(
      'footer',
      { class: 'panel-foot' },
      element(
        'a',
        { class: 'button', href: personAddress({ user, source, business }), download: '', 'data-download': key },
        'Download this person’s data',
      ),
      button('Erase this person', { class: 'button danger', 'data-erase': key }, onErase),
    ),
  );
};
