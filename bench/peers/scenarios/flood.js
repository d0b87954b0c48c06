import { NEXT_VISIT, STAY } from './scenario.js';

/** @import { Scenario } from './scenario.js' */

/** How long a visitor looks at a page that does not move before closing its tab, in ms. */
const HANGS = 30_000;

/** @type {Scenario} */
export const flood = {
  title: 'Flood of 2,000 events',
  told: '2,000 events are tracked in one loop. The page stays open, and the visitor comes again. A page that the loop keeps busy for more than 30 seconds is killed.',
  expected: 2_000,
  async play({ open, comeAgain, sleep, together }) {
    const page = await open();
    // Else the first to be ready would keep the pages of the others from loading.
    await together();
    const isDone = await Promise.race([page.track(2_000, 0).then(() => true), sleep(HANGS).then(() => false)]);
    if (isDone) {
      await sleep(STAY);
      await page.close();
    } else await page.crash();
    await comeAgain(NEXT_VISIT);
  },
};
