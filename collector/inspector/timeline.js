import { personAddress } from './api.js';
import { button, element, foreignText } from './dom.js';
import { clip, exactTime, shortId } from './format.js';
import { fact } from './detail.js';
import { wordsOf } from './language.js';
import { panelHead } from './panel.js';
import { relativeTime } from './row-view.js';
import { createStory } from './story.js';
import { visitorMark } from './visitor-mark.js';
import { peopleWords } from './words/people.js';

/** @typedef {import('./api.js').Row} Row */

/**
 * @param {string} session
 * @param {{ events: Row[], total: number, person?: { business: string, source: string, user_id: string } }} stored the latest
 *   events of this session, how many there are in all, and whose it is
 * @param {{ hrefWith: (change: Partial<import('./router.js').View>) => string, onClose: () => void, onErase: () => void,
 *   showAll: boolean, onShowAll: () => void }} options
 */
export const createTimeline = (session, stored, { hrefWith, onClose, onErase, showAll, onShowAll }) => {
  const words = wordsOf(peopleWords);
  const { events: rows } = stored;
  const story = createStory(stored, { hrefWith, showAll, onShowAll });
  const named = rows.filter((row) => row.user_id).at(-1);
  const known = stored.person ?? (named && { ...named, source: named.user_source ?? '' });
  const user = known?.user_id ?? '';
  const first = story.allVisits[0];
  const last = story.allVisits.at(-1);
  const businesses = [...new Set(rows.map((row) => row.business))];

  return element(
    'article',
    { class: 'timeline', 'data-timeline': session },
    panelHead(
      words.visitor,
      element('h2', { class: 'visitor-title' }, visitorMark(session), foreignText(clip(user || shortId(session), 60))),
      button('×', { class: 'button icon-button close', 'aria-label': words.closeVisitor, 'data-close': true }, onClose),
    ),
    element(
      'dl',
      { class: 'facts' },
      first && fact(words.firstSeen, exactTime(first.from)),
      last && fact(words.lastSeen, relativeTime(last.to)),
      ...story.facts,
      known &&
        fact(
          words.person,
          element(
            'a',
            {
              href: hrefWith({
                user,
                source: known.source,
                business: known.business,
                session: '',
                event: '',
              }),
              'data-person-link': user,
            },
            foreignText(clip(user, 60)),
          ),
        ),
      fact(words.session, foreignText(clip(session, 80), { class: 'code' })),
    ),
    ...story.visits,
    rows.length > 0 &&
      element(
        'footer',
        { class: 'panel-foot' },
        ...businesses.map((business) =>
          element(
            'a',
            { class: 'button', href: personAddress({ session, business }), download: '', 'data-download': session },
            businesses.length > 1 ? words.downloadAt(clip(business, 20)) : words.downloadVisitor,
          ),
        ),
        button(words.eraseVisitor, { class: 'button danger', 'data-erase': session }, onErase),
      ),
  );
};
