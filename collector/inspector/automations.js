import { automationFold } from './automation-row.js';
import { fetchAutomations } from './automations-api.js';
import { element } from './dom.js';
import { createFolds } from './folds.js';
import { count } from './format.js';
import { createScreen, emptyScreen } from './screen.js';

/**
 * The view of the automations: what each one does, what waits, and what has come of the others.
 * @param {{ root: HTMLElement, router: import('./router.js').Router }} parts
 */
export const createAutomations = ({ root, router }) => {
  const folds = createFolds({ label: 'Automations', mark: 'data-automation' });
  const nothing = emptyScreen(
    'There is no automation',
    'An automation notices what was left undone, such as a cart that nobody came back to, and tells it. It is declared under ',
    element('code', {}, 'automations'),
    ' of a shop in the configuration of the collector; the section “Automations” of ',
    element('code', {}, 'collector/README.md'),
    ' shows how.',
  );
  nothing.hidden = true;
  const screen = createScreen({
    ...{ name: 'automations', title: 'Automations', root },
    hint: 'What is told by itself when a visitor leaves something undone, or does it.',
    content: element('div', {}, folds.node, nothing),
    load: async () => {
      const automations = await fetchAutomations(router.current().business);
      return () => {
        const isBusinessShown = new Set(automations.map(({ business }) => business.id)).size > 1;
        folds.show(automations.map((each) => automationFold(each, { hrefWith: router.hrefWith, isBusinessShown })));
        nothing.hidden = automations.length > 0;
        const waiting = automations.reduce((sum, each) => sum + each.waiting, 0);
        screen.count(automations.length > 0 ? `${count(waiting)} waiting` : '');
      };
    },
  });
  return screen;
};
