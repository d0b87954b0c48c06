import { byteLength } from '../base/json.js';
import { IDENTIFIED } from '../events/to-event.js';
import type { DropReason, ProblemReport, Response } from '../types/tracker.js';

/** An event that waits for its delivery. */
export interface QueuedEvent {
  id: string;
  action: string;
  /** The event as JSON. The same text is stored and sent. */
  json: string;
  /** Size of `json` in UTF-8 bytes; absent until `sizeOf` has counted it. */
  bytes?: number;
  /** `false` if storage has refused the event; then only this page has it. */
  stored: boolean;
  /** When the request was sent that has no answer yet, in Unix ms; 0 or absent if there is none. */
  inFlight?: number;
  /**
   * When a page that ended sent the event without seeing the answer, in Unix ms, negative once the endpoint has answered a later
   * request; 0 if no page did, or if it may not have arrived.
   */
  handedAt: number;
  /** Other tabs may send the event too, because it came from another page or its first request failed. */
  backlog?: boolean;
  /** Another page may have delivered the event, because it came from there or because this page was away. */
  adopted?: boolean;
  /** Only events of the same group share a request. Bisecting a refused batch makes new groups. */
  group?: number;
  /** How many events had been accepted when this one was refused alone. */
  refused?: number;
  /** A request with this event alone has timed out. */
  timedOut?: boolean;
}

/** The fields of an event that `OnSettled` receives. */
export type SettledEvent = Pick<QueuedEvent, 'id' | 'action' | 'json' | 'stored'>;

/**
 * Called once for each event that leaves the queue, except for those that another page has delivered.
 * @param answer status 0 if the event was dropped without a request
 * @param reason why the event was dropped; absent if it was delivered
 */
export type OnSettled = (
  event: SettledEvent,
  answer: Pick<Response, 'status' | 'data'>,
  reason?: DropReason,
  errors?: ProblemReport[],
) => void;

/** 0 (page view) to 2 (order, identification). Low priorities are evicted first, and sent last by a closing page. */
export const priority = ({ action }: { action: string }): number =>
  action === 'page.viewed' ? 0 : /^order\.|^user\.id/.test(action) ? 2 : 1;

/** How long an event is kept, in ms: a day if it identifies a person, else a week. */
export const maxAge = ({ action }: { action: string }): number => (action === IDENTIFIED ? 1 : 7) * 86_400_000;

/** UTF-8 bytes of the event. They are counted when it is sent, because counting would slow down `track`. */
export const sizeOf = (entry: QueuedEvent): number => (entry.bytes ??= byteLength(entry.json));
