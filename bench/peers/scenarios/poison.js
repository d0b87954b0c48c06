import { NEXT_VISIT, STAY } from './scenario.js';

/** @import { Scenario } from './scenario.js' */

/** @type {Scenario} */
export const poison = {
  title: 'Poison event',
  told: '5 events, one that the server will not take, and 5 more are tracked in half a second. The server answers 400 to every request that has the bad one in it. Only the 10 good ones count. The page stays open, and the visitor comes again.',
  expected: 10,
  async play({ open, comeAgain, sleep }) {
    const page = await open();
    await page.track(5, 40);
    await page.track(1, 40, true);
    await page.track(5, 40);
    await sleep(STAY);
    await page.close();
    await comeAgain(NEXT_VISIT);
  },
};
