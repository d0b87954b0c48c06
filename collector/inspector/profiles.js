import { toMilliseconds } from './api.js';
import { button, element, foreignText } from './dom.js';
import { clip } from './format.js';
import { wordsOf } from './language.js';
import { panelHead } from './panel.js';
import { viewLinks } from './view-links.js';
import { relativeTime } from './row-view.js';
import { visitorMark } from './visitor-mark.js';
import { peopleWords } from './words/people.js';

/** @typedef {import('./api.js').Profile} Profile */
/** @typedef {(change: Partial<import('./router.js').View>) => string} HrefWith */

/** @param {{ business: string, source: string, user_id: string }} profile */
export const profileKey = ({ business, source, user_id: user }) => `${business}/${source}/${user}`;

/**
 * @param {Profile} profile
 * @param {HrefWith} hrefWith
 */
const lineOf = (profile, hrefWith) => {
  const { business, source, user_id: user, sessions, conflicts, last_at: last } = profile;
  const words = wordsOf(peopleWords);
  return element(
    'li',
    { 'data-profile': profileKey(profile) },
    element(
      'a',
      { class: 'visitor', href: hrefWith({ user, source, business, session: '', event: '' }) },
      visitorMark(profileKey(profile)),
      element(
        'span',
        { class: 'visitor-name' },
        foreignText(clip(user, 40)),
        source && foreignText(clip(source, 20), { class: 'visitor-source' }),
      ),
      element(
        'span',
        { class: 'visitor-events' },
        words.sessions(sessions),
        conflicts > 0 && element('span', { class: 'conflict-count' }, words.conflicts(conflicts)),
      ),
      relativeTime(toMilliseconds(last), { class: 'visitor-last' }),
    ),
  );
};

/**
 * The people that the shops know by name, and a field that looks for one of them.
 * @param {Profile[]} first those who were there latest
 * @param {{ hrefWith: HrefWith, onClose: () => void, find: (text: string) => Promise<Profile[]> }} options
 */
export const createProfiles = (first, { hrefWith, onClose, find }) => {
  const words = wordsOf(peopleWords);
  const list = element('ol', { class: 'visitor-list', role: 'list' });
  const hint = element('p', { class: 'hint', role: 'status' });
  const input = element('input', {
    class: 'field',
    type: 'search',
    'aria-label': words.find,
    placeholder: words.findHint,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    maxlength: 200,
    'data-focus': 'find-person',
  });
  let turn = 0;

  /** @param {Profile[]} profiles */
  const show = (profiles) => {
    list.replaceChildren(...profiles.map((profile) => lineOf(profile, hrefWith)));
    list.hidden = profiles.length === 0;
    hint.textContent = profiles.length > 0 ? '' : input.value.trim() ? words.notFound : words.noPeople;
  };

  const look = async () => {
    const mine = ++turn;
    const found = await find(input.value.trim()).catch(() => undefined);
    if (found && mine === turn) show(found);
  };
  input.addEventListener('input', () => void look());
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || input.value === '') return;
    input.value = '';
    event.preventDefault();
    void look();
  });
  show(first);

  return element(
    'section',
    { class: 'visitors', 'data-people': true },
    panelHead(
      words.whoIsKnown,
      element('h2', {}, words.people),
      button('×', { class: 'button icon-button close', 'aria-label': words.closePeople, 'data-close': true }, onClose),
    ),
    viewLinks('people', hrefWith),
    element('p', { class: 'find-field' }, input),
    list,
    hint,
  );
};
