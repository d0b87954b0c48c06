import type { ActionCounts, CountsRange, Figures, Funnel, FunnelRange, RowFilter, RowPage } from './questions.js';
import type { AutomationStore } from './automations/types.js';
import type { ConnectionStore } from './connections/types.js';
import type { DeadLetterStore } from './dead-letters.js';
import type { EventRecord, Row } from './event-record.js';
import type { IdentityStore, ProfileKey } from './identity/types.js';
import type { OutboxStore } from './outbox/types.js';
import type { Erasure, PrivacyStore } from './privacy.js';
import type { RefusalStore } from './refusals.js';

export type { EventRecord, Row } from './event-record.js';
export type { Erasure, ErasureReceipt } from './privacy.js';

export type StoredStatus = 'received' | 'duplicate';

export type { ActionCounts, CountsRange, Figures, Funnel, FunnelRange, RowFilter, RowPage } from './questions.js';

export interface EventPage {
  events: Row[];
  next: number | null;
  total: number;
  /** There are more than `total`, which is not counted further. */
  total_at_least?: true;
}

export interface SessionSummary {
  session: string;
  events: number;
  /** Unix seconds. */
  first_at: number;
  last_at: number;
  user_id: string | null;
}

export interface Timeline {
  /** Of a session: whose it is, where somebody was named in it. The first who was named stays. */
  person?: ProfileKey;
  /** Oldest first, with what servers and connected accounts have told of the same orders. `order` is the same for tellings of one order. */
  events: (Row & { order?: string })[];
  /** How many events there are in all; only the latest are in `events`. */
  total: number;
}

/** What a business has sent in a day. */
export interface Usage {
  events: number;
  /** Characters of the stored events. */
  bytes: number;
}

/** What the collector needs of a database. Each database is another implementation of this. */
export interface Store
  extends IdentityStore, RefusalStore, DeadLetterStore, PrivacyStore, OutboxStore, AutomationStore, ConnectionStore {
  /**
   * Resolves after the commit, one status for each event in the given order.
   *
   * @param way 'stream' where the events have waited: of one that was received before an erasure that concerns it only the id is
   *   kept. 'direct', the default, where they have just come: clocks that differ must not take an event for an earlier one.
   * @throws {StoreRefused | StoreUnavailable}
   */
  put(events: EventRecord[], way?: 'direct' | 'stream'): Promise<StoredStatus[]>;
  /** Calls back after new rows were committed, by whatever process, until the returned function is called. */
  onStored(callback: () => void): () => void;
  /** All rows, oldest first. */
  events(filter?: RowFilter): Promise<Row[]>;
  /** Rows that arrived after the given number, oldest first. */
  eventsAfter(received_seq: number, limit: number): Promise<Row[]>;
  /** The number of the latest row, 0 in an empty store. */
  newest(): Promise<number>;
  event(business: string, id: string): Promise<Row | undefined>;
  page(page: RowPage): Promise<EventPage>;
  /** As `page`, for reading all pages: nothing is counted. */
  portion(page: RowPage): Promise<Row[]>;
  actions(business?: string): Promise<{ action: string; count: number }[]>;
  sessions(limit: number, business?: string): Promise<SessionSummary[]>;
  /** Of a session, or of a person. */
  timeline(of: string | ProfileKey, business?: string): Promise<Timeline>;
  counts(range: CountsRange): Promise<ActionCounts>;
  /** @param filter with `from` and `to` */
  figures(filter: RowFilter & { from: number; to: number }): Promise<Figures>;
  funnel(filter: FunnelRange): Promise<Funnel>;
  /** The events of a user or a session with higher numbers, oldest first. */
  personEvents(whom: Erasure, after: number, limit: number): Promise<Row[]>;
  /** Forgets erasures that are older than anything in a stream can be, and dead letters by the retention (0 keeps them). */
  sweepStream(days: { stream: number; retention: number }): Promise<void>;
  /** Removes what is older than the retention. */
  sweep(retentionDays: number): Promise<SweepResult>;
  /** Brings the next events, at most so many, into the index of search and figures; tells how many there were. */
  fillIndex(limit: number): Promise<number>;
  /** What each business has sent today (UTC). */
  usage(): Promise<Map<string, Usage>>;
  /**
   * The inspector's token that the database keeps for all its collectors.
   *
   * @param fresh is kept if there is none yet
   */
  inspectorToken(fresh: string): Promise<string>;
  /** Resolves when the database answers and can be written; throws StoreUnavailable otherwise. */
  probe(): Promise<void>;
  /** Bytes that the database takes, for the ceiling and the metrics. */
  size(): Promise<number>;
  close(): Promise<void>;
}

export interface SweepResult {
  /** How many events lost their content. */
  expired: number;
  /** How many profiles, sessions, conflicts and aliases went because no event of theirs is left; missing where none did. */
  people?: number;
  /** Set where nothing was removed, because the clock does not look right. */
  refused?: string;
}

/** The database works and refuses what it was given; it would refuse it again. */
export class StoreRefused extends Error {
  override name = 'StoreRefused';
}

/** The database cannot take or give anything at the moment; what was asked may be asked again. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
}
