import { quietly } from '../../base/attempt.js';
import { isObject } from '../../base/json.js';
import { afterFrame, all, listen } from '../../browser/listen.js';
import type { Stop } from '../../types/tracker.js';

/** What shops say once as a page begins, and what their own scripts may have said before the adapter has come. */
const ON_DOCUMENT = ['page:view', 'product:view', 'cart:view', 'cart:lines-update', 'cart:discount-update'];
const MOST = 200;
/** An adapter that has not come by then, in ms, will not come. */
const LONGEST = 10_000;

/** Polyfills of timers post to the page too, and often, so that there would be no room left. */
const isOfShop = (data: unknown): boolean => isObject(data) && (!!data.eventName || data.name === 'AnalyticsEvent');

/** What a page has said and was before its adapter has come. */
export interface Early {
  events: Event[];
  /** What the cookies said as the page was drawn: a cart that has a cookie only since then was empty. */
  cookies?: string;
  stop: Stop;
}

/** Keeps the events that platforms fire only once until their adapter has been brought, and how the page began. */
export const recordEarly = (): Early => {
  const events: Event[] = [];
  const keep = (event: Event) => {
    if (events.length < MOST) events.push(event);
  };
  let isOver = false;
  const early: Early = { events, stop: () => {} };
  early.stop = all([
    () => {
      isOver = true;
      delete early.cookies;
    },
    listen(window, 'message', (event: MessageEvent) => event.source === window && isOfShop(event.data) && keep(event)),
    ...ON_DOCUMENT.map((name) => listen(document, `shopify:${name}`, keep)),
  ]);
  setTimeout(early.stop, LONGEST);
  // Nobody can put anything into the cart before. A sandboxed frame throws at the mere look.
  afterFrame(quietly(() => !isOver && (early.cookies ??= document.cookie)));
  return early;
};
