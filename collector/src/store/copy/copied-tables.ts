/** A table, and what has to be known about it to copy it. Its columns are read from the database. */
export interface CopiedTable {
  name: string;
  /** Its columns that tell one row from another. */
  key: string[];
  /** The column that the database numbers by itself. */
  numbered?: string;
  /** Its rows change in their place, so that a row with the same key counts as the same. */
  isChanging?: boolean;
  /** Rows that are read at once, so that a portion fits into memory whatever is in it. */
  portion: number;
}

/** An event has 256 KiB at most. */
const portion = 250;
/** A batch that could not be stored has 1 MB at most. */
const portionOfBatches = 20;

/** Rows in the order of arrival: an event stands beside its id. */
export const ids: CopiedTable = { name: 'ids', key: ['received_seq'], numbered: 'received_seq', portion };
export const events: CopiedTable = { name: 'events', key: ['received_seq'], portion };

export const deadLetters: CopiedTable = {
  name: 'dead_letters',
  key: ['message'],
  numbered: 'number',
  isChanging: true,
  portion: portionOfBatches,
};

/** Tables that are copied whole each time. Every table is here, above or below; a test compares. */
export const wholeTables: CopiedTable[] = [
  { name: 'usage', key: ['business', 'day'], isChanging: true, portion },
  { name: 'notes', key: ['name'], isChanging: true, portion },
  { name: 'erasures', key: ['erased_at', 'business', 'session', 'user_id', 'only_anonymous'], portion },
  deadLetters,
  { name: 'profiles', key: ['business', 'source', 'user_id'], isChanging: true, portion },
  { name: 'sessions', key: ['business', 'session'], isChanging: true, portion },
  { name: 'conflicts', key: ['business', 'session', 'source', 'user_id'], isChanging: true, portion },
  { name: 'aliases', key: ['business', 'from_source', 'from_user'], isChanging: true, portion },
  { name: 'outbox', key: ['number'], numbered: 'number', isChanging: true, portion },
  { name: 'outbox_endpoints', key: ['business', 'endpoint'], isChanging: true, portion },
  { name: 'timers', key: ['business', 'rule', 'subject'], isChanging: true, portion },
  { name: 'timer_counts', key: ['business', 'rule', 'day', 'outcome'], isChanging: true, portion },
  { name: 'connections', key: ['kind', 'account'], isChanging: true, portion },
  { name: 'connection_attempts', key: ['state_hash'], portion },
  { name: 'fetch_jobs', key: ['kind', 'account', 'resource'], isChanging: true, portion },
  { name: 'marketplace_orders', key: ['business', 'kind', 'order_id'], isChanging: true, portion },
  { name: 'order_refs', key: ['business', 'kind', 'ref', 'order_id'], portion },
  { name: 'privacy_requests', key: ['business', 'kind', 'request'], portion },
  { name: 'refusals', key: ['number'], numbered: 'number', isChanging: true, portion },
];

export const copiedTables: CopiedTable[] = [ids, events, ...wholeTables];

/** Tables that each database makes of its events by itself. */
export const derivedTables = [
  ...['indexed', 'search', 'visitor_hours', 'campaign_hours', 'orders', 'order_names', 'hour_counts'],
];

/** The note of a database about where it was copied from; it is no part of what is copied. */
export const copyNote = 'copied_from';
