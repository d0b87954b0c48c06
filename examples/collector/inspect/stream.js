/** @import { ServerResponse } from 'node:http' */
/** @import { Row, Store } from '../types.d.ts' */

const pingEvery = 15_000;
const backlogPortion = 500;
/** A reader that is so far behind is disconnected; it comes back and resumes where it was. */
const mostUnread = 8 * 1024 * 1024;

/** @param {Row} row */
const message = (row) => `event: stored\nid: ${row.received_seq}\ndata: ${JSON.stringify(row)}\n\n`;

/** Resolves when the reader can take more, or is gone. @param {ServerResponse} response */
const flowing = (response) =>
  new Promise((resolve) => {
    response.once('drain', resolve).once('close', resolve);
  });

/**
 * Server-sent events: every stored row, right after its commit.
 * @param {Store} store
 */
export function createStream(store) {
  /** @type {Set<ServerResponse>} */
  const open = new Set();

  /** @param {ServerResponse} response @param {number} after */
  async function follow(response, after) {
    let sent = after;
    /** @type {Row[] | undefined} rows that arrive while older ones are still being read */
    let arrived = [];
    /** @param {Row[]} rows */
    const send = (rows) => {
      for (const row of rows) {
        if (row.received_seq <= sent) continue;
        sent = row.received_seq;
        response.write(message(row));
      }
    };
    response.once(
      'close',
      store.onStored((rows) => {
        if (arrived) return void arrived.push(...rows);
        send(rows);
        if (response.writableLength > mostUnread) response.destroy();
      }),
    );
    for (;;) {
      const rows = await store.eventsAfter(sent, backlogPortion);
      send(rows);
      if (rows.length < backlogPortion || response.destroyed) break;
      if (response.writableNeedDrain) await flowing(response);
    }
    const pending = arrived;
    arrived = undefined;
    send(pending);
  }

  return {
    /**
     * @param {ServerResponse} response
     * @param {number | undefined} after the last row that the reader has; without it only what comes from now on
     * @param {Record<string, string>} headers
     */
    async connect(response, after, headers) {
      response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream; charset=utf-8' });
      response.write('retry: 1000\n\n');
      open.add(response);
      const ping = setInterval(() => response.write(': ping\n\n'), pingEvery);
      response.once('close', () => {
        clearInterval(ping);
        open.delete(response);
      });
      await follow(response, after ?? (await store.newest()));
    },

    close() {
      for (const response of open) response.end();
    },
  };
}
