import { waitFor } from '../../wait.js';

/** @import { Scenario } from './scenario.js' */

/** @type {Scenario} */
export const hidden = {
  title: 'Hidden page, no next visit',
  told: '10 events are tracked in a tenth of a second, and the visitor turns to another tab at once; 2 seconds later the system discards the page, as phones do. The visitor does not come again.',
  expected: 10,
  async play({ open, sleep }) {
    const page = await open();
    await page.track(10, 10);
    await page.hide();
    await waitFor('the page to be hidden', () => page.evaluate(`document.visibilityState === 'hidden'`), 5_000);
    await sleep(2_000);
    await page.crash();
    await sleep(5_000);
  },
};
