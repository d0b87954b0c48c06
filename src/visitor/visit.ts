import { parseObject } from '../base/json.js';
import type { FirstTouch, Visit } from '../types/tracker.js';
import { isSession } from './session.js';

/** A visit ends after this long without anything, in ms. */
export const VISIT_GAP_MS = 1_800_000;
/** The stored visit is renewed at most this often. */
export const RENEWAL_MS = 60_000;

/** What is kept of the visit between pages. */
export interface VisitRecord extends Visit {
  /** When something was done last, in Unix ms. */
  at: number;
  /** Domain of the cookies, so that later pages need not look for it; empty for this host alone. A sandbox does not know it. */
  domain?: string;
  first_touch?: FirstTouch;
  /** Name of the visitor's time zone, looked up once a visit. */
  timezone?: string;
  /** Storage holds what a page must read before its first request: a wait, an identification, or what a cookie was refused for. */
  stored?: boolean;
}

/** The record as it was kept; `undefined` for what is none. */
export const readVisit = (text: string | null | undefined): VisitRecord | undefined => {
  const kept = parseObject(text) as unknown as VisitRecord | undefined;
  return kept && isSession(kept.id) && kept.number > 0 && kept.at > 0 ? kept : undefined;
};

/** The visit of that time: the one before or, after a gap, the next. The first one keeps what led to it. */
export const visitAt = (
  before: VisitRecord | undefined,
  time: number,
  uuid: () => string,
  first: () => FirstTouch | undefined,
): VisitRecord =>
  // A clock that was set back far ends a visit too.
  before && Math.abs(time - before.at) < VISIT_GAP_MS
    ? before
    : {
        ...(before ?? { first_touch: first() }),
        timezone: undefined,
        number: (before?.number ?? 0) + 1,
        id: uuid(),
        started_at: Math.floor(time / 1000),
        at: time,
      };
