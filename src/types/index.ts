/** The public contract. */
export type * from './actions.js';
export type * from './tracker.js';
