import { expressionBuilder, type Kysely, type Selectable, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { ownerOf } from '../identity/owner-of.js';
import { ofPerson } from '../identity/of-person.js';
import type { ProfileKey } from '../identity/types.js';
import { type Numbers, searchNumbers, type Wanted } from '../search/numbers.js';
import type { EventPage, Row, RowFilter, RowPage, Timeline } from '../store.js';
import type { EventsTable, Tables } from '../tables.js';
import { eventsBy, hasOrderedIndex } from './events-by.js';
import { listed } from './listed.js';
import { matching } from './matching.js';
import { createOrderStory } from './order-story.js';

/** Counting stops here, so that a look at a large database does not hold up the events that arrive. */
const countLimit = 100_000;
const searchCountLimit = 2000;

/** For the conditions of a filter. */
const expressions = expressionBuilder<Tables, 'events'>();

/** So many events of a session are shown at most; one of 65 MB has been seen. */
const longestTimeline = 1000;

/** What is read is shown to people, and one damaged row must not hide all others. */
function parseEvent(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  return { unreadable: text.slice(0, 1000) };
}

function parseMarks(text: string | null): Row['invalid'] {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value as Row['invalid'];
  } catch {
    // Told below.
  }
  return [{ type: 'unreadable', parameter: 'invalid', description: text.slice(0, 1000) }];
}

export const toRow = (row: Selectable<EventsTable>): Row => ({
  ...row,
  trusted: row.trusted === 1,
  invalid: parseMarks(row.invalid),
  event: parseEvent(row.event),
});

