import type { Kysely } from 'kysely';
import { formsOf } from '../cut-text.js';
import type { KnownPerson } from '../erasures.js';
import type { Erasure } from '../store.js';
import type { Tables } from '../tables.js';

/** Rows that are read at once. */
const portion = 200;

/** Fewer characters of an id at the end of a text tell nothing about whose it is. */
const leastPart = 4;

/** Whether a text that may be no JSON holds a value: in quotes, a number also bare, or at its end where it was cut. */
function createSearch(value: string): (text: string) => boolean {
  const quoted = JSON.stringify(value);
  const bare = /^\d+$/.test(value) ? new RegExp(`[:\\s]${value}(?:[,}\\s]|$)`) : undefined;
  return (text) => {
    if (text.includes(quoted) || bare?.test(text)) return true;
    const open = text.lastIndexOf('"');
    return open >= 0 && text.length - open > leastPart && quoted.startsWith(text.slice(open));
  };
}

/**
 * Erasure reaches what was refused, too: by what could be read of it, and by its text.
 *
 * @returns how many refusals were removed
 */
export async function eraseRefusals(
  db: Kysely<Tables>,
  { session, user, business }: Erasure,
  known: KnownPerson,
): Promise<number> {
  // Another business may have a customer of the same number.
  const meant = business ?? (known.businesses.length === 1 ? known.businesses[0] : undefined);
  const searches = [session, user].filter((value) => value !== undefined).map(createSearch);
  const sessions = new Set(session === undefined ? [] : formsOf(session));
  const users = new Set(user === undefined ? [] : formsOf(user));
  const sessionsOfUser = new Set(known.sessions.map((of) => `${of.business} ${of.session}`));
  let removed = 0;
  let last = 0;
  for (;;) {
    let query = db
      .selectFrom('refusals')
      .select(['number', 'business', 'session', 'user_id', 'description', 'text'])
      .where('number', '>', last);
    if (meant !== undefined) query = query.where('business', '=', meant);
    const rows = await query.orderBy('number').limit(portion).execute();
    const concerned = rows.filter(
      (row) =>
        sessions.has(row.session ?? '') ||
        users.has(row.user_id ?? '') ||
        (row.user_id === null && sessionsOfUser.has(`${row.business} ${row.session}`)) ||
        searches.some((isIn) => isIn(row.text) || isIn(row.description)),
    );
    if (concerned.length > 0) {
      const numbers = concerned.map(({ number }) => number);
      await db.deleteFrom('refusals').where('number', 'in', numbers).execute();
    }
    removed += concerned.length;
    last = rows.at(-1)?.number ?? last;
    if (rows.length < portion) return removed;
  }
}
