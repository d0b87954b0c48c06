import { parseObject } from '../base/json.js';
import type { FirstTouch, Visit } from '../types/tracker.js';
import { isSession } from './session.js';

/** A visit ends after this time without an event, in ms. */
export const VISIT_GAP_MS = 1_800_000;
/** The visit's cookie is renewed at most once in this time, in ms. */
export const RENEWAL_MS = 60_000;

/** The visit as it is stored between pages. */
export interface VisitRecord extends Visit {
  /** Time of the last event in Unix ms. */
  at: number;
  /** Domain of the cookies, which saves later pages the search; empty for this host alone, absent if a sandbox stored the visit. */
  domain?: string;
  first_touch?: FirstTouch;
  /** Name of the visitor's time zone, looked up once per visit. */
  timezone?: string;
  /** Id of the business for which storage holds nothing that a page must read before its first request. */
  idle?: string;
}

/** Returns the stored visit; `undefined` if the text is not a valid one. */
export const readVisit = (text: string | null | undefined): VisitRecord | undefined => {
  const kept = parseObject(text) as unknown as VisitRecord | undefined;
  return kept && isSession(kept.id) && kept.number > 0 && kept.at > 0 ? kept : undefined;
};

/**
 * Returns the visit at `time` (Unix ms): `before`, or a new visit after a gap. `first` is called for the visitor's first visit
 * only; later visits keep its first touch.
 */
export const visitAt = (
  before: VisitRecord | undefined,
  time: number,
  uuid: () => string,
  first: () => FirstTouch | undefined,
): VisitRecord =>
  // A visit also ends if the clock was set back by the gap or more.
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
