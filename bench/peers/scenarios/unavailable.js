import { NEXT_VISIT, STAY } from './scenario.js';

/** @import { Scenario } from './scenario.js' */

/** @type {Scenario} */
export const unavailable = {
  title: '503 for 10 seconds',
  told: 'For 10 seconds the server answers 503; in the first 5 of them 10 events are tracked. The page stays open, and the visitor comes again.',
  expected: 10,
  async play({ open, comeAgain, setFault, sleep }) {
    const page = await open();
    setFault('unavailable');
    await page.track(10, 500);
    await sleep(5_500);
    setFault('none');
    await sleep(STAY);
    await page.close();
    await comeAgain(NEXT_VISIT);
  },
};
