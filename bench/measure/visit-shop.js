import { SLOWDOWN } from './open-page.js';

/** @import { Browser, Page } from '@playwright/test' */
/**
 * What a page let its visitor feel.
 * @typedef {object} Felt
 * @property {number} shift sum of all layout shifts
 * @property {number} blocking total blocking time after the first paint, ms
 * @property {number} interaction the longest interaction until its next paint, ms; 0 if all were shorter than 16 ms
 *
 * @typedef {{ first: Felt, later: Felt }} Feelings
 */

/** A task blocks from here on: https://web.dev/articles/tbt (2026-11). Milliseconds. */
const LONG = 50;
/** Past the last of the tag's own timers of a page view, and the backlog's. Milliseconds. */
const REST = 3000;

/** Runs in the page, before anything else. */
const observe = () => {
  const seen = /** @type {{ shifts: number, tasks: [number, number][], interaction: number }} */ ({
    shifts: 0,
    tasks: [],
    interaction: 0,
  });
  Object.assign(window, { felt: seen });
  /** @param {string} type @param {(entry: any) => void} take @param {object} [more] */
  const watch = (type, take, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  watch('layout-shift', ({ value }) => (seen.shifts += value));
  watch('longtask', ({ startTime, duration }) => seen.tasks.push([startTime, duration]));
  watch(
    'event',
    ({ interactionId, duration }) => interactionId && (seen.interaction = Math.max(seen.interaction, duration)),
    { durationThreshold: 16 },
  );
};

/** @param {Page} page @returns {Promise<Felt>} */
const read = (page) =>
  page.evaluate((long) => {
    const { shifts, tasks, interaction } = /** @type {any} */ (window).felt;
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const late = tasks.filter((/** @type {[number, number]} */ [start]) => start >= Number(paint?.startTime));
    const blocking = late.reduce(
      (/** @type {number} */ sum, /** @type {[number, number]} */ [, time]) => sum + time - long,
      0,
    );
    return { shift: shifts, blocking, interaction };
  }, LONG);

/**
 * A visitor who comes for the first time looks at a product, puts it into the cart, and looks at the cart.
 *
 * @param {Browser} browser
 * @param {string} shop
 * @param {boolean} isTagged otherwise the tag's script is empty
 * @returns {Promise<Feelings>}
 */
export const visitShop = async (browser, shop, isTagged) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    await context.addInitScript(observe);
    // Both kinds pass through here, so that both wait for it.
    await context.route(/\/vitrina[\w.-]*\.js/, (route) =>
      isTagged ? route.continue() : route.fulfill({ contentType: 'text/javascript', body: '' }),
    );
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await page.goto(`${shop}/product/bolso-tranquera`, { waitUntil: 'load' });
    await page.waitForTimeout(REST);
    await page.locator('[data-test="add-to-cart"]').click();
    await page.waitForTimeout(REST);
    const first = await read(page);
    await page.locator('[data-test="cart-link"]').click();
    await page.waitForURL(/cart/);
    await page.waitForTimeout(REST);
    await page.locator('#coupon').click();
    await page.waitForTimeout(REST / 3);
    return { first, later: await read(page) };
  } finally {
    await context.close();
  }
};
