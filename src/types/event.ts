/**
 * Why an event was dropped:
 * - `refused`: the endpoint refused this event;
 * - `too_large`: it is larger than 256 KiB, or than the endpoint accepts;
 * - `queue_full`: more important or newer events needed its place;
 * - `expired`: it could not be delivered within 7 days, an identification within 24 hours;
 * - `consent`: consent was denied;
 * - `reset`: `reset` was called;
 * - `transform`: the option `transform` returned nothing or threw;
 * - `switched_off`: the endpoint has switched the business off;
 * - `unknown`: Hellotext only: the event may have arrived, and would count twice if it were sent again.
 */
export type DropReason =
  'refused' | 'too_large' | 'queue_full' | 'expired' | 'consent' | 'reset' | 'transform' | 'switched_off' | 'unknown';

/** Who reported an action: a call of `track` (`manual`), a page view, a marked element, or a plugin or adapter by its name. */
export type Observer = 'manual' | 'page' | 'mark' | (string & {});

/** The page on which an event happened. Personal data is removed from all four texts. */
export interface Page {
  /** Absolute address. */
  url: string;
  title: string;
  /** Path of the address, without its query. */
  path: string;
  /** Address of the page before; empty if there is none or the browser hides it. */
  referrer: string;
}

/** The last campaign that brought the visitor: the `utm_…` parameters of an address, each at most 200 characters. */
export interface UtmParams {
  source?: string;
  medium?: string;
  campaign?: string;
  term?: string;
  content?: string;
  id?: string;
  source_platform?: string;
  /** When the visitor came by that address, as an ISO 8601 time. */
  observed_at: string;
}

/** What brought the visitor to the shop for the first time. */
export interface FirstTouch {
  utm_params?: UtmParams;
  /** Address of the page with the link, at most 200 characters; empty if unknown or if it is a page of this site. */
  referrer: string;
}

/** A visit: activity of one browser without a pause of 30 minutes. Other tools call this a session. */
export interface Visit {
  /** A UUIDv7. */
  id: string;
  /** Counts the visits of this browser, from 1. */
  number: number;
  /** Unix seconds on the visitor's clock. */
  started_at: number;
}

/** One occurrence of an action, as it is stored and sent. */
export interface TrackedEvent {
  /** A UUIDv7, created when the action happened. It never changes, so that a server can ignore a repeated event. */
  id: string;
  /** The action's name, such as `cart.added`. */
  action: string;
  /** When the action happened, in Unix seconds on the visitor's clock. */
  tracked_at: number;
  /** Counts the events of one page, from 1. */
  seq: number;
  observed_by: Observer;
  /** The identifier of the visitor's browser, as in `Tracker.session`. */
  session?: string;
  visit?: Visit;
  page?: Page;
  utm_params?: UtmParams;
  /** Click ids of advertisements by their parameter, such as `gclid`. Those of more than 1,000 characters are left out. */
  click_ids?: Record<string, string>;
  first_touch?: FirstTouch;
  [name: string]: unknown;
}
