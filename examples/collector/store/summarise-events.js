import { where } from './where.js';

/** @import { Client } from '@libsql/client' */
/** @import { ActionCounts, SessionSummary } from '../types.d.ts' */

/** Sessions are looked for among so many of the latest events, so that the question stays cheap in a large file. */
const recentEvents = 20_000;

/**
 * Figures over many events.
 * @param {Client} client
 */
export function createSummaries(client) {
  return {
    /** @param {string} [business] */
    async actions(business) {
      const { sql, args } = where({ 'business =': business });
      const result = await client.execute({
        sql: `SELECT action, count(*) AS count FROM events ${sql} GROUP BY action ORDER BY count DESC, action`,
        args,
      });
      return result.rows.map((row) => ({ action: String(row.action), count: Number(row.count) }));
    },

    /** The sessions with the latest events first. @param {number} limit @param {string} [business] */
    async sessions(limit, business) {
      const newest = await client.execute('SELECT max(received_seq) AS newest FROM event_log');
      // A plus in front of a column keeps its index out: by number is the short way here.
      const recent = where({
        'received_seq >': Number(newest.rows[0]?.newest ?? 0) - recentEvents,
        '+business =': business,
      });
      const own = where({ '+business =': business });
      const result = await client.execute({
        sql: `WITH latest AS (
            SELECT session, max(received_seq) AS newest FROM event_log ${recent.sql} AND +session IS NOT NULL
            GROUP BY session ORDER BY newest DESC LIMIT ?)
          SELECT latest.session, count(*) AS events, min(tracked_at) AS first_at, max(tracked_at) AS last_at,
            (SELECT user_id FROM event_log AS named WHERE named.session = latest.session AND +user_id IS NOT NULL
              ORDER BY received_seq DESC LIMIT 1) AS user_id
          FROM latest CROSS JOIN event_log USING (session) ${own.sql}
          GROUP BY latest.session ORDER BY newest DESC`,
        args: [...recent.args, limit, ...own.args],
      });
      return /** @type {SessionSummary[]} */ (result.rows.map((row) => /** @type {unknown} */ ({ ...row })));
    },

    /**
     * How often each action happened, in equal steps of time up to now.
     * @param {{ minutes: number, buckets: number, action?: string, business?: string }} range
     * @returns {Promise<ActionCounts>}
     */
    async counts({ minutes, buckets, action, business }) {
      const step = Math.max(1, Math.round((minutes * 60) / buckets));
      // Whole steps, so that a bar keeps its events from one answer to the next.
      const to = (Math.floor(Date.now() / 1000 / step) + 1) * step;
      const from = to - step * buckets;
      const range = where({
        'tracked_at >=': from,
        // A clock that is ahead by less than the correction of a minute counts as now.
        'tracked_at <': to + 60,
        '+action =': action,
        '+business =': business,
      });
      const result = await client.execute({
        sql: `SELECT min(CAST((tracked_at - ?) / ? AS INTEGER), ?) AS bucket, action, count(*) AS count
          FROM events ${range.sql} GROUP BY bucket, action`,
        args: [from, step, buckets - 1, ...range.args],
      });
      /** @type {ActionCounts['buckets']} */
      const filled = Array.from({ length: buckets }, (_, index) => ({ at: from + index * step, counts: {} }));
      /** @type {Map<string, number>} */
      const totals = new Map();
      for (const row of result.rows) {
        const name = String(row.action);
        const count = Number(row.count);
        totals.set(name, (totals.get(name) ?? 0) + count);
        const bucket = filled[Number(row.bucket)];
        if (bucket) bucket.counts[name] = count;
      }
      const actions = [...totals].sort((one, other) => other[1] - one[1]).map(([name]) => name);
      return { from, to, bucket_seconds: step, actions, buckets: filled };
    },
  };
}
