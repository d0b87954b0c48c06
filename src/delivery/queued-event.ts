import { byteLength } from '../base/json.js';
import { IDENTIFIED } from '../events/to-event.js';
import type { DropReason, ProblemReport, Response } from '../types/tracker.js';

/** An event on its way. */
export interface QueuedEvent {
  id: string;
  action: string;
  /** The event as JSON: what is stored is what is sent. */
  json: string;
  /** UTF-8 bytes of the JSON, once they were counted. */
  bytes?: number;
  stored: boolean;
  /** Part of a request that has no answer yet. */
  inFlight?: boolean;
  /** When it was handed over to a request whose answer nobody will see. */
  handedAt?: number;
  /** Other tabs may send it too: it came from another page, or its first request failed. */
  backlog: boolean;
  /** It came from another page, or this one was away: somebody else may have dealt with it. */
  adopted: boolean;
  /** Only events of one group share a request; bisecting makes new groups. */
  group?: number;
  /** It was refused alone when that many events had been accepted. */
  refused?: number;
  /** A request with this event alone got no answer in time. */
  timedOut?: boolean;
}

/** How long an event that was handed over as its page ended is not sent again, in ms. */
export const HANDOVER_TIMEOUT_MS = 60_000;

/** What the owner of an event needs to know of it when it has left the queue. */
export type SettledEvent = Pick<QueuedEvent, 'id' | 'action' | 'json' | 'stored'>;

/** What the endpoint said about an event that has left the queue; with a reason it was dropped. */
export type OnSettled = (
  event: SettledEvent,
  answer: Pick<Response, 'status' | 'data'>,
  reason?: DropReason,
  errors?: ProblemReport[],
) => void;

/** From 0 to 2. The lower it is, the sooner an event is evicted, and the later it leaves a closing page. */
export const priority = ({ action }: { action: string }): number =>
  action === 'page.viewed' ? 0 : /^order\.|^user\.id/.test(action) ? 2 : 1;

/** For how long an event is kept, in ms: one that names a person for a day, the others for a week. */
export const maxAge = ({ action }: { action: string }): number => (action === IDENTIFIED ? 1 : 7) * 86_400_000;

/** UTF-8 bytes; counted when it is sent, since a call of the page has no time for it. */
export const sizeOf = (entry: QueuedEvent): number => (entry.bytes ??= byteLength(entry.json));
