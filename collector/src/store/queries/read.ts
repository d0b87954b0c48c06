import type { Kysely, Selectable } from 'kysely';
import { ofPerson } from '../identity/of-person.js';
import type { ProfileKey } from '../identity/types.js';
import type { Row, RowFilter, RowPage, Timeline } from '../store.js';
import type { EventsTable, Tables } from '../tables.js';
import { matching } from './matching.js';

/** Counting stops here, so that a look at a large database does not hold up the events that arrive. */
const countLimit = 100_000;

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
export function createReader(db: Kysely<Tables>) {
  const all = db.selectFrom('events').selectAll();

  return {
    async events(filter: RowFilter = {}): Promise<Row[]> {
      return (await all.where(matching(filter)).orderBy('received_seq').execute()).map(toRow);
    },

    async eventsAfter(received_seq: number, limit: number): Promise<Row[]> {
      const rows = await all.where('received_seq', '>', received_seq).orderBy('received_seq').limit(limit).execute();
      return rows.map(toRow);
    },

    async newest(): Promise<number> {
      const row = await db
        .selectFrom('ids')
        .select(({ fn }) => fn.max('received_seq').as('newest'))
        .executeTakeFirst();
      return Number(row?.newest ?? 0);
    },

    async event(business: string, id: string): Promise<Row | undefined> {
      const row = await all
        .where('received_seq', '=', ({ selectFrom }) =>
          selectFrom('ids').select('received_seq').where('business', '=', business).where('id', '=', id),
        )
        .executeTakeFirst();
      return row && toRow(row);
    },

    /** Newest first. */
    async page({
      limit = 100,
      before,
      ...filter
    }: RowPage): Promise<{ events: Row[]; next: number | null; total: number }> {
      let query = all.where(matching(filter));
      if (before !== undefined) query = query.where('received_seq', '<', before);
      const found = await query
        .orderBy('received_seq', 'desc')
        .limit(limit + 1)
        .execute();
      // What is stored between the two questions is in neither, so that a reader can go on counting from the newest of the page.
      const newest = before === undefined ? (found[0]?.received_seq ?? 0) : Number.MAX_SAFE_INTEGER;
      const counted = await db
        .selectFrom(
          db
            .selectFrom('events')
            .select('received_seq')
            .where(matching(filter))
            .where('received_seq', '<=', newest)
            .limit(countLimit)
            .as('counted'),
        )
        .select(({ fn }) => fn.countAll().as('total'))
        .executeTakeFirst();
      const events = found.slice(0, limit).map(toRow);
      return {
        events,
        next: found.length > limit ? (events.at(-1)?.received_seq ?? null) : null,
        total: Number(counted?.total ?? 0),
      };
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
      return { events: latest.reverse().map(toRow), total: Number(counted?.total ?? 0) };
    },
  };
}
