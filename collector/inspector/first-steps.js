import { element, filled } from './dom.js';
import { createInstallHelp } from './install-help.js';
import { wordsOf } from './language.js';
import { listWords } from './words/list.js';

/** What a merchant sees before the first event: how to get one. */
export const createFirstSteps = () => {
  const words = wordsOf(listWords);
  const window_ = element(
    'div',
    { class: 'first-window', 'aria-hidden': 'true' },
    element('span', { class: 'first-awning' }),
  );
  return element(
    'div',
    { class: 'first' },
    window_,
    element('h3', {}, words.firstTitle),
    element('p', { class: 'first-lead' }, words.firstLead),
    element(
      'ol',
      { class: 'first-steps' },
      element('li', {}, element('strong', {}, words.demo), ` ${words.demoHow}`),
      element('li', {}, element('strong', {}, words.own), ...createInstallHelp()),
      element(
        'li',
        {},
        element('strong', {}, words.still),
        ' ',
        ...filled(words.stillHow, { option: element('code', {}, '&debug=true') }),
      ),
    ),
  );
};
