import { parseObject } from '../base/json.js';
import type { Visit } from '../types/tracker.js';
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
  /** What brought the visitor first. Stored by earlier versions; now it is stored with the campaign. */
  first_touch?: unknown;
  /** Name of the visitor's time zone, looked up once per visit. */
  timezone?: string;
  /** Id of the business for which storage holds nothing that a page must read before its first request. */
  idle?: string;
}

/**
 * Returns the stored visit; `undefined` if the text is not a valid one.
 * @param now the time in Unix ms. A visit of the future has ended: the clock was set back, or the record is forged
 */
export const readVisit = (text: string | null | undefined, now: number): VisitRecord | undefined => {
  const kept = parseObject(text) as unknown as VisitRecord | undefined;
  if (!kept || !isSession(kept.id)) return undefined;
  const { number, started_at, at, timezone } = kept;
  if (![number, started_at, at].every((value) => Number.isSafeInteger(value) && value > 0)) return undefined;
  return {
    // The other fields are only compared, or checked where they are used.
    ...kept,
    at: Math.max(at, started_at * 1000) < now + VISIT_GAP_MS ? at : 1,
    timezone: typeof timezone === 'string' && timezone.length < 65 ? timezone : undefined,
  };
};

/** Returns the visit at `time` (Unix ms): `before`, or a new visit after a gap. */
export const visitAt = (before: VisitRecord | undefined, time: number, uuid: () => string): VisitRecord =>
  // A visit also ends if the clock was set back by the gap or more.
  before && Math.abs(time - before.at) < VISIT_GAP_MS
    ? before
    : {
        ...before,
        timezone: undefined,
        number: (before?.number ?? 0) + 1,
        id: uuid(),
        started_at: Math.floor(time / 1000),
        at: time,
      };
