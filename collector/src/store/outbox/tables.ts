import type { Generated } from 'kysely';
import type { DeliveryState } from './types.js';

/** That an endpoint is to get an event. The event itself stays in its own table, so that an erasure finds it in one place. */
export interface OutboxTable {
  number: Generated<number>;
  business: string;
  /** The id of the endpoint in the configuration. */
  endpoint: string;
  event_id: string;
  action: string;
  /** All times are milliseconds since 1970. */
  created_at: number;
  state: DeliveryState;
  /** How many attempts were begun. */
  attempts: number;
  /** When the next attempt is due; null where none is to come. During an attempt it is the end of the lease. */
  next_at: number | null;
  /** Until when the attempt that is under way belongs to its process; null where none is. */
  lease_until: number | null;
  /** Of the latest attempt that has ended. */
  last_at: number | null;
  /** Of the answer; null where there was none. */
  last_status: number | null;
  last_error: string | null;
}

/** What is known of an endpoint beside its configuration. */
export interface OutboxEndpointsTable {
  business: string;
  endpoint: string;
  /** A digest of its address: what is noted of one address says nothing about the next. */
  address: string;
  /** Until when nothing is sent to it, because it asked for that or could not be reached. */
  hold_until: number | null;
  /** When it was switched off, and why; null while it is on. */
  off_at: number | null;
  off_reason: string | null;
  last_at: number | null;
  last_status: number | null;
  last_error: string | null;
}

export interface OutboxTables {
  outbox: OutboxTable;
  outbox_endpoints: OutboxEndpointsTable;
}
