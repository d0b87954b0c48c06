import type { Erasure } from '../store/privacy.js';
import type { Row, Store } from '../store/store.js';

/** Events that are read at once. */
const portion = 200;

/**
 * One person's data as a JSON document, in parts: of somebody who has been coming for years it is long.
 *
 * @param about whom the document is about, as it was asked
 * @returns after the first look into the database, so that one that is away can still be answered with 503
 */
export async function downloadPerson(store: Store, whom: Erasure, hasStream: boolean): Promise<AsyncIterable<string>> {
  const made_at = new Date().toISOString();
  const records = await store.personRecords(whom);
  let rows = await store.personEvents(whom, 0, portion);

  async function* write(): AsyncGenerator<string> {
    yield `{"about":${JSON.stringify(whom)},`;
    for (const [name, value] of Object.entries(records)) yield `"${name}":${JSON.stringify(value)},\n`;
    yield '"events":[';
    let count = 0;
    while (rows.length > 0) {
      for (const row of rows) yield `${count++ > 0 ? ',\n' : '\n'}${JSON.stringify(row)}`;
      if (rows.length < portion) break;
      rows = await store.personEvents(whom, (rows.at(-1) as Row).received_seq, portion);
    }
    const counts = Object.entries(records).map(([name, list]) => [name, (list as unknown[]).length]);
    const receipt = {
      made_at,
      counts: { events: count, ...Object.fromEntries(counts) },
      not_in_it: [
        'What was done on a browser after its user had logged out, or was replaced by another user.',
        'What is in the batches of "dead_letters": they could not be read, and others may be in them. Look at each by hand.',
        ...(hasStream ? ['What still waits in the stream: ask again when nothing waits there.'] : []),
        'What only backups hold.',
      ],
    };
    yield `\n],"receipt":${JSON.stringify(receipt)}}\n`;
  }
  return write();
}
