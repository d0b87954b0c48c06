import { createAutomations } from './automations.js';
import { createConnections } from './connections.js';
import { byId } from './dom.js';
import { createTabs } from './tabs.js';

/** @typedef {import('./router.js').View} View */
/**
 * A view that takes the whole place of the page.
 * @typedef {Pick<import('./screen.js').Screen, 'isOpen' | 'step' | 'look' | 'focus' | 'show'>} OneOf
 */

/**
 * The views that take the whole place of the page, one at a time.
 * @param {{ tabs: HTMLElement, skip: HTMLAnchorElement, events: HTMLElement, router: import('./router.js').Router, refusals: OneOf }} parts
 */
export const createScreens = ({ tabs, skip, events, router, refusals }) => {
  const screens = [
    refusals,
    createAutomations({ root: byId('automations', HTMLElement), router }),
    createConnections({ root: byId('connections', HTMLElement), router }),
  ];
  const tabRow = createTabs(tabs, router);
  const open = () => screens.find((screen) => screen.isOpen());
  // The address holds the view, so the link must not write its own target there.
  skip.addEventListener('click', (event) => {
    event.preventDefault();
    (open() ?? events).focus();
  });
  return {
    /** The one that is shown. */
    open,

    look: () => screens.forEach((screen) => void screen.look()),

    /**
     * @param {View} view
     * @param {View} [previous]
     */
    show: (view, previous) => {
      tabRow.show(view);
      for (const screen of screens) screen.show(view, previous);
    },
  };
};
