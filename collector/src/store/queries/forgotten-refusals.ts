import type { Kysely } from 'kysely';
import { type Concerned, createLookup, readErasures } from '../erasure-lookup.js';
import { eventsInText } from '../events-in-text.js';
import type { RefusalNote } from '../refusals.js';
import type { Tables } from '../tables.js';

/** What was refused, as far as it could be read. */
type Refused = Pick<RefusalNote, 'business' | 'received_at' | 'session' | 'user_id' | 'text'>;

/** Everybody of whom a refusal tells: by its text, and where that does not tell them, by what was read before it was cut. */
function concernedIn({ business, received_at, session, user_id, text }: Refused): Concerned[] {
  const told = (eventsInText(text) ?? []).map((event) => ({ business, received_at, ...event }));
  if (told.some((event) => event.user_id !== null || event.session !== null)) return told;
  return [...told, { business, received_at, session, user_id, user_source: null, orders: [] }];
}

/** Refusals that an erasure concerns which was made after they came. Nothing is changed by them, because nobody has checked them. */
export async function findForgotten<Kind extends Refused>(db: Kysely<Tables>, items: Kind[]): Promise<Set<Kind>> {
  const erasures = await readErasures(db, items);
  if (erasures.length === 0) return new Set();
  const find = createLookup(erasures);
  return new Set(items.filter((item) => concernedIn(item).some((one) => find(one).isErased)));
}
