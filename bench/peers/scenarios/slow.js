import { NEXT_VISIT } from './scenario.js';

/** @import { Scenario } from './scenario.js' */

/** @type {Scenario} */
export const slow = {
  title: 'Slow network',
  told: 'Every request takes 2 seconds longer, at 50 kilobits per second. 10 events are tracked within a second, and a second later the tab is closed. The visitor comes again with a fast network.',
  expected: 10,
  async play({ open, comeAgain, sleep }) {
    const page = await open();
    await page.setNetwork({ latency: 2_000, bytesPerSecond: 6_250 });
    await page.track(10);
    await sleep(1_000);
    await page.close();
    await sleep(3_000);
    await comeAgain(NEXT_VISIT);
  },
};
