import { automationFold } from './automation-row.js';
import { fetchAutomations } from './automations-api.js';
import { element, filled } from './dom.js';
import { createFolds } from './folds.js';
import { wordsOf } from './language.js';
import { createScreen, emptyScreen } from './screen.js';
import { automationWords } from './words/automation.js';

/**
 * The view of the automations: what each one does, what waits, and what has come of the others.
 * @param {{ root: HTMLElement, router: import('./router.js').Router }} parts
 */
export const createAutomations = ({ root, router }) => {
  const words = wordsOf(automationWords);
  const folds = createFolds({ label: words.title, mark: 'data-automation' });
  const nothing = emptyScreen(
    words.none,
    ...filled(words.noneHint, {
      option: element('code', {}, 'automations'),
      readme: element('code', {}, 'collector/README.md'),
    }),
  );
  nothing.hidden = true;
  const screen = createScreen({
    ...{ name: 'automations', title: words.title, hint: words.hint, root },
    content: element('div', {}, folds.node, nothing),
    load: async () => {
      const automations = await fetchAutomations(router.current().business);
      return () => {
        const isBusinessShown = new Set(automations.map(({ business }) => business.id)).size > 1;
        folds.show(automations.map((each) => automationFold(each, { hrefWith: router.hrefWith, isBusinessShown })));
        nothing.hidden = automations.length > 0;
        const waiting = automations.reduce((sum, each) => sum + each.waiting, 0);
        screen.count(automations.length > 0 ? words.waiting(waiting) : '');
      };
    },
  });
  return screen;
};
