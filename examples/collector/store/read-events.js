import { createSummaries } from './summarise-events.js';
import { where } from './where.js';

/** @import { Client, InValue, Row as SqlRow } from '@libsql/client' */
/** @import { Row, RowFilter, RowPage } from '../types.d.ts' */

/** Counting stops here, so that a look at a large database does not hold up the events that arrive. */
const countLimit = 100_000;

/** @param {SqlRow} row @returns {Row} */
const toRow = (row) => /** @type {any} */ ({ ...row, event: JSON.parse(String(row.event)) });

/** @param {RowFilter} filter */
const matching = ({ business, session, action }) => ({
  'business =': business,
  'session =': session,
  'action =': action,
});

/**
 * The questions that the inspector and the tests ask.
 * @param {Client} client
 */
export function createReader(client) {
  /** @param {string} sql @param {InValue[]} args */
  const rows = async (sql, args) => (await client.execute({ sql, args })).rows.map(toRow);

  return {
    ...createSummaries(client),

    /** @param {RowFilter} [filter] */
    events(filter = {}) {
      const { sql, args } = where(matching(filter));
      return rows(`SELECT * FROM events ${sql} ORDER BY received_seq`, args);
    },

    /** @param {number} received_seq @param {number} limit */
    eventsAfter: (received_seq, limit) =>
      rows('SELECT * FROM events WHERE received_seq > ? ORDER BY received_seq LIMIT ?', [received_seq, limit]),

    async newest() {
      const result = await client.execute('SELECT max(received_seq) AS newest FROM event_log');
      return Number(result.rows[0]?.newest ?? 0);
    },

    /** @param {string} business @param {string} id */
    event: async (business, id) =>
      (await rows('SELECT * FROM events WHERE business = ? AND id = ?', [business, id]))[0],

    /** Newest first. @param {RowPage} page */
    async page({ limit = 100, before, ...filter }) {
      const { sql, args } = where({ ...matching(filter), 'received_seq <': before });
      const found = await rows(`SELECT * FROM events ${sql} ORDER BY received_seq DESC LIMIT ?`, [...args, limit + 1]);
      const all = where(matching(filter));
      const total = await client.execute({
        sql: `SELECT count(*) AS total FROM (SELECT 1 FROM events ${all.sql} LIMIT ?)`,
        args: [...all.args, countLimit],
      });
      const events = found.slice(0, limit);
      return {
        events,
        next: found.length > limit ? (events.at(-1)?.received_seq ?? null) : null,
        total: Number(total.rows[0]?.total),
      };
    },

    /** A visitor's story, oldest first. @param {string} session @param {string} [business] */
    timeline(session, business) {
      const { sql, args } = where({ 'session =': session, 'business =': business });
      return rows(`SELECT * FROM events ${sql} ORDER BY tracked_at, received_seq`, args);
    },
  };
}
