import type { Env } from '../base/env.js';
import type { Delivery } from '../delivery/delivery.js';
import type { OnSettled } from '../delivery/queued-event.js';
import type { UtmParams } from '../types/tracker.js';
import type { Jar } from '../visitor/jar.js';

/** What a tracker passes to its destination. The visitor has given consent. */
export interface DestinationContext {
  env: Env;
  businessId: string;
  /** The visitor's cookies, as `Destination.cookies` returned them. */
  jar: Jar;
  /** Returns the current session; `undefined` if the visitor has none. */
  session: () => string | undefined;
  /** The session that was stored before this page; `undefined` for a new visitor. */
  knownSession: string | undefined;
  /** Returns the UTM parameters of the last campaign; `undefined` if there are none. */
  utm: () => UtmParams | undefined;
  /** `true` in preview: the destination must send nothing, but everything else works. */
  isPreview: boolean;
  /** Must be called when an event has left the queue, with a reason if it was dropped. */
  onSettled: OnSettled;
  /** Must be called with the HTTP status if the account or the address is wrong. */
  onWrong: (status: number) => void;
}

/** Turns events into the HTTP requests of one service. */
export interface Destination {
  name: string;
  /** Prefix of the names of cookies and query parameters, unless the option `cookie.prefix` is set. */
  prefix: string;
  /** Returns a jar for the same values, with the cookie names and formats of the destination. */
  cookies: (jar: Jar) => Jar;
  createDelivery: (context: DestinationContext) => Delivery;
}
