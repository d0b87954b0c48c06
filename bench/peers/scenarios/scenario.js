/** @import { Stage } from '../stage.js' */

/**
 * @typedef {object} Scenario
 * @property {string} title
 * @property {string} told what happens, in one sentence, for the page
 * @property {number} expected how many events should arrive
 * @property {(stage: Stage) => Promise<void>} play
 */

/** How long the visitor stays when the fault is over, in ms: the longest first wait of a client here is 10 seconds (Mixpanel). */
export const STAY = 30_000;
/** How long the visitor's next visit to the shop lasts, in ms. */
export const NEXT_VISIT = 20_000;
