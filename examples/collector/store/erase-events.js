import { blankContent } from './schema.js';

/** @import { Client, InValue } from '@libsql/client' */
/** @import { Erasure } from '../types.d.ts' */

const day = 86_400_000;

/** Ids are remembered for longer than any client keeps an unacknowledged event (7 days, or a laptop closed for weeks). */
export const idMemoryDays = 30;

/** Rows handled at a time, so that events get in between. */
const portion = 1000;

/** @param {Erasure} erasure */
function concerned({ session, user, business }) {
  /** @type {string[]} */
  const conditions = ['action IS NOT NULL'];
  /** @type {InValue[]} */
  const args = [];
  if (session !== undefined) {
    conditions.push('session = ?');
    args.push(session);
  }
  if (user !== undefined) {
    // What the visitor did before being known belongs to the same person, unless another user is named on it.
    conditions.push(`(user_id = ? OR (user_id IS NULL AND (business, session) IN
      (SELECT business, session FROM event_log WHERE user_id = ? AND session IS NOT NULL)))`);
    args.push(user, user);
  }
  if (session === undefined && user === undefined) {
    throw new Error('Nothing was erased: name the session or the user whose events are to be erased.');
  }
  if (business !== undefined) {
    conditions.push('business = ?');
    args.push(business);
  }
  return { sql: conditions.join(' AND '), args };
}

/**
 * Erasure on request, and by age.
 * @param {Client} client
 */
export function createEraser(client) {
  /** The write-ahead log holds old pages until it is emptied. */
  const emptyLog = () => client.execute('PRAGMA wal_checkpoint(TRUNCATE)');

  /** @param {string} change @param {string} condition @param {InValue[]} args */
  async function inPortions(change, condition, args) {
    let changed = 0;
    for (;;) {
      const { rowsAffected } = await client.execute({
        sql: `${change} WHERE received_seq IN (SELECT received_seq FROM event_log WHERE ${condition} LIMIT ${portion})`,
        args,
      });
      changed += rowsAffected;
      if (rowsAffected < portion) return changed;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    /** @param {Erasure} erasure */
    async erasable(erasure) {
      const { sql, args } = concerned(erasure);
      const result = await client.execute({ sql: `SELECT DISTINCT business FROM event_log WHERE ${sql}`, args });
      return result.rows.map((row) => String(row.business));
    },

    /** @param {Erasure} erasure */
    async erase(erasure) {
      const { sql, args } = concerned(erasure);
      // In one step: the rows of a user are found by the user's own rows, which must not vanish half-way.
      const { rowsAffected } = await client.execute({ sql: `UPDATE event_log SET ${blankContent} WHERE ${sql}`, args });
      if (rowsAffected > 0) await emptyLog();
      return rowsAffected;
    },

    /** @param {number} retentionDays 0 keeps the content for ever @param {number} [now] */
    async sweep(retentionDays, now = Date.now()) {
      /** @param {number} days */
      const daysAgo = (days) => new Date(now - days * day).toISOString();
      let expired = 0;
      if (retentionDays > 0) {
        const condition = 'received_at < ? AND action IS NOT NULL';
        expired = await inPortions(`UPDATE event_log SET ${blankContent}`, condition, [daysAgo(retentionDays)]);
      }
      const forgotten = await inPortions('DELETE FROM event_log', 'received_at < ? AND action IS NULL', [
        daysAgo(idMemoryDays),
      ]);
      if (expired + forgotten > 0) await emptyLog();
      return expired;
    },
  };
}
