import { quietly } from '../../base/attempt.js';
import { isObject } from '../../base/json.js';
import { afterFrame, all, listen } from '../../browser/listen.js';
import { ofDocument } from '../../browser/of-document.js';
import type { Stop } from '../../types/tracker.js';

/** Events of Shopify's themes that may be dispatched before the adapter has loaded. Some come only once, as the page begins. */
const SHOPIFY_EVENTS = ['page:view', 'product:view', 'cart:view', 'cart:lines-update', 'cart:discount-update'];
const MAX_EVENTS = 200;
/** An adapter that has not loaded by then will not load. */
const ADAPTER_TIMEOUT_MS = 10_000;

/** Polyfills of timers post many messages to the page too, which would fill the list. */
const isOfShop = (data: unknown): boolean => isObject(data) && (!!data.eventName || data.name === 'AnalyticsEvent');

/** What happened on a page before its adapter has loaded. */
export interface Early {
  events: Event[];
  /** The cookies as the page was drawn. A cart whose cookie came later was empty at that time. */
  cookies?: string;
  stop: Stop;
}

/** Records events and cookies until the adapter has loaded, because platforms dispatch some events only once. */
export const recordEarly = (): Early => {
  const events: Event[] = [];
  const keep = (event: Event) => {
    if (events.length < MAX_EVENTS) events.push(event);
  };
  let isOver = false;
  const early: Early = { events, stop: () => {} };
  early.stop = all([
    () => {
      isOver = true;
      delete early.cookies;
    },
    listen(window, 'message', (event: MessageEvent) => event.source === window && isOfShop(event.data) && keep(event)),
    ...SHOPIFY_EVENTS.map((name) => listen(document, `shopify:${name}`, keep)),
  ]);
  setTimeout(early.stop, ADAPTER_TIMEOUT_MS);
  // Before the first frame, a visitor cannot add to the cart. Reading cookies in a sandboxed frame throws.
  afterFrame(quietly(() => !isOver && (early.cookies ??= ofDocument('cookie'))));
  return early;
};
