import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Row, Store } from '../store/store.js';

const pingEvery = 15_000;
const portion = 200;

/** An announcement may be lost, with the connection to the database; so each reader looks by itself now and then. */
const lookEvery = 5000;

const message = (row: Row): string => `event: stored\nid: ${row.received_seq}\ndata: ${JSON.stringify(row)}\n\n`;

/** Resolves when the reader can take more, or is gone. */
const flowing = (response: ServerResponse) =>
  new Promise<void>((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.once('drain', go).once('close', go);
  });

/**
 * Server-sent events: every stored row, right after its commit. Each reader reads from the store what it has not seen, and the
 * next portion only when it has taken the one before, so that one who stalls costs nothing.
 */
export function createStream(store: Store) {
  const open = new Set<ServerResponse>();

  /** @param after the last row that the reader has */
  function follow(response: ServerResponse, after: number): () => void {
    let sent = after;
    let reading: Promise<void> | undefined;
    let isAnnounced = false;

    async function read(): Promise<void> {
      do {
        isAnnounced = false;
        const rows = await store.eventsAfter(sent, portion);
        for (const row of rows) {
          sent = row.received_seq;
          response.write(message(row));
        }
        if (response.writableNeedDrain) await flowing(response);
        if (rows.length === portion) isAnnounced = true;
      } while (isAnnounced && !response.destroyed);
    }

    const look = () => {
      isAnnounced = true;
      reading ??= read()
        // The database may be away; the next look tries again.
        .catch(() => {})
        .finally(() => (reading = undefined));
    };
    const stopListening = store.onStored(look);
    const timer = setInterval(look, lookEvery);
    look();
    return () => {
      stopListening();
      clearInterval(timer);
    };
  }

  return {
    /**
     * @param after the last row that the reader has
     * @param headers of the answer
     */
    connect(response: ServerResponse, after: number, headers: OutgoingHttpHeaders): void {
      if (response.destroyed) return;
      response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream; charset=utf-8' });
      response.write('retry: 1000\n\n');
      open.add(response);
      const stop = follow(response, after);
      const ping = setInterval(() => response.writableNeedDrain || response.write(': ping\n\n'), pingEvery);
      response.once('close', () => {
        clearInterval(ping);
        stop();
        open.delete(response);
      });
    },

    close(): void {
      for (const response of open) response.end();
    },
  };
}
