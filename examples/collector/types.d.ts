// The collector's vocabulary, shared by its files as types only.

/** An event ready to be stored: what was sent, with the envelope merged in, and what the server knows about it. */
export interface EventRecord {
  business: string;
  id: string;
  received_at: string;
  session: string | null;
  action: string;
  /** Unix seconds, corrected when the visitor's clock is wrong by more than a minute. */
  tracked_at: number;
  /** Seconds added to the visitor's clock, 0 when it was right. */
  clock_skew: number;
  sent_at: string | null;
  page_url: string | null;
  amount: number | null;
  currency: string | null;
  user_id: string | null;
  observed_by: string | null;
  /** The sender's address, truncated unless the options say otherwise. */
  ip: string | null;
  library: string | null;
  /** The event as sent, `tracked_at` by the visitor's clock. */
  event: Record<string, unknown>;
}

/** A stored event, numbered in the order of arrival. */
export interface Row extends EventRecord {
  received_seq: number;
}

export type StoredStatus = 'received' | 'duplicate';

export interface RowFilter {
  business?: string;
  session?: string;
  action?: string;
}

export interface RowPage extends RowFilter {
  limit?: number;
  before?: number;
}

export interface SessionSummary {
  session: string;
  events: number;
  first_at: number;
  last_at: number;
  user_id: string | null;
}

export interface ActionCounts {
  from: number;
  to: number;
  bucket_seconds: number;
  actions: string[];
  buckets: { at: number; counts: Record<string, number> }[];
}

export interface Erasure {
  session?: string;
  user?: string;
  business?: string;
}

/** What the collector needs of a database. Another store is another implementation of this. */
export interface Store {
  /** Resolves after the commit, one status for each event in the given order. */
  put(events: EventRecord[]): Promise<StoredStatus[]>;
  /** Calls back with new rows right after their commit, until the returned function is called. */
  onStored(callback: (rows: Row[]) => void): () => void;
  /** All rows, oldest first. */
  events(filter?: RowFilter): Promise<Row[]>;
  /** Rows that arrived after the given number, oldest first. */
  eventsAfter(received_seq: number, limit: number): Promise<Row[]>;
  /** The number of the latest row, 0 in an empty store. */
  newest(): Promise<number>;
  event(business: string, id: string): Promise<Row | undefined>;
  page(page: RowPage): Promise<{ events: Row[]; next: number | null; total: number }>;
  actions(business?: string): Promise<{ action: string; count: number }[]>;
  sessions(limit: number, business?: string): Promise<SessionSummary[]>;
  timeline(session: string, business?: string): Promise<Row[]>;
  counts(range: { minutes: number; buckets: number; action?: string; business?: string }): Promise<ActionCounts>;
  /** Businesses in which there is something to erase. */
  erasable(erasure: Erasure): Promise<string[]>;
  erase(erasure: Erasure): Promise<number>;
  /** Removes what is older than the retention; answers how many events lost their content. */
  sweep(retentionDays: number, now?: number): Promise<number>;
  close(): Promise<void>;
}

export interface Business {
  name: string;
  /** Exact origins, `http://localhost:*` or `http://127.0.0.1:*` for any port, `null` for senders without one, `*` for all. */
  origins: string[];
  /** Switched off: its senders are told to be quiet for a day. */
  off?: boolean;
  /**
   * Domain for which the session cookie that the browser has sent is written again with each answer to one of the named
   * origins on it; `host` for the endpoint's own host alone. Without it no cookie is written.
   */
  renewSession?: string;
}

export type AddressPolicy = 'truncated' | 'none' | 'full';

export interface CollectorOptions {
  port?: number;
  host?: string;
  /** A taken port is replaced by the next free one. */
  nextPort?: boolean;
  database?: string;
  businesses?: Record<string, Business>;
  faults?: boolean;
  token?: string;
  retentionDays?: number;
  trustProxy?: boolean;
  rateLimit?: { perMinute: number };
  ipAddresses?: AddressPolicy;
  scriptFolder?: string;
  scriptMaxAge?: number;
  bodyTimeout?: number;
  log?: (sentence: string) => void;
}

/** A defect planted for a test, in front of `POST /v1/events`. */
export interface Fault {
  kind: 'down' | '503' | '429' | 'hang' | 'reset' | 'slow' | 'status';
  /** For the next so many requests; without it until the faults are cleared. */
  count?: number;
  /** Only for requests whose body contains this text. */
  containing?: string;
  /** `status`: the answer. */
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** `429` and `503`: seconds in `Retry-After` and `retry_after`. */
  retryAfter?: number;
  /** `slow`: how late the answer is. */
  milliseconds?: number;
  /** `status`, `503`, `429`, `hang`: store the batch first, as a server does that fails after its commit. */
  commit?: boolean;
}

export interface RequestSummary {
  at: string;
  method: string;
  origin: string | null;
  contentType: string | null;
  business: string | null;
  bytes: number;
  events: number;
  /** 0 when the connection was cut without an answer. */
  status: number;
}

export interface RequestCounts {
  posts: number;
  preflights: number;
  bytes: number;
  events: number;
  /** The last thousand, kept only when faults are enabled. */
  recent: RequestSummary[];
}

export interface Collector {
  url: string;
  port: number;
  endpoint: string;
  inspectorUrl: string;
  token: string;
  store: Store;
  fault(faults?: Fault | Fault[] | null): void;
  requests(): RequestCounts;
  close(): Promise<void>;
}

/** One entry of the `errors` of an answer. */
export interface AnswerError {
  type: string;
  parameter: string;
  description: string;
}
