import { personAddress, toMilliseconds } from './api.js';
import { button, element, filled, foreignText } from './dom.js';
import { fact } from './detail.js';
import { clip, exactTime, shortId } from './format.js';
import { createJsonView } from './json-view.js';
import { wordsOf } from './language.js';
import { panelHead } from './panel.js';
import { profileKey } from './profiles.js';
import { relativeTime } from './row-view.js';
import { createStory } from './story.js';
import { visitorMark } from './visitor-mark.js';
import { peopleWords } from './words/people.js';

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
 * Since when a session is theirs, until when, and who says so.
 * @param {Person['sessions'][number]} session
 */
const sinceOf = ({ attached_at: since, attached_until: until, trusted }) => {
  const words = wordsOf(peopleWords);
  const from = exactTime(toMilliseconds(since));
  if (until === null) return trusted ? words.sinceByServer(from) : words.since(from);
  const to = exactTime(toMilliseconds(until));
  return trusted ? words.sinceUntilByServer(from, to) : words.sinceUntil(from, to);
};

/**
 * @param {Person['sessions'][number]} attached
 * @param {string} business
 * @param {HrefWith} hrefWith
 */
const sessionLine = (attached, business, hrefWith) => {
  const { session } = attached;
  return element(
    'li',
    {},
    element(
      'a',
      { class: 'visitor-link', href: hrefWith({ session, business, user: '', source: '', event: '' }) },
      visitorMark(session),
      foreignText(shortId(session), { class: 'code' }),
    ),
    element('span', { class: 'person-note' }, sinceOf(attached)),
  );
};

/** @param {Person['conflicts'][number]} conflict */
const conflictLine = (conflict) => {
  const words = wordsOf(peopleWords);
  const { session, holder, noted_at: at } = conflict;
  const parts = {
    session: foreignText(shortId(session)),
    holder: holder && nameOf(holder),
    time: relativeTime(toMilliseconds(at)),
  };
  return element(
    'li',
    { 'data-conflict': session },
    nameOf(conflict),
    element('span', { class: 'person-note' }, ...filled(holder ? words.conflictOf : words.conflictOfNobody, parts)),
  );
};

/**
 * A person: every session and every name that belongs to one profile, and the story of all of them.
 * @param {Person} person
 * @param {{ events: import('./api.js').Row[], total: number }} stored
 * @param {{ hrefWith: HrefWith, onClose: () => void, onErase: () => void, showAll: boolean, onShowAll: () => void }} options
 */
export const createPerson = (person, stored, { hrefWith, onClose, onErase, showAll, onShowAll }) => {
  const words = wordsOf(peopleWords);
  const { profile, sessions, aliases, conflicts } = person;
  const { business, source, user_id: user } = profile;
  const key = profileKey(profile);
  const traits = { ...profile.untrusted_traits, ...profile.traits };
  const story = createStory(stored, { hrefWith, showAll, onShowAll });
  return element(
    'article',
    { class: 'timeline person', 'data-person': key },
    panelHead(
      words.person,
      element('h2', { class: 'visitor-title' }, visitorMark(key), foreignText(clip(user, 60))),
      button('×', { class: 'button icon-button close', 'aria-label': words.closePerson, 'data-close': true }, onClose),
    ),
    element(
      'dl',
      { class: 'facts' },
      fact(words.firstSeen, exactTime(toMilliseconds(profile.first_at))),
      fact(words.lastSeen, relativeTime(toMilliseconds(profile.last_at))),
      ...story.facts,
      source && fact(words.platform, foreignText(clip(source, 60), { class: 'code' })),
      fact(words.business, foreignText(clip(business, 80), { class: 'code' })),
    ),
    section('conflicts', words.conflicts(conflicts.length), words.conflictsHint, conflicts.map(conflictLine)),
    section(
      'aliases',
      words.aliases(aliases.length),
      words.aliasesHint,
      aliases.map(({ from, to }) =>
        element('li', {}, ...filled(words.countsAs, { from: nameOf(from), to: nameOf(to) })),
      ),
    ),
    section(
      'sessions',
      words.sessions(sessions.length),
      words.sessionsHint,
      sessions.map((session) => sessionLine(session, business, hrefWith)),
    ),
    Object.keys(traits).length > 0 &&
      element(
        'section',
        { class: 'person-part', 'aria-labelledby': 'traits' },
        element('h3', { id: 'traits' }, words.traits),
        element('p', { class: 'hint' }, words.traitsHint),
        createJsonView({
          said_by_servers: profile.traits ?? {},
          said_by_browsers: profile.untrusted_traits ?? {},
        }).node,
      ),
    element('h3', { class: 'story-title' }, words.timeline),
    ...story.visits,
    element(
      'footer',
      { class: 'panel-foot' },
      element(
        'a',
        { class: 'button', href: personAddress({ user, source, business }), download: '', 'data-download': key },
        words.downloadPerson,
      ),
      button(words.erasePerson, { class: 'button danger', 'data-erase': key }, onErase),
    ),
  );
};
