export { eventId } from './event-id.js';
export { createServerTracker } from './server-tracker.js';
export type { ServerTracker, ServerTrackerOptions, ServerUser, Subject } from './types.js';
export type { Action, Cart, Coupon, Item, Money, Order, Product, Refund } from '../types/actions.js';
export type { ProblemReport, Response, TrackedEvent } from '../types/tracker.js';
