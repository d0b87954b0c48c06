import { storable } from '../insert.js';
import type { EventRecord } from '../store.js';
import type { Naming } from './attachment.js';
import { isUser } from './user-id.js';

/** A naming whose session may be unknown. */
export type NamedUser = Omit<Naming, 'session'> & { session: string | null };

/** The action by which a sender says who the visitor is. */
export const identified = 'user.identified';

function traitsOf({ action, event }: EventRecord): Record<string, unknown> | undefined {
  if (action !== identified) return undefined;
  try {
    const { traits } = JSON.parse(event) as { traits?: unknown };
    const isObject = typeof traits === 'object' && traits !== null && !Array.isArray(traits);
    return isObject && Object.keys(traits).length > 0 ? (traits as Record<string, unknown>) : undefined;
  } catch {
    // What a program puts into a store by itself need not be JSON.
    return undefined;
  }
}

/**
 * Whom an event names. Not only identifications count: a browser repeats none that says nothing new, and names its user in every event.
 *
 * @returns undefined where it names nobody, or a text that stands for nobody
 */
export function namedIn(event: EventRecord): NamedUser | undefined {
  const { business, session, user_id, user_source, tracked_at, received_at, trusted } = event;
  if (!isUser(user_id, user_source)) return undefined;
  return {
    business,
    session: session === null ? null : String(storable(session)),
    source: String(storable(user_source ?? '')),
    user_id: String(storable(user_id)),
    tracked_at,
    received_at,
    isTrusted: trusted,
    traits: traitsOf(event),
  };
}
