import type { EventRecord } from '../event-record.js';
import type {
  ConnectionAttemptsTable,
  ConnectionsTable,
  FetchJobsTable,
  MarketplaceOrdersTable,
  PrivacyRequestsTable,
} from './tables.js';

export type Connection = ConnectionsTable;
export type ConnectionAttempt = ConnectionAttemptsTable;
export type FetchJob = FetchJobsTable;
export type PrivacyRequest = PrivacyRequestsTable;

/** Which account of which platform. */
export type AccountKey = Pick<Connection, 'kind' | 'account'>;

/** What is shown of a connection. */
export type ConnectionSummary = Omit<
  Connection,
  'tokens' | 'expires_at' | 'lease_until' | 'refreshing_since' | 'reconciled_at'
> & {
  /** Things that have to be looked at. */
  waiting: number;
};

export type JobKey = Pick<FetchJob, 'kind' | 'account' | 'resource'>;
export type NewJob = Pick<FetchJob, 'kind' | 'account' | 'resource' | 'business' | 'due_at'>;

/** Tokens as they are kept. */
export interface KeptTokens {
  /** Sealed. */
  tokens: string;
  /** Null where they do not end by themselves. */
  expires_at: number | null;
}

/** A right to renew the tokens of a connection. */
export interface RefreshClaim {
  connection: Connection;
  /** Somebody has begun before and has not said how it ended. */
  wasInterrupted: boolean;
}

/** An order as it is known. */
export type KnownOrder = Pick<MarketplaceOrdersTable, 'order_id' | 'status' | 'last_updated' | 'state'>;

/** What a look at an order has led to. */
export interface ComparedOrder {
  row: Pick<
    MarketplaceOrdersTable,
    'account' | 'status' | 'pack_id' | 'buyer_id' | 'last_updated' | 'check_at' | 'state'
  >;
  events: EventRecord[];
}

/** An order that was looked at. */
export interface OrderChange {
  order_id: string;
  /** By what else the platform names it. */
  refs: string[];
  /**
   * Compares it with what is known, in the transaction that stores the outcome. It may run again.
   *
   * @param others orders that share a payment with it
   */
  compare(known: KnownOrder | undefined, others: KnownOrder[]): ComparedOrder;
}

/** What came of a job. */
export interface Settlement {
  orders: OrderChange[];
  /** What else has to be looked at. */
  jobs?: Omit<NewJob, 'kind' | 'account' | 'business'>[];
  /** When the same has to be looked at again; the job is over without it. */
  again?: number;
  /** Whether the next look counts as one more attempt at the same. */
  isAttempt?: boolean;
  /** What a person should know. */
  problem?: string;
  /** Up to when all that has changed is known with these jobs. */
  reconciledAt?: number;
}

/** What a store knows of connected accounts. */
export interface ConnectionStore {
  beginConnecting(attempt: ConnectionAttempt): Promise<void>;
  /** An attempt that was begun, once. */
  takeAttempt(key: Pick<ConnectionAttempt, 'kind' | 'state_hash'>): Promise<ConnectionAttempt | undefined>;
  /**
   * Keeps an account that was connected, with the routines of its kind.
   *
   * @returns the business that has the account already, where that is another one; nothing is kept then
   */
  keepConnection(
    connection: AccountKey & KeptTokens & { business: string },
    routines: string[],
    now: number,
  ): Promise<{ takenBy?: string }>;
  /** Forgets an account, its tokens and what was to be fetched of it; false where there is none. */
  disconnect(key: AccountKey & { business: string }): Promise<boolean>;
  connection(key: AccountKey): Promise<Connection | undefined>;
  connections(business?: string): Promise<ConnectionSummary[]>;
  /**
   * Takes the right to renew the tokens that were given at that time, and marks that it has begun; undefined where another process has
   * it, or the tokens are others by now.
   */
  claimRefresh(
    key: AccountKey & Pick<Connection, 'refreshed_at'>,
    now: number,
    leaseUntil: number,
  ): Promise<RefreshClaim | undefined>;
  /** Keeps new tokens in the place of those that were given at `refreshed_at`; false where these are not there any more. */
  keepTokens(key: AccountKey & Pick<Connection, 'refreshed_at'>, tokens: KeptTokens, now: number): Promise<boolean>;
  /** Notes that renewing has failed. With `isOver` the tokens are of no more use, else it may be tried again after `until`. */
  failRefresh(
    key: AccountKey & Pick<Connection, 'refreshed_at'>,
    failure: { problem: string; isOver: boolean; until: number },
  ): Promise<void>;
  /** Notes that something has happened to these, in one commit; of accounts that are not connected nothing. */
  noteNotifications(notifications: JobKey[], now: number): Promise<void>;
  addJobs(jobs: NewJob[]): Promise<void>;
  /** Takes jobs that are due and that nobody works on, those that are due longest first. */
  claimJobs(kinds: string[], now: number, leaseUntil: number, limit: number): Promise<FetchJob[]>;
  /** Stores what came of a job: orders, events and the end of the job in one commit. */
  settleJob(job: FetchJob, settlement: Settlement, now: number): Promise<void>;
  /** Stores orders that a platform has sent by itself, and their events, in one commit. */
  keepOrders(key: AccountKey & { business: string }, orders: OrderChange[], now: number): Promise<void>;
  /** Puts a job off. */
  postponeJob(job: FetchJob, dueAt: number, failure: { isAttempt: boolean; problem?: string }): Promise<void>;
  /** Orders that are to be looked at although nothing was told of them. */
  ordersToCheck(key: AccountKey, now: number, limit: number): Promise<string[]>;
  /** The orders that a platform also names so. */
  ordersOfRef(key: { business: string; kind: string; ref: string }): Promise<string[]>;
  /** Keeps what a platform has demanded, once. */
  notePrivacyRequest(request: Omit<PrivacyRequest, 'seen_on'>): Promise<void>;
  /** What platforms have demanded, the latest first. */
  privacyRequests(business?: string): Promise<PrivacyRequest[]>;
  /** The businesses that have something of an account, connected or not. */
  businessesOfAccount(key: AccountKey): Promise<string[]>;
  /** Orders of an account that were not erased. */
  ordersOfAccount(
    key: AccountKey,
    business: string,
    limit: number,
  ): Promise<Pick<MarketplaceOrdersTable, 'order_id' | 'buyer_id'>[]>;
}
