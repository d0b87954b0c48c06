/** An account on a marketplace or a shop platform that a business has connected. Times are Unix milliseconds in these tables. */
export interface ConnectionsTable {
  /** The marketplace or platform, such as 'mercadolibre'; also the source of its buyers and orders. */
  kind: string;
  /** The seller's or store's id there. */
  account: string;
  business: string;
  /** 'reconnect': the platform does not take the tokens any more, and a person has to connect the account again. */
  state: 'connected' | 'reconnect';
  /** Sealed; null once the platform has refused them. */
  tokens: string | null;
  expires_at: number | null;
  /** When the tokens were given; it tells one pair from the next. */
  refreshed_at: number;
  /** Set before the tokens are renewed: a refresh token works once, and a process may end before it has stored the next. */
  refreshing_since: number | null;
  /** Until then one process may renew the tokens and no other. */
  lease_until: number;
  connected_at: number;
  last_notified_at: number | null;
  last_fetched_at: number | null;
  /** Up to when all that has changed there is known, whether or not anything was notified. */
  reconciled_at: number | null;
  /** What a person should know; null where all is well. */
  problem: string | null;
}

/** Somebody has begun to connect an account. */
export interface ConnectionAttemptsTable {
  /** Of the text that goes with the visitor to the platform and back. */
  state_hash: string;
  kind: string;
  business: string;
  /** Sealed: the secret that proves to the platform that the same program has begun (PKCE, RFC 7636). */
  verifier: string;
  started_at: number;
}

/** Something of a connected account that has to be looked at. */
export interface FetchJobsTable {
  kind: string;
  account: string;
  /** A path of the platform's API, or a routine, which begins with '#'. */
  resource: string;
  business: string;
  due_at: number;
  /** Counts up with each reason to look, so that one that comes during a look leads to another look. */
  revision: number;
  /** Looks that failed, one after the other. */
  attempts: number;
  lease_until: number;
}

/** An order of a connected account, as it was last seen. */
export interface MarketplaceOrdersTable {
  business: string;
  kind: string;
  /** A digest after an erasure: the order is not told again, and its number is gone. */
  order_id: string;
  account: string;
  status: string;
  pack_id: string | null;
  buyer_id: string | null;
  /** By the platform's clock. */
  last_updated: number;
  /** When it is looked at without a reason; null where nothing is expected any more. */
  check_at: number | null;
  /** What was told of it, as JSON. */
  state: string;
  /** The day on which it was last seen, by our clock. */
  seen_on: string;
}

/** By what else a platform names an order: 'payment:77', 'shipment:9', 'pack:8'. */
export interface OrderRefsTable {
  business: string;
  kind: string;
  ref: string;
  order_id: string;
}

/** What a platform has demanded for the privacy of a customer, or of a whole store. */
export interface PrivacyRequestsTable {
  business: string;
  kind: string;
  account: string;
  /** The platform's number of it, or a digest: the same request may come again. */
  request: string;
  topic: 'data_request' | 'customer_redact' | 'store_redact';
  /** Whose data is asked for; null for an erasure, which must not keep it. */
  customer: string | null;
  /** The orders that it is about, as a JSON list; empty for an erasure. */
  orders: string;
  /** How many events lost their content; null for a question. */
  erased: number | null;
  received_at: number;
  /** The day of it, by our clock. */
  seen_on: string;
}

export interface ConnectionTables {
  privacy_requests: PrivacyRequestsTable;
  connections: ConnectionsTable;
  connection_attempts: ConnectionAttemptsTable;
  fetch_jobs: FetchJobsTable;
  marketplace_orders: MarketplaceOrdersTable;
  order_refs: OrderRefsTable;
}
