import { all, listen } from '../browser/lifecycle.js';
import { isObject } from '../core/json.js';
import type { Stop } from '../types.js';

/** What shops say once as a page begins, and what their own scripts may have said before the adapter has come. */
const ON_DOCUMENT = ['page:view', 'product:view', 'cart:view', 'cart:lines-update', 'cart:discount-update'];
const MOST = 200;
/** An adapter that has not come by then, in ms, will not come. */
const LONGEST = 10_000;

/** Polyfills of timers post to the page too, and often, so that there would be no room left. */
const isOfShop = (data: unknown): boolean => isObject(data) && (!!data.eventName || data.name === 'AnalyticsEvent');

/** Keeps the events that platforms fire only once until their adapter has been brought. */
export const recordEarly = (): { events: Event[]; stop: Stop } => {
  const events: Event[] = [];
  const keep = (event: Event) => {
    if (events.length < MOST) events.push(event);
  };
  const stop = all([
    listen(window, 'message', (event: MessageEvent) => event.source === window && isOfShop(event.data) && keep(event)),
    ...ON_DOCUMENT.map((name) => listen(document, `shopify:${name}`, keep)),
  ]);
  setTimeout(stop, LONGEST);
  return { events, stop };
};
