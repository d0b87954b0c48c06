import { NEXT_VISIT, STAY } from './scenario.js';

/** @import { Scenario } from './scenario.js' */

/** @type {Scenario} */
export const twoTabs = {
  title: 'Two tabs',
  told: 'The shop is open in two windows, and for 6 seconds the server answers 503. 10 events are tracked in each; the first is closed 2 seconds later, the other stays open, and the visitor comes again.',
  expected: 20,
  async play({ open, comeAgain, setFault, sleep }) {
    const one = await open();
    const other = await open();
    setFault('unavailable');
    await Promise.all([one.track(10), other.track(10)]);
    await sleep(2_000);
    await one.close();
    await sleep(3_000);
    setFault('none');
    await sleep(STAY);
    await other.close();
    await comeAgain(NEXT_VISIT);
  },
};
