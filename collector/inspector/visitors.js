import { toMilliseconds } from './api.js';
import { button, element, foreignText } from './dom.js';
import { clip, shortId } from './format.js';
import { wordsOf } from './language.js';
import { panelHead } from './panel.js';
import { relativeTime } from './row-view.js';
import { viewLinks } from './view-links.js';
import { visitorMark } from './visitor-mark.js';
import { peopleWords } from './words/people.js';

/** @typedef {import('./api.js').Visitor} Visitor */

/**
 * @param {Visitor[]} visitors newest first
 * @param {{ hrefWith: (change: Partial<import('./router.js').View>) => string, onClose: () => void }} options
 */
export const createVisitors = (visitors, { hrefWith, onClose }) => {
  const words = wordsOf(peopleWords);
  const lines = visitors.map((visitor) =>
    element(
      'li',
      { 'data-visitor': visitor.session },
      element(
        'a',
        { class: 'visitor', href: hrefWith({ session: visitor.session }) },
        visitorMark(visitor.session),
        foreignText(clip(visitor.user_id ?? shortId(visitor.session), 40), {
          class: visitor.user_id ? 'visitor-name' : 'visitor-name code',
        }),
        element('span', { class: 'visitor-events' }, words.events(visitor.events)),
        relativeTime(toMilliseconds(visitor.last_at), { class: 'visitor-last' }),
      ),
    ),
  );
  return element(
    'section',
    { class: 'visitors' },
    panelHead(
      words.whoWasHere,
      element('h2', {}, words.recentVisitors),
      button(
        '×',
        { class: 'button icon-button close only-narrow', 'aria-label': words.closeVisitors, 'data-close': true },
        onClose,
      ),
    ),
    viewLinks('visitors', hrefWith),
    lines.length > 0
      ? element('ol', { class: 'visitor-list', role: 'list' }, ...lines)
      : element('p', { class: 'hint' }, words.noVisitors),
  );
};
