import { NEXT_VISIT } from './scenario.js';

/** @import { Scenario } from './scenario.js' */

/** @type {Scenario} */
export const offline = {
  title: 'Offline, then closed',
  told: 'The network goes, 10 events are tracked within a second, and a second later the tab is closed. The visitor comes again with a network.',
  expected: 10,
  async play({ open, comeAgain, sleep }) {
    const page = await open();
    await page.setNetwork({ offline: true });
    await page.track(10);
    await sleep(1_000);
    await page.close();
    await sleep(1_000);
    await comeAgain(NEXT_VISIT);
  },
};
