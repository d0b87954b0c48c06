/** Why an event left the queue without having been accepted. */
export type DropReason =
  'refused' | 'too_large' | 'queue_full' | 'expired' | 'consent' | 'reset' | 'transform' | 'switched_off' | 'unknown';

/** Which part of Vitrina saw the action. */
export type Observer = 'manual' | 'page' | 'mark' | (string & {});

export interface Page {
  url: string;
  title: string;
  path: string;
  referrer: string;
}

/** Last known campaign; `observed_at` is an ISO 8601 time. */
export interface UtmParams {
  source?: string;
  medium?: string;
  campaign?: string;
  term?: string;
  content?: string;
  observed_at: string;
}

/** What brought the visitor here for the first time. */
export interface FirstTouch {
  utm_params?: UtmParams;
  /** Where the link was, at most 200 characters; empty where nobody says, and for this site's own pages. */
  referrer: string;
}

/** A run of activity without a gap of 30 minutes. */
export interface Visit {
  id: string;
  /** 1 for the first visit of this browser. */
  number: number;
  /** Unix seconds. */
  started_at: number;
}

/** One occurrence of an action, as it is stored and sent. */
export interface TrackedEvent {
  /** UUIDv7, made when the action happened; it never changes, so sending twice is harmless. */
  id: string;
  action: string;
  /** Unix seconds on the visitor's clock. */
  tracked_at: number;
  /** Counts the events of one page, from 1. */
  seq: number;
  observed_by: Observer;
  session?: string;
  visit?: Visit;
  page?: Page;
  utm_params?: UtmParams;
  click_ids?: Record<string, string>;
  first_touch?: FirstTouch;
  [name: string]: unknown;
}
