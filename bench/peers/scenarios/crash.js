import { NEXT_VISIT } from './scenario.js';

/** @import { Scenario } from './scenario.js' */

/** @type {Scenario} */
export const crash = {
  title: 'Tab crash',
  told: '10 events are tracked in a tenth of a second, and the tab crashes at once. The visitor comes again.',
  expected: 10,
  async play({ open, comeAgain, sleep }) {
    const page = await open();
    await page.track(10, 10);
    await page.crash();
    await sleep(1_000);
    await comeAgain(NEXT_VISIT);
  },
};
