import type { Generated } from 'kysely';
import type { AutomationTables } from './automations/tables.js';
import type { ConnectionTables } from './connections/tables.js';
import type { IdentityTables } from './identity/tables.js';
import type { OutboxTables } from './outbox/tables.js';
import type { SearchTables } from './search/tables.js';
import type { EventRecord } from './store.js';

/**
 * The memory of ids, which outlives the content: the unique index on (business, id) is what counts an event once. It is a
 * narrow table of its own, so that the contents can be partitioned by month: a unique index of a partitioned table would
 * have to hold the month, too.
 */
export interface IdsTable {
  received_seq: Generated<number>;
  business: string;
  id: string;
  received_at: string;
}

/** The content of an event; the row is removed by erasure and by age. */
export interface EventsTable extends Omit<EventRecord, 'trusted' | 'invalid'> {
  received_seq: number;
  /** 1 or 0. */
  trusted: number;
  /** JSON text of a list. */
  invalid: string | null;
}

/** Facts about the database itself, such as a sweep that waits for its confirmation. */
export interface NotesTable {
  name: string;
  value: string;
}

/** How much a business has sent in a day, counted in the transaction that stores it. */
export interface UsageTable {
  business: string;
  /** Such as '2026-11-29', in UTC. */
  day: string;
  events: number;
  /** Characters of the stored events. */
  bytes: number;
}

/** An erasure, for what was received before it and is stored after it. Sessions and users are digests. */
export interface ErasuresTable {
  /** ISO 8601. */
  erased_at: string;
  /** The following are empty where any is meant. */
  business: string;
  session: string;
  user_id: string;
  /** 1: only events that name no user. */
  only_anonymous: number;
}

/** A message of the stream that could not be stored. */
export interface DeadLettersTable {
  number: Generated<number>;
  /** The message's number and time in its stream, so that it is noted once. */
  message: string;
  business: string;
  died_at: string;
  reason: string;
  /** What the server knew about the batch, as JSON. */
  headers: string;
  /** The batch as it came; empty after an erasure. */
  body: Uint8Array;
}

/** How far the index of the inspector has come. */
export interface IndexedTable {
  name: string;
  /** The number of the last event that is in it. */
  up_to: number;
}

/** An event, or a request as a whole, that was refused. */
export interface RefusalsTable {
  number: Generated<number>;
  /** Of what was refused and why, so that a sender that repeats itself is noted once. */
  digest: string;
  business: string;
  /** ISO 8601. */
  received_at: string;
  /** Type and parameter of the first error, such as 'parameter_invalid:tracked_at'. */
  reason: string;
  description: string;
  /** The following as far as they can be read. */
  action: string | null;
  id: string | null;
  session: string | null;
  user_id: string | null;
  /** What the server knew about the request, as JSON. */
  arrival: string;
  /** Of what was refused. */
  bytes: number;
  /** 1: `text` is all of it, and can be sent again. */
  is_whole: number;
  /** A body, or its beginning; empty after it was sent again with success. */
  text: string;
  /** Characters that the row takes, for the bounds. */
  size: number;
  resent_at: string | null;
}

export interface Tables extends IdentityTables, OutboxTables, AutomationTables, ConnectionTables, SearchTables {
  indexed: IndexedTable;
  refusals: RefusalsTable;
  erasures: ErasuresTable;
  dead_letters: DeadLettersTable;
  ids: IdsTable;
  events: EventsTable;
  notes: NotesTable;
  usage: UsageTable;
}

/** The columns of a record, in the order of the insert statement. */
export const columns = [
  'business',
  'id',
  'received_at',
  'session',
  'action',
  'tracked_at',
  'clock_skew',
  'sent_at',
  'page_url',
  'amount',
  'currency',
  'user_id',
  'user_source',
  'observed_by',
  'ip',
  'library',
  'trusted',
  'invalid',
  'event',
] as const satisfies (keyof EventRecord)[];
