import type { Action, PropsOf } from '../types/actions.js';
import type { Response, TrackedEvent } from '../types/tracker.js';

/** The shop's customer. */
export interface ServerUser {
  /** The shop's own id of the customer, not an e-mail address. */
  id: string | number;
  /** The system that uses the id, such as `tiendanube`. */
  source?: string;
}

/** Props whose time may be a `Date` too. */
type WithDates<T> = { [K in keyof T]: K extends 'tracked_at' ? T[K] | Date : T[K] };

/** The arguments of `track` after the action. `props` may be omitted if the action requires none. */
type ServerTrackArguments<A extends string> =
  Record<never, never> extends PropsOf<A>
    ? [props?: WithDates<PropsOf<A>>, subject?: Subject]
    : [props: WithDates<PropsOf<A>>, subject?: Subject];

/** Whom an event is about, and its id. */
export interface Subject {
  /** The identifier of the visitor's browser: the cookie `vitrina_session`. */
  session?: string | null | undefined;
  /** Nobody without an id, such as a guest of the shop. */
  user?: { id?: ServerUser['id'] | null | undefined; source?: string } | null | undefined;
  /** A UUID, such as one of `eventId`, so that the event is stored once however often it is tracked. Default: a new one. */
  id?: string;
}

/** The options of `createServerTracker`. */
export interface ServerTrackerOptions {
  /** The collector's address, such as `https://events.shop.example/v1/events`. */
  endpoint: string;
  /** The private key, which begins with `vsk_`. It must never get into a page. */
  key: string;
  /** As in `TrackerOptions`. Default 1000 ms. */
  flushAfter?: number;
  /** As in `TrackerOptions`. Default 20; with more than 40 events waiting, up to 100 are sent at once. */
  batchSize?: number;
  /** How many events wait at most. Further ones are answered with the failure `queue_full`. Default 100,000. */
  maxQueued?: number;
  /**
   * Called once with each event that is not stored: refused by the collector, dropped otherwise, or refused before it was sent, then
   * as it was given. The response says why.
   */
  onDropped?: (event: TrackedEvent, response: Response) => void;
}

/** Sends what a server knows: a till, an order system, an import. */
export interface ServerTracker {
  /**
   * Reports that something was done. Never throws and never rejects. The events are kept in memory until the collector has
   * stored them; `close` before the process ends.
   * @param action `object.verb`, lower case, digits and `_`, at most 100 characters
   * @param rest plain JSON, copied at the call (`tracked_at` says when it happened: Unix seconds, a `Date` or an ISO 8601 text); then whom it is about
   * @returns resolves with what became of the event, after 3 seconds at the latest. Await `flush`, not each event: events that
   * are tracked together share a request
   */
  track<A extends Action>(action: A, ...rest: ServerTrackArguments<A>): Promise<Response>;
  /**
   * Says who a visitor is. Never throws and never rejects.
   * @param traits plain JSON, what the shop knows of the customer
   */
  identify(
    user: ServerUser,
    traits?: Record<string, unknown>,
    subject?: Pick<Subject, 'session' | 'id'>,
  ): Promise<Response>;
  /**
   * Tells whose browser a session is, at once. Temporary failures are tried again for about a minute. Never throws and never rejects.
   * @returns status 200, or 202 for a session from which nothing has arrived yet; failed with 409 if it is another user's, who is
   * then in `data`
   */
  attach(session: string, user: ServerUser): Promise<Response>;
  /** Sends what is waiting. Resolves when all was answered, or when nothing can be sent for now. */
  flush(): Promise<void>;
  /**
   * Sends what is waiting, and ends. Further calls are answered with a failure.
   * @param timeout how long to try, in ms. Default 10,000
   * @returns how many events could not be delivered
   */
  close(timeout?: number): Promise<number>;
}
