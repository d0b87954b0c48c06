import { type Kysely, sql } from 'kysely';
import type { ActionCounts, CountsRange, SessionSummary } from '../store.js';
import type { Tables } from '../tables.js';
import { matching } from './matching.js';

/** Sessions are looked for among so many of the latest events, so that the question stays cheap in a large file. */
const recentEvents = 20_000;

/** Figures over many events. */
export function createSummaries(db: Kysely<Tables>) {
  return {
    async actions(business?: string): Promise<{ action: string; count: number }[]> {
      const rows = await db
        .selectFrom('events')
        .select(['action', ({ fn }) => fn.countAll().as('count')])
        .where(matching({ business }))
        .groupBy('action')
        .orderBy('count', 'desc')
        .orderBy('action')
        .execute();
      return rows.map(({ action, count }) => ({ action, count: Number(count) }));
    },

    /** The sessions with the latest events first. */
    async sessions(limit: number, business?: string): Promise<SessionSummary[]> {
      // By number is the short way here, and SQLite has to be told: a plus in front of a column keeps its index out.
      const ofBusiness = business === undefined ? sql`` : sql`AND business || '' = ${business}`;
      const { rows } = await sql<SessionSummary>`
        WITH latest AS (
          SELECT session, max(received_seq) AS newest FROM events
          WHERE received_seq > (SELECT coalesce(max(received_seq), 0) FROM ids) - ${sql.lit(recentEvents)}
            AND session || '' IS NOT NULL ${ofBusiness}
          GROUP BY session ORDER BY newest DESC LIMIT ${limit})
        SELECT latest.session AS session, count(*) AS events, min(tracked_at) AS first_at, max(tracked_at) AS last_at,
          (SELECT named.user_id FROM events AS named
            WHERE named.session = latest.session AND named.user_id IS NOT NULL
            ORDER BY named.received_seq DESC LIMIT 1) AS user_id
        FROM latest JOIN events ON events.session = latest.session ${ofBusiness}
        GROUP BY latest.session, latest.newest ORDER BY latest.newest DESC`.execute(db);
      return rows.map((row) => ({ ...row, events: Number(row.events) }));
    },

    /** How often each action happened, in equal steps of time up to now. */
    async counts({ minutes, buckets, action, business }: CountsRange): Promise<ActionCounts> {
      const step = Math.max(1, Math.round((minutes * 60) / buckets));
      // Whole steps, so that a bar keeps its events from one answer to the next.
      const to = (Math.floor(Date.now() / 1000 / step) + 1) * step;
      const from = to - step * buckets;
      const bucket = sql<number>`CAST(floor((tracked_at - ${sql.lit(from)}) / ${sql.lit(step)}) AS integer)`;
      const rows = await db
        .selectFrom('events')
        .select([bucket.as('bucket'), 'action', ({ fn }) => fn.countAll().as('count')])
        .where('tracked_at', '>=', from)
        // A clock that is ahead by less than the correction of a minute counts as now.
        .where('tracked_at', '<', to + 60)
        .where(matching({ action, business }))
        .groupBy([bucket, 'action'])
        .execute();
      const filled: ActionCounts['buckets'] = Array.from({ length: buckets }, (_, index) => ({
        at: from + index * step,
        counts: {},
      }));
      const totals = new Map<string, number>();
      for (const row of rows) {
        const count = Number(row.count);
        totals.set(row.action, (totals.get(row.action) ?? 0) + count);
        const counts = filled[Math.min(Number(row.bucket), buckets - 1)]?.counts;
        if (counts) counts[row.action] = (counts[row.action] ?? 0) + count;
      }
      const actions = [...totals].sort((one, other) => other[1] - one[1]).map(([name]) => name);
      return { from, to, bucket_seconds: step, actions, buckets: filled };
    },
  };
}
