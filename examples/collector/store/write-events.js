import { columns } from './schema.js';

/** @import { Client, InStatement } from '@libsql/client' */
/** @import { EventRecord, Row, StoredStatus } from '../types.d.ts' */
/** @typedef {{ events: EventRecord[], resolve: (statuses: StoredStatus[]) => void, reject: (reason: unknown) => void }} Writing */

const insert = `INSERT INTO event_log (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
  ON CONFLICT (business, id) DO NOTHING RETURNING received_seq`;

/** SQLite ends a text at U+0000 when it is read, which would cut an identifier short. */
/** @param {string} text */
const withoutNul = (text) => text.replaceAll('\0', '');

/** @param {EventRecord} event @returns {InStatement} */
function insertion(event) {
  return {
    sql: insert,
    args: columns.map((column) => {
      if (column === 'event') return JSON.stringify(event.event);
      const value = event[column];
      return typeof value === 'string' ? withoutNul(value) : value;
    }),
  };
}

/**
 * Takes from the front what fits into one commit, and at least one request.
 * @param {Writing[]} waiting @param {number} limit events
 */
function takeUpTo(waiting, limit) {
  let events = 0;
  let taken = 0;
  for (const writing of waiting) {
    if (taken > 0 && events + writing.events.length > limit) break;
    events += writing.events.length;
    taken++;
  }
  return waiting.splice(0, taken);
}

/**
 * The only writer. Requests that arrive while a commit is under way share the next one, so that a burst costs a
 * few disk syncs instead of one each.
 * @param {Client} client
 */
export function createWriter(client) {
  /** @type {Writing[]} */
  const waiting = [];
  /** @type {Set<(rows: Row[]) => void>} */
  const subscribers = new Set();
  /** @type {Promise<void> | undefined} */
  let draining;

  /** @param {Writing[]} writings */
  async function commit(writings) {
    const events = writings.flatMap((writing) => writing.events);
    const results = await client.batch(events.map(insertion), 'write');
    /** @type {Row[]} */
    const rows = [];
    const statuses = results.map((result, index) => {
      const row = result.rows[0];
      const event = events[index];
      if (!row || !event) return 'duplicate';
      rows.push({ ...event, received_seq: Number(row.received_seq) });
      return 'received';
    });
    let start = 0;
    for (const { events: own, resolve } of writings) {
      resolve(/** @type {StoredStatus[]} */ (statuses.slice(start, start + own.length)));
      start += own.length;
    }
    if (rows.length > 0) for (const notify of subscribers) notify(rows);
  }

  async function drain() {
    while (waiting.length > 0) {
      const writings = takeUpTo(waiting, 2000);
      await commit(writings).catch((error) => writings.forEach((writing) => writing.reject(error)));
      // The client works synchronously: let requests in between two commits.
      await new Promise((resolve) => setImmediate(resolve));
    }
    draining = undefined;
  }

  return {
    /** @param {EventRecord[]} events @returns {Promise<StoredStatus[]>} */
    put(events) {
      if (events.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        waiting.push({ events, resolve, reject });
        draining ??= new Promise((begin) => setImmediate(begin)).then(drain);
      });
    },

    /** @param {(rows: Row[]) => void} callback */
    onStored(callback) {
      subscribers.add(callback);
      return () => void subscribers.delete(callback);
    },

    /** Resolves when nothing is waiting any more. */
    async settle() {
      while (draining) await draining;
    },
  };
}
