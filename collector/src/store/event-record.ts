import type { AnswerError } from '../http/answers.js';

/** An event ready to be stored: what was sent, with the envelope merged in, and what the server knows about it. */
export interface EventRecord {
  business: string;
  /** The event's UUID in lower case. */
  id: string;
  /** ISO 8601, by the server's clock. */
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
  /** The platform that the user's id belongs to. */
  user_source: string | null;
  observed_by: string | null;
  /** The sender's address, truncated unless the options say otherwise. */
  ip: string | null;
  library: string | null;
  /** It came with a private key of the business. */
  trusted: boolean;
  /** What is wrong with it, and does not keep it from being stored; null where nothing is. */
  invalid: AnswerError[] | null;
  /** The event as sent, as JSON text; `tracked_at` by the visitor's clock. */
  event: string;
}

/** A stored event, numbered in the order of arrival, its content parsed. */
export interface Row extends Omit<EventRecord, 'event'> {
  received_seq: number;
  event: Record<string, unknown>;
}
