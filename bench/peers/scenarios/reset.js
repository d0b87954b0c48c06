import { NEXT_VISIT, STAY } from './scenario.js';

/** @import { Scenario } from './scenario.js' */

/** @type {Scenario} */
export const reset = {
  title: 'Reset after the server has stored',
  told: 'For 6 seconds the server takes every event and then breaks the connection without an answer; 10 events are tracked meanwhile. The page stays open, and the visitor comes again.',
  expected: 10,
  async play({ open, comeAgain, setFault, sleep }) {
    const page = await open();
    setFault('reset');
    await page.track(10, 200);
    await sleep(4_200);
    setFault('none');
    await sleep(STAY);
    await page.close();
    await comeAgain(NEXT_VISIT);
  },
};
