import { pause, within } from './pause.js';
import { readKept, readQueue } from './tab.js';

/** @import { Page } from '@playwright/test' */
/** @import { Ledger } from './ledger.js' */
/** @import { Turns } from './pause.js' */
/** @import { Tab } from './tab.js' */

/**
 * Longer than everything that the client may wait for after short faults: a minute where a page was left in the middle of a
 * request, 12 seconds where a tab has crashed, and the back-off.
 */
const PATIENCE = 300_000;
const LOOK_EVERY = 1000;
/** Loading a page, on a machine that has much else to do. */
const LOAD_WITHIN = 45_000;
/** Every so many looks something is tracked: an event that was refused is dropped only after another was accepted. */
const SIGN_OF_LIFE = 4;

/** @param {Page} page @param {string} url */
const openReady = async (page, url) => {
  await page.goto(url);
  // Looked at by time, because tabs in the background are hardly painted.
  await page.waitForFunction(() => /** @type {any} */ (window).vitrina?.isInitialized === true, null, {
    polling: 200,
    timeout: LOAD_WITHIN,
  });
};

/**
 * Opens a page in peace and waits until nothing of its origin is queued any more.
 *
 * @param {Tab} tab
 * @param {{ url: string, business: string, ledger: Ledger, turns: Turns, signal: AbortSignal }} parts
 * @returns {Promise<string[]>} the ids that are still queued in the end
 */
export const settle = async ({ page, name }, { url, business, ledger, turns, signal }) => {
  const until = Date.now() + PATIENCE;
  /** @type {string[]} */
  let queued = ['unknown: no page could be opened'];
  let isOpen = false;
  for (let look = 1; queued.length > 0 && Date.now() < until && !signal.aborted; look++) {
    try {
      if (!isOpen) await turns.take(() => within(LOAD_WITHIN, openReady(page, url)));
      isOpen = true;
      await pause(LOOK_EVERY, signal);
      queued = await within(LOAD_WITHIN, readQueue(page, business));
      if (queued.length > 0 && look % SIGN_OF_LIFE === 0) {
        await page.evaluate(() => void (/** @type {any} */ (window).vitrina.track('soak.calmed', { object: 'sign' })));
      }
    } catch (error) {
      ledger.note(name, `could not look at the queue: ${String(error).split('\n')[0]}`);
      isOpen = false;
      await pause(LOOK_EVERY, signal);
    }
  }
  if (isOpen) for (const line of await readKept(page)) ledger.hear(name, line, true);
  return queued;
};
