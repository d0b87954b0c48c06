import type { Env } from '../base/env.js';
import type { Delivery } from '../delivery/delivery.js';
import type { OnSettled } from '../delivery/queued-event.js';
import type { UtmParams } from '../types/tracker.js';
import type { Jar } from '../visitor/jar.js';

/** What a destination gets to work with: one tracker of one business, with consent. */
export interface DestinationContext {
  env: Env;
  businessId: string;
  /** The visitor's cookies, as `Destination.cookies` has made them. */
  jar: Jar;
  /** Who the visitor is now. */
  session: () => string | undefined;
  /** The session that was known when the page began; `undefined` for a visitor who is new here. */
  knownSession: string | undefined;
  /** The last campaign. */
  utm: () => UtmParams | undefined;
  /** Nothing may be sent; everything else works. */
  isPreview: boolean;
  /** An event has left the queue; with a reason it was dropped. */
  onSettled: OnSettled;
  /** The account or the address is wrong. */
  onWrong: (status: number) => void;
}

/** What turns events into HTTP requests. */
export interface Destination {
  name: string;
  /** Begins the names of cookies and query parameters where the option `cookie.prefix` says nothing. */
  prefix: string;
  /** The same cookies, under the names and in the formats of the destination. */
  cookies: (jar: Jar) => Jar;
  createDelivery: (context: DestinationContext) => Delivery;
}
