import { type Kysely, sql } from 'kysely';
import type { SessionSummary } from '../store.js';
import type { Tables } from '../tables.js';

/** Sessions are looked for among so many of the latest events, so that the question stays cheap in a large file. */
const recentEvents = 20_000;

/** Figures over many events. */
export function createSummaries(db: Kysely<Tables>) {
  return {
    /** The sessions with the latest events first. */
    async sessions(limit: number, business?: string): Promise<SessionSummary[]> {
      // By number is the short way here, and SQLite has to be told: a plus in front of a column keeps its index out.
      const ofBusiness = business === undefined ? sql`` : sql`AND events.business || '' = ${business}`;
      const ofNamed = business === undefined ? sql`` : sql`AND named.business || '' = ${business}`;
      const { rows } = await sql<SessionSummary>`
        WITH latest AS (
          SELECT session, max(received_seq) AS newest, max(business) AS business FROM events
          WHERE received_seq > (SELECT coalesce(max(received_seq), 0) FROM ids) - ${sql.lit(recentEvents)}
            AND session || '' IS NOT NULL ${ofBusiness}
          GROUP BY session ORDER BY newest DESC LIMIT ${limit})
        SELECT latest.session AS session, count(*) AS events, min(tracked_at) AS first_at, max(tracked_at) AS last_at,
          coalesce(
            (SELECT attached.user_id FROM sessions AS attached
              WHERE attached.business = latest.business AND attached.session = latest.session),
            (SELECT named.user_id FROM events AS named
              WHERE named.session = latest.session AND named.user_id IS NOT NULL ${ofNamed}
              ORDER BY named.received_seq DESC LIMIT 1)) AS user_id
        FROM latest JOIN events ON events.session = latest.session ${ofBusiness}
        GROUP BY latest.session, latest.business, latest.newest ORDER BY latest.newest DESC`.execute(db);
      return rows.map((row) => ({ ...row, events: Number(row.events) }));
    },
  };
}
