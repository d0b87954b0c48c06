import type { SessionsTable } from './tables.js';

/** An event or a server that says whose browser a session is. */
export interface Naming {
  business: string;
  session: string;
  source: string;
  user_id: string;
  /** When it is true, in Unix seconds. */
  tracked_at: number;
  received_at: string;
  isTrusted: boolean;
  /** What is said of the user. */
  traits?: Record<string, unknown>;
}

/** Characters of traits; what is longer stays in its event alone. */
const mostTraits = 20_000;

/** Adds what is said now to what was said before. */
export function mergeTraits(before: string | null, more: Record<string, unknown> | undefined): string | null {
  if (more === undefined) return before;
  const merged = JSON.stringify({ ...(before === null ? {} : (JSON.parse(before) as object)), ...more });
  return merged.length > mostTraits ? before : merged;
}

/** The day of an ISO 8601 time. */
export const dayOf = (time: string): string => time.slice(0, 10);

const later = (one: string, other: string): string => (one > other ? one : other);

/**
 * What a session is after it was said whose browser it is. The first user stays. A browser names its user in each event until the
 * user logs out, and nothing tells of the log-out itself. So events without a user are the user's up to the last event of the browser
 * that names the user; and never after the first that names another. Where only servers have spoken there is no such end.
 *
 * @param isSame whether the user is the one whose session it is
 */
export function follow(
  before: SessionsTable | undefined,
  { business, session, source, user_id, tracked_at, received_at, isTrusted, traits }: Naming,
  isSame: boolean,
): SessionsTable {
  if (!before) {
    return {
      ...{ business, session, source, user_id },
      attached_at: tracked_at,
      attached_until: isTrusted ? null : tracked_at,
      ended_at: null,
      trusted: isTrusted ? 1 : 0,
      traits: isTrusted ? null : mergeTraits(null, traits),
      seen_on: dayOf(received_at),
    };
  }
  if (!isSame) {
    return {
      ...before,
      attached_until: Math.min(before.attached_until ?? tracked_at, tracked_at),
      ended_at: Math.min(before.ended_at ?? tracked_at, tracked_at),
    };
  }
  const isOver = before.ended_at !== null && tracked_at >= before.ended_at;
  const until = Math.max(before.attached_until ?? tracked_at, tracked_at);
  return {
    ...before,
    // A server may speak of a session long after the visitor has logged out.
    attached_until: isOver || isTrusted ? before.attached_until : until,
    trusted: isTrusted ? 1 : before.trusted,
    traits: isTrusted ? before.traits : mergeTraits(before.traits, traits),
    seen_on: later(before.seen_on, dayOf(received_at)),
  };
}
