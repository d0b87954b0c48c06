import { expressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import { lastIndexed } from '../search/fill-index.js';
import { searchNumbers } from '../search/numbers.js';
import { trustOfRows } from '../search/trust.js';
import type { ActionCounts, CountsRange, RowFilter } from '../store.js';
import type { Tables } from '../tables.js';
import { eventsBy } from './events-by.js';
import { matching } from './matching.js';
import { ahead, hour, mostFound } from './spans.js';

/** Equal steps of time. */
interface Steps {
  from: number;
  to: number;
  step: number;
  /** Nothing from here on is counted. */
  until: number;
}

function stepsOf({ minutes = 60, buckets, from, to }: CountsRange): Steps {
  if (from !== undefined && to !== undefined) {
    const step = Math.max(1, Math.ceil((to - from) / buckets));
    return { from, to: from + step * buckets, step, until: to };
  }
  const step = Math.max(1, Math.round((minutes * 60) / buckets));
  // Whole steps, so that a bar keeps its events from one answer to the next.
  const end = (Math.floor(Date.now() / 1000 / step) + 1) * step;
  return { from: end - step * buckets, to: end, step, until: end + ahead };
}

/** Conditions for rows of `hour_counts`. */
const ofHours = ({ business, action, trusted, invalid }: RowFilter): RawBuilder<unknown>[] => [
  ...(business === undefined ? [] : [sql`business = ${business}`]),
  ...(action === undefined ? [] : [sql`action = ${action}`]),
  ...trustOfRows({ trusted, invalid }),
];

/** How often each action happened. */
export const createCounts = (db: Kysely<Tables>, dialect: Dialect) => {
  // What the index does not have yet is at the end of the table, which SQLite would not look at otherwise.
  const latest = dialect.isSqlite ? sql`events NOT INDEXED` : sql`events`;

  /** Bucket, action and number of events: one row for each event, or one for each hour. */
  async function sourceOf(filter: RowFilter, { from, step, until }: Steps): Promise<RawBuilder<unknown>> {
    const { q, session, user } = filter;
    const bucket = (time: RawBuilder<unknown>) =>
      sql`CAST(floor((${time} - ${sql.lit(from)}) / ${sql.lit(step)}) AS integer) AS bucket`;
    const single = sql`SELECT ${bucket(sql`events.tracked_at`)}, events.action AS action, 1 AS events`;
    const within = (first: number, last: number) =>
      matching({ ...filter, from: first, to: last })(expressionBuilder<Tables, 'events'>());
    if (q !== undefined) {
      const numbers = await searchNumbers(db, dialect, { ...filter, from, to: until });
      return sql`${single} FROM (${numbers({ limit: mostFound })}) AS found
        JOIN events ON events.received_seq = found.number`;
    }
    const events = eventsBy(dialect, { ...filter, from });
    const isOfHours = step % hour === 0 && from % hour === 0 && session === undefined && user === undefined;
    if (!isOfHours) return sql`${single} FROM ${events} WHERE ${within(from, until)}`;
    const whole = Math.floor(until / hour) * hour;
    const ofRange = [sql`hour >= ${sql.lit(from / hour)}`, sql`hour < ${sql.lit(whole / hour)}`, ...ofHours(filter)];
    return sql`SELECT ${bucket(sql`hour * 3600.0`)}, action, events FROM hour_counts WHERE ${sql.join(ofRange, sql` AND `)}
      UNION ALL ${single} FROM ${latest} WHERE events.received_seq > ${lastIndexed} AND ${within(from, whole)}
      UNION ALL ${single} FROM ${events} WHERE ${within(whole, until)}`;
  }

  return {
    async actions(business?: string): Promise<{ action: string; count: number }[]> {
      const condition = matching({ business })(expressionBuilder<Tables, 'events'>());
      const { rows } = await sql<{ action: string; count: number }>`
        SELECT action, sum(events) AS count FROM (
          SELECT action, events FROM hour_counts WHERE ${sql.join([sql`events > 0`, ...ofHours({ business })], sql` AND `)}
          UNION ALL SELECT action, 1 FROM ${latest} WHERE events.received_seq > ${lastIndexed} AND ${condition}) AS counted
        GROUP BY action ORDER BY count DESC, action`.execute(db);
      return rows.map(({ action, count }) => ({ action, count: Number(count) }));
    },

    /** In equal steps of time. */
    async counts({ minutes, buckets, from, to, ...filter }: CountsRange): Promise<ActionCounts> {
      const steps = stepsOf({ minutes, buckets, from, to });
      const { rows } = await sql<{ bucket: number; action: string; count: number }>`
        SELECT bucket, action, sum(events) AS count FROM (${await sourceOf(filter, steps)}) AS counted
        GROUP BY bucket, action`.execute(db);
      const filled: ActionCounts['buckets'] = Array.from({ length: buckets }, (_, index) => ({
        at: steps.from + index * steps.step,
        counts: {},
      }));
      const totals = new Map<string, number>();
      for (const row of rows) {
        const count = Number(row.count);
        if (count === 0) continue;
        totals.set(row.action, (totals.get(row.action) ?? 0) + count);
        const counts = filled[Math.min(Number(row.bucket), buckets - 1)]?.counts;
        if (counts) counts[row.action] = (counts[row.action] ?? 0) + count;
      }
      const actions = [...totals].sort((one, other) => other[1] - one[1]).map(([name]) => name);
      return { from: steps.from, to: steps.to, bucket_seconds: steps.step, actions, buckets: filled };
    },
  };
};
