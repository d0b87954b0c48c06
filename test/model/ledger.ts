import type { Answer } from '../../src/base/env.ts';
import type { DropReason } from '../../src/types/tracker.ts';
import type { Page } from './fake-page.ts';
import type { Poison } from './fake-server.ts';

/** A tracked event and all that the model knows about it. */
export interface Tracked {
  /** The event's name in a trace. */
  label: string;
  id: string;
  action: string;
  text: string;
  poison?: Poison;
  page: Page;
  stored: boolean;
  /** The client must deliver or drop the event. False once its page ended without having stored it. */
  isOwed: boolean;
  /** The reasons with which pages have dropped the event. */
  drops: DropReason[];
  /** A page has got an answer that accepts the event. */
  isAcknowledged?: boolean;
}

/** Creates the list of all events of a run. */
export const createLedger = () => {
  const events = new Map<string, Tracked>();
  return {
    events,
    add: (event: Tracked) => void events.set(event.id, event),
    get: (id: string) => events.get(id),
    label: (id: string) => events.get(id)?.label ?? id,
    /** Notes that a page has ended. Events that it had only in memory are lost with it. */
    letOff(page: Page) {
      for (const event of events.values()) if (event.page === page && !event.stored) event.isOwed = false;
    },
  };
};

export type Ledger = ReturnType<typeof createLedger>;

/** The time in an event id, in Unix ms (RFC 9562, section 5.7). */
export const madeAt = (id: string): number => parseInt(id.replace('-', '').slice(0, 12), 16);

/** The priority of an event in a full queue, from 0 (page views) to 2 (orders and identifications). */
export const worth = (action: string): number =>
  action === 'page.viewed' ? 0 : action.startsWith('order.') || action === 'user.identified' ? 2 : 1;

export const isTemporary = ({ status }: Answer) => !status || status > 499 || [408, 425, 429].includes(status);
/** Whether the server has read the batch and has answered for each event. */
export const isJudged = ({ status, body }: Answer) =>
  (status > 199 && status < 300 && body !== undefined) ||
  ((status === 400 || status === 422) && Array.isArray(body?.results));
export const isOff = ({ status, body }: Answer) => status === 410 && body?.off === true;
/** The wait that an answer asks for, in ms, an hour at most; 0 if there is none. */
export const askedWait = ({ retryAfter, body }: Answer): number => {
  const named = typeof body?.retry_after === 'number' ? body.retry_after * 1000 : 0;
  return Math.min(retryAfter ?? named, 3_600_000);
};
