import type { Answer } from '../../src/base/env.ts';
import type { DropReason } from '../../src/types/tracker.ts';
import type { Page } from './fake-page.ts';
import type { Poison } from './fake-server.ts';

/** An event that was tracked, and all that is known about it. */
export interface Tracked {
  /** As a trace names it. */
  label: string;
  id: string;
  action: string;
  text: string;
  poison?: Poison;
  page: Page;
  stored: boolean;
  /** `track` has returned, and nothing has happened since that lets a client off. */
  isOwed: boolean;
  /** Dropped with these reasons. */
  drops: DropReason[];
  /** A page has seen that it was accepted. */
  isAcknowledged?: boolean;
}

/** The events of a run. */
export const createLedger = () => {
  const events = new Map<string, Tracked>();
  return {
    events,
    add: (event: Tracked) => void events.set(event.id, event),
    get: (id: string) => events.get(id),
    label: (id: string) => events.get(id)?.label ?? id,
    /** A page has ended: what was only in its memory is gone with it. */
    letOff(page: Page) {
      for (const event of events.values()) if (event.page === page && !event.stored) event.isOwed = false;
    },
  };
};

export type Ledger = ReturnType<typeof createLedger>;

/** When an id was made, in Unix ms (RFC 9562, section 5.7). */
export const madeAt = (id: string): number => parseInt(id.replace('-', '').slice(0, 12), 16);

/** Orders and the visitor's identity are kept longest, page views shortest. */
export const worth = (action: string): number =>
  action === 'page.viewed' ? 0 : action.startsWith('order.') || action === 'user.identified' ? 2 : 1;

export const isTemporary = ({ status }: Answer) => !status || status > 499 || [408, 425, 429].includes(status);
/** The batch was read, and its events were judged one by one. */
export const isJudged = ({ status, body }: Answer) =>
  (status > 199 && status < 300 && body !== undefined) ||
  ((status === 400 || status === 422) && Array.isArray(body?.results));
export const isOff = ({ status, body }: Answer) => status === 410 && body?.off === true;
/** How long the server asks to be left alone, in ms. */
export const askedWait = ({ retryAfter, body }: Answer): number => {
  const named = typeof body?.retry_after === 'number' ? body.retry_after * 1000 : 0;
  return Math.min(retryAfter ?? named, 3_600_000);
};
