import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Complain } from '../log/complain.js';
import type { Row, RowFilter, Store } from '../store/store.js';
import { csvHead, toCsv } from './csv.js';
import { filterOf } from './read-filter.js';
import { invalid, type Query, text } from './read-query.js';

/** Rows that are read at once: an event has 256 KiB at most, so that a download never takes more memory than a batch does. */
const portion = 200;

interface Format {
  type: string;
  head: string;
  write: (row: Row) => string;
}

const formats: Record<string, Format> = {
  ndjson: { type: 'application/x-ndjson; charset=utf-8', head: '', write: (row) => `${JSON.stringify(row)}\n` },
  csv: { type: 'text/csv; charset=utf-8', head: csvHead, write: toCsv },
};

/** A row that cannot be written is told by its number, so that it does not end the download. */
function written({ write }: Format, row: Row): string {
  try {
    return write(row);
  } catch {
    return write({ ...row, event: { unreadable: true } });
  }
}

/** What a file may be called on every system. */
const nameOf = ({ business }: RowFilter, format: string): string => {
  const day = new Date().toISOString().slice(0, 10);
  const shop = business === undefined ? '' : `-${business.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64)}`;
  return `vitrina-events${shop}-${day}.${format}`;
};

/** A download of everything that a filter finds, the newest first, read as fast as it is taken. */
export function addExport(app: FastifyInstance, { store, complain }: { store: Store; complain: Complain }): void {
  app.get('/export', async (request, reply) => {
    const query = request.query as Query;
    const name = text(query, 'format') ?? 'ndjson';
    const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
    if (!format) throw invalid('format', `The format ${JSON.stringify(name)} is not known; choose ndjson or csv.`);
    const filter = filterOf(query);
    // Asked before the answer begins, so that a database that is away can still be answered with 503.
    let rows = await store.portion({ ...filter, limit: portion });

    async function* texts(chosen: Format): AsyncGenerator<string> {
      yield chosen.head;
      try {
        while (rows.length > 0) {
          yield rows.map((row) => written(chosen, row)).join('');
          const before = rows.at(-1)?.received_seq ?? 0;
          rows = rows.length < portion ? [] : await store.portion({ ...filter, limit: portion, before });
        }
      } catch (cause) {
        // The connection is cut, which tells the reader that something is missing.
        complain('A download of events ended before its end.', cause);
        throw cause;
      }
    }

    return reply
      .header('Content-Type', format.type)
      .header('Content-Disposition', `attachment; filename="${nameOf(filter, name)}"`)
      .send(Readable.from(texts(format), { objectMode: false, highWaterMark: 65_536 }));
  });
}
