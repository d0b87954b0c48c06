import {
  expressionBuilder,
  type ExpressionBuilder,
  type ExpressionWrapper,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { Dialect } from '../dialect.js';
import { matching } from '../queries/matching.js';
import type { RowFilter } from '../store.js';
import type { Tables } from '../tables.js';
import { actionTerm, businessTerm, type SearchWord, searchWords } from './terms.js';

/** The beginning of a session or of a user's id has to be so long to be looked for. Shorter ones are begun by too many. */
const shortestSession = 8;
const shortestUser = 4;

/** A last word that is shorter is not taken for a beginning, which nearly every event would have. */
const shortestBeginning = 3;

/** So many words may be visitors. */
const mostVisitors = 3;

type Row = ExpressionBuilder<Tables, 'events'>;
type Condition = ExpressionWrapper<Tables, 'events', SqlBool>;

export interface Wanted {
  /** Only smaller numbers. */
  before?: number;
  limit: number;
}

/** A subquery of numbers of events, the newest first. */
export type Numbers = RawBuilder<unknown>;

/** Behind every text that begins like this one. */
const endOf = (beginning: string) => `${beginning}\u{10ffff}`;

/** As it was typed, and as ids are often written. */
const casesOf = (word: string) => [...new Set([word, word.toLowerCase(), word.toUpperCase()])];

/** The condition that an event is of the visitor that a word names. */
const ofVisitor =
  ({ isSqlite }: Dialect, { typed, isLast }: SearchWord) =>
  (row: Row): Condition => {
    // PostgreSQL's own comparison follows a language; the index is by characters.
    const [least, less] = isSqlite ? [sql`>=`, sql`<`] : [sql`~>=~`, sql`~<~`];
    const begins = (column: 'session' | 'user_id', shortest: number) =>
      casesOf(typed).map((word) => {
        const ref = row.ref(`events.${column}`);
        if (!isLast || word.length < shortest) return sql<SqlBool>`${ref} = ${word}`;
        return sql<SqlBool>`(${ref} ${least} ${word} AND ${ref} ${less} ${endOf(word)})`;
      });
    return row.or([...begins('session', shortestSession), ...begins('user_id', shortestUser)]);
  };

/** What the index is asked: all terms, the very last as a beginning. */
function expressionOf({ isSqlite }: Dialect, words: SearchWord[], { business, action }: RowFilter): string | undefined {
  const parts = words.flatMap(({ terms, isLast }) =>
    terms.map((term, index) => {
      const isOpen = isLast && index === terms.length - 1 && term.length >= shortestBeginning;
      if (isSqlite) return `"${term}"${isOpen ? ' *' : ''}`;
      return `'${term}'${isOpen ? ':*' : ''}`;
    }),
  );
  if (parts.length === 0) return undefined;
  const quote = isSqlite ? '"' : "'";
  if (business !== undefined) parts.push(`${quote}${businessTerm(business)}${quote}`);
  if (action !== undefined) parts.push(`${quote}${actionTerm(action)}${quote}`);
  return parts.join(isSqlite ? ' AND ' : ' & ');
}

/** The condition that the index of an event has terms, in the language of the database. */
export const hasTerms =
  ({ isSqlite }: Dialect) =>
  (terms: string): RawBuilder<SqlBool> =>
    isSqlite ? sql<SqlBool>`search MATCH ${terms}` : sql<SqlBool>`terms @@ ${terms}::tsquery`;

/** All ways to choose some of these, at least one. */
const choices = <Item>(items: Item[]): Item[][] =>
  items.reduce<Item[][]>((chosen, item) => [...chosen, ...chosen.map((some) => [...some, item])], [[]]).slice(1);

/** Whether the terms tell all that a filter asks for, so that the events themselves need not be read. */
const isInTerms = ({ business = '', action: _action, q: _q, ...others }: RowFilter): boolean =>
  business === business.toLowerCase() && Object.values(others).every((value) => value === undefined);

/**
 * Finds events by a filter with words. A word is found in what an event is about, or names its visitor.
 *
 * @returns makes the subquery
 */
export async function searchNumbers(
  db: Kysely<Tables>,
  dialect: Dialect,
  { q = '', ...filter }: RowFilter,
): Promise<(wanted: Wanted) => Numbers> {
  const words = searchWords(q);
  const isKnown = async (word: SearchWord) => {
    const found = await db
      .selectFrom('events')
      .select('received_seq')
      .where(ofVisitor(dialect, word))
      .limit(1)
      .execute();
    return found.length > 0;
  };
  const visitors: SearchWord[] = [];
  for (const word of words) if (visitors.length < mostVisitors && (await isKnown(word))) visitors.push(word);
  const has = hasTerms(dialect);

  function byTerms({ before, limit }: Wanted): RawBuilder<unknown> | undefined {
    const terms = expressionOf(dialect, words, filter);
    if (terms === undefined || words.some((word) => word.terms.length === 0 && visitors.includes(word)))
      return undefined;
    const earlier = before === undefined ? sql`` : sql`AND search.rowid < ${before}`;
    if (isInTerms(filter)) {
      return sql`SELECT search.rowid AS number FROM search WHERE ${has(terms)} ${earlier} ORDER BY search.rowid DESC LIMIT ${sql.lit(limit)}`;
    }
    // From the terms to the events, the newest first, and no further than the limit: SQLite keeps the order of a CROSS JOIN, and
    // PostgreSQL that of a subquery with an OFFSET. It would look up the events of all terms before it sorts them.
    const condition = matching(filter)(expressionBuilder<Tables, 'events'>());
    const found = dialect.isSqlite
      ? sql`search CROSS JOIN events ON ${has(terms)} ${earlier}`
      : sql`(SELECT search.rowid FROM search WHERE ${has(terms)} ${earlier} ORDER BY search.rowid DESC OFFSET 0) AS search
          CROSS JOIN events`;
    return sql`SELECT search.rowid AS number FROM ${found} WHERE events.received_seq = search.rowid AND ${condition}
      ORDER BY search.rowid DESC LIMIT ${sql.lit(limit)}`;
  }

  /** An event at a time is cheap, but not where each time all terms with a beginning are put together. */
  const isIn = (terms: string, isOpen: boolean) =>
    isOpen
      ? sql<SqlBool>`events.received_seq IN (SELECT search.rowid FROM search WHERE ${has(terms)})`
      : sql<SqlBool>`EXISTS (SELECT 1 FROM search WHERE ${has(terms)} AND search.rowid = events.received_seq)`;

  function byVisitors(chosen: SearchWord[], { before, limit }: Wanted): RawBuilder<unknown> {
    const row = expressionBuilder<Tables, 'events'>();
    const rest = words.filter((word) => !chosen.includes(word));
    const terms = expressionOf(dialect, rest, {});
    const conditions = [
      matching(filter)(row),
      sql<SqlBool>`events.received_seq IN (SELECT events.received_seq FROM events
        WHERE ${row.and(chosen.map((word) => ofVisitor(dialect, word)(row)))})`,
      ...(before === undefined ? [] : [row('events.received_seq', '<', before)]),
      ...(terms === undefined
        ? []
        : [
            isIn(
              terms,
              rest.some(({ isLast }) => isLast),
            ),
          ]),
    ];
    // By the visitor first, and not by an index of the other conditions.
    const events = dialect.isSqlite ? sql`events NOT INDEXED` : sql`events`;
    return sql`SELECT events.received_seq AS number FROM ${events} WHERE ${row.and(conditions)} ORDER BY +events.received_seq DESC LIMIT ${sql.lit(limit)}`;
  }

  return (wanted) => {
    const ways = [byTerms(wanted), ...choices(visitors).map((chosen) => byVisitors(chosen, wanted))].filter(
      (way) => way !== undefined,
    );
    const [only] = ways;
    if (!only) return sql`SELECT 0 AS number WHERE 1 = 0`;
    if (ways.length === 1) return only;
    const all = sql.join(
      ways.map((way) => sql`SELECT number FROM (${way}) AS way`),
      sql` UNION `,
    );
    return sql`SELECT number FROM (${all}) AS found ORDER BY number DESC LIMIT ${sql.lit(wanted.limit)}`;
  };
}