/** The questions about single rows that the inspector and the tests ask. */
export function createReader(db: Kysely<Tables>, dialect: Dialect) {
  const all = db.selectFrom('events').selectAll();
  const orderStory = createOrderStory(db, dialect);

  async function listOf(numbers: Numbers): Promise<number[]> {
    const { rows } = await sql<{
      number: number;
    }>`SELECT number FROM (${numbers}) AS found ORDER BY number DESC`.execute(db);
    return rows.map(({ number }) => Number(number));
  }

  /**
   * Counts by indexes alone, which do not hold the number: what came since is counted apart, and is little.
   *
   * @param end rows from this number on are not counted
   */
  async function count(filter: RowFilter, end?: number): Promise<number> {
    const isMeant = matching(filter)(expressions);
    const newer =
      end === undefined
        ? sql`0`
        : sql`(SELECT count(*) FROM ${dialect.isSqlite ? sql`events NOT INDEXED` : sql`events`}
            WHERE ${isMeant} AND received_seq >= ${sql.lit(end)})`;
    const { rows } = await sql<{ total: number }>`SELECT count(*) - ${newer} AS total FROM (
      SELECT 1 FROM ${eventsBy(dialect, filter)} WHERE ${isMeant} LIMIT ${sql.lit(countLimit)}) AS counted`.execute(db);
    return Number(rows[0]?.total ?? 0);
  }

  async function newest(): Promise<number> {
    const row = await db
      .selectFrom('ids')
      .select(({ fn }) => fn.max('received_seq').as('newest'))
      .executeTakeFirst();
    return Number(row?.newest ?? 0);
  }

  /** The subquery of a filter without words. */
  function numbersOf(filter: RowFilter, isRare: boolean) {
    // SQLite has no idea how many rows an index leads to. Few are sorted; of many the latest are found from the end of the table.
    const from = isRare || !dialect.isSqlite ? eventsBy(dialect, filter) : sql`events NOT INDEXED`;
    const isSorted = isRare && !hasOrderedIndex(dialect, filter);
    const order = isSorted ? sql`+events.received_seq` : sql`events.received_seq`;
    return ({ before = Number.MAX_SAFE_INTEGER, limit }: Wanted): Numbers =>
      sql`SELECT events.received_seq AS number FROM ${from}
        WHERE ${matching(filter)(expressions)} AND events.received_seq < ${sql.lit(before)}
        ORDER BY ${order} DESC LIMIT ${sql.lit(limit)}`;
  }

  async function rowsOf(numbers: Numbers): Promise<Row[]> {
    const { rows } = await sql<Selectable<EventsTable>>`SELECT events.* FROM (${numbers}) AS found
      JOIN events ON events.received_seq = found.number ORDER BY events.received_seq DESC`.execute(db);
    return rows.map(toRow);
  }

  return {
    async events(filter: RowFilter = {}): Promise<Row[]> {
      return (await all.where(matching(filter)).orderBy('received_seq').execute()).map(toRow);
    },

    async eventsAfter(received_seq: number, limit: number): Promise<Row[]> {
      const rows = await all.where('received_seq', '>', received_seq).orderBy('received_seq').limit(limit).execute();
      return rows.map(toRow);
    },

    newest,

    async event(business: string, id: string): Promise<Row | undefined> {
      const row = await all
        .where('received_seq', '=', ({ selectFrom }) =>
          selectFrom('ids').select('received_seq').where('business', '=', business).where('id', '=', id),
        )
        .executeTakeFirst();
      return row && toRow(row);
    },

    /** Newest first. */
    async page({ limit = 100, before, ...filter }: RowPage): Promise<EventPage> {
      const { q } = filter;
      // What is stored between the two questions is in neither, so that a reader can go on counting from the newest of the page.
      const end = before ?? (await newest()) + 1;
      const total = q === undefined ? await count(filter, before === undefined ? end : undefined) : 0;
      const numbers =
        q === undefined ? numbersOf(filter, total < countLimit) : await searchNumbers(db, dialect, filter);
      // Words are looked for once: what is counted begins with the first page.
      const counted = q === undefined ? [] : await listOf(numbers({ limit: searchCountLimit + 1 }));
      const isFirst = q !== undefined && before === undefined;
      const wanted = isFirst ? listed(counted.slice(0, limit + 1)) : numbers({ before: end, limit: limit + 1 });
      const found = await rowsOf(wanted);
      const events = found.slice(0, limit);
      const isCut = q === undefined ? total >= countLimit : counted.length > searchCountLimit;
      return {
        events,
        next: found.length > limit ? (events.at(-1)?.received_seq ?? null) : null,
        total: q === undefined ? total : Math.min(counted.length, searchCountLimit),
        ...(isCut ? { total_at_least: true } : {}),
      };
    },

    /** Newest first, without counting. */
    async portion({ limit = 100, before, ...filter }: RowPage): Promise<Row[]> {
      const { q, ...others } = filter;
      const isNarrowed = Object.values(others).some((value) => value !== undefined);
      const numbers =
        q === undefined
          ? numbersOf(filter, isNarrowed && (await count(filter)) < countLimit)
          : await searchNumbers(db, dialect, filter);
      return rowsOf(numbers({ before, limit }));
    },

    /** The story of a session or of a person, oldest first; of a long one the latest part. */
    async timeline(of: string | ProfileKey, business?: string): Promise<Timeline> {
      const own = typeof of === 'string' ? matching({ session: of, business }) : await ofPerson(db, of);
      const latest = await all
        .where(own)
        .orderBy('tracked_at', 'desc')
        .orderBy('received_seq', 'desc')
        .limit(longestTimeline)
        .execute();
      const counted = await db
        .selectFrom('events')
        .select(({ fn }) => fn.countAll().as('total'))
        .where(own)
        .executeTakeFirst();
      const [first] = latest;
      const { told, orders } = await orderStory(latest);
      const person = typeof of === 'string' && first ? await ownerOf(db, business ?? first.business, of) : undefined;
      const events = [...latest, ...told]
        .sort((one, other) => one.tracked_at - other.tracked_at || one.received_seq - other.received_seq)
        .map((row) => {
          const order = orders.get(Number(row.received_seq));
          return { ...toRow(row), ...(order === undefined ? {} : { order }) };
        });
      const total = Number(counted?.total ?? 0) + told.length;
      return { events, total, ...(person ? { person } : {}) };
    },
  };
}
