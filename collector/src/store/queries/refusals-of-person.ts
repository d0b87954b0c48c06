import type { Kysely } from 'kysely';
import { formsOf } from '../cut-text.js';
import type { Whom } from '../identity/whom.js';
import type { Erasure, PersonRefusal } from '../privacy.js';
import type { Tables } from '../tables.js';
import { soughtIn } from './dead-letters.js';

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

/** The refusals that name somebody, by what could be read of them and by their text, in portions. */
async function* findRefusals(db: Kysely<Tables>, erasure: Erasure, whom: Whom): AsyncGenerator<PersonRefusal[]> {
  const { session, user, business } = erasure;
  // Another business may have a customer of the same number.
  const meant = business ?? (whom.businesses.length === 1 ? whom.businesses[0] : undefined);
  const searches = soughtIn(erasure, whom).map(createSearch);
  const names = new Set([session, user].flatMap((value) => (value === undefined ? [] : formsOf(value))));
  const users = new Set(whom.profiles.map((profile) => `${profile.business} ${profile.user_id}`));
  const sessions = new Set(whom.sessions.map((of) => `${of.business} ${of.session}`));
  let last = 0;
  for (;;) {
    let query = db
      .selectFrom('refusals')
      .select(['number', 'business', 'received_at', 'session', 'user_id', 'reason', 'description', 'text'])
      .where('number', '>', last);
    if (meant !== undefined) query = query.where('business', '=', meant);
    const rows = await query.orderBy('number').limit(portion).execute();
    const isTheirs = (row: (typeof rows)[number]) =>
      (session !== undefined && names.has(row.session ?? '')) ||
      (user !== undefined && names.has(row.user_id ?? '')) ||
      users.has(`${row.business} ${row.user_id}`) ||
      (row.user_id === null && sessions.has(`${row.business} ${row.session}`)) ||
      searches.some((isIn) => isIn(row.text) || isIn(row.description));
    yield rows.filter(isTheirs).map(({ session: _, user_id: __, ...row }) => row);
    last = rows.at(-1)?.number ?? last;
    if (rows.length < portion) return;
  }
}

/** Refusals that name a person; others may be in their texts, too. */
export async function readRefusalsOf(db: Kysely<Tables>, erasure: Erasure, whom: Whom): Promise<PersonRefusal[]> {
  const found: PersonRefusal[] = [];
  for await (const some of findRefusals(db, erasure, whom)) found.push(...some);
  return found;
}

/**
 * Erasure reaches what was refused, too.
 *
 * @returns how many refusals were removed
 */
export async function eraseRefusals(db: Kysely<Tables>, erasure: Erasure, whom: Whom): Promise<number> {
  let removed = 0;
  for await (const some of findRefusals(db, erasure, whom)) {
    const numbers = some.map(({ number }) => number);
    if (numbers.length > 0) await db.deleteFrom('refusals').where('number', 'in', numbers).execute();
    removed += numbers.length;
  }
  return removed;
}
