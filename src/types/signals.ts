import type { DropReason, TrackedEvent, UtmParams } from './event.js';

/** One problem of a call or an event. */
export interface ProblemReport {
  /** A stable code, such as `parameter_invalid`. */
  type: string;
  /** The argument, option or field that has the problem. */
  parameter: string;
  /** One sentence for the developer. */
  description: string;
}

/**
 * What became of one event. `track` and `identify` both return this shape. `succeeded`, `failed` and `queued` are all `false` if
 * there was no answer within 3 seconds and the event could not be stored.
 */
export interface Response {
  /** The event's id (UUIDv7); empty if no event was created. */
  id: string;
  /** The endpoint has accepted this event. */
  succeeded: boolean;
  /** The event was refused or dropped and will not be sent again. */
  failed: boolean;
  /** There was no answer within 3 seconds. The event is stored and will be sent, by a later page if necessary. */
  queued: boolean;
  /** The event is in persistent storage, or was until it was delivered. */
  stored: boolean;
  /** HTTP status of the answer; 0 if there was no answer. */
  status: number;
  /** What the endpoint answered about this event; its shape depends on the endpoint. */
  data: unknown;
  /** Why the event failed; empty if it did not. */
  errors: ProblemReport[];
}

/** The signals that `on` listens to, with the arguments of the callback. */
export interface Signals {
  /** The session is known, or another tab has changed it. */
  'session-set': [session: string];
  /** The address named a campaign. */
  'utm-set': [utm: UtmParams];
  /** The user was identified or, with `undefined`, forgotten, in this tab or in another. */
  'user-set': [user: User | undefined];
  /** Consent was set or has changed. */
  'consent-set': [consent: Consent];
  /** A single-page app has left this address. The `page.viewed` of the next follows within a second. */
  moved: [previous: string];
  /** An event was accepted into the queue. */
  event: [event: TrackedEvent];
  /** The endpoint has accepted an event. */
  delivered: [event: TrackedEvent, response: Response];
  /** An event left the queue without being accepted. */
  dropped: [event: TrackedEvent, reason: DropReason, errors: ProblemReport[]];
}

/** An identified customer of the shop. */
export interface User {
  /** The shop's own id of the customer. */
  id: string;
  /** Name of the system that uses this id. */
  source?: string;
}

/** The visitor's answer; `pending` means that there is none yet. */
export type Consent = 'granted' | 'denied' | 'pending';
