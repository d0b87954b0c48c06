// @vitest-environment node
import { createClient } from '@libsql/client';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { openStore } from '../../examples/collector/store/open-store.js';
import { aBatch, anEvent, atEnd, collectorFor, send } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';

const batchSize = 7;

async function databaseFile() {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'a deep #1 ñ?', 'events 100%.db');
}

/** Sends batches from several senders until the collector is gone, and reports the ids that it has acknowledged. */
async function sendUntilGone(endpoint: string, sides: number, onAcknowledged: (ids: string[]) => void) {
  const side = async () => {
    for (;;) {
      const events = Array.from({ length: batchSize }, () => anEvent());
      try {
        const response = await fetch(`${endpoint}?b=demo`, {
          method: 'POST',
          headers: { Origin: 'http://localhost:1' },
          body: JSON.stringify(aBatch(events, { business: 'demo' })),
        });
        const { results } = (await response.json()) as { results: { status: string }[] };
        if (response.ok && results.every(({ status }) => status === 'received'))
          onAcknowledged(events.map(({ id }) => id));
      } catch {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: sides }, side));
}

test('a collector killed in the middle of writing keeps every acknowledged event and no half batch', async () => {
  const database = await databaseFile();
  const acknowledged: string[] = [];
  for (let round = 1; round <= 3; round++) {
    const collector = await collectorProcess(['--database', database, '--rate-limit', '1000000']);
    const enough = acknowledged.length + 100 * round;
    await sendUntilGone(collector.endpoint, 4, (ids) => {
      acknowledged.push(...ids);
      if (acknowledged.length >= enough) collector.kill('SIGKILL');
    });
    await collector.ended;

    const store = await openStore(database);
    const rows = await store.events();
    await store.close();
    const kept = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    expect(kept.size % batchSize).toBe(0);
  }
  expect(acknowledged.length).toBeGreaterThan(500);
  const client = createClient({ url: pathToFileURL(database).href });
  atEnd(() => client.close());
  expect((await client.execute('PRAGMA integrity_check')).rows[0]?.integrity_check).toBe('ok');
}, 60_000);

test('an event acknowledged before a restart is still a duplicate after it', async () => {
  const database = await databaseFile();
  const batch = aBatch([anEvent()]);
  const first = await collectorFor({ database });
  expect(await (await send(first, batch)).text()).toContain('"received"');
  await first.close();
  const second = await collectorFor({ database });
  expect(await (await send(second, batch)).text()).toContain('"duplicate"');
});

test('a batch that cannot be stored is answered with 503 and is not acknowledged', async () => {
  const sentences: string[] = [];
  const database = await databaseFile();
  const collector = await collectorFor({ database, log: (sentence) => sentences.push(sentence) });
  const client = createClient({ url: pathToFileURL(database).href });
  await client.execute('ALTER TABLE event_log RENAME TO elsewhere');
  const batch = aBatch([anEvent()]);
  const refused = await send(collector, batch);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(await refused.json()).toMatchObject({ retry_after: 5 });
  expect(sentences.join()).toContain('could not be stored');
  await client.execute('ALTER TABLE elsewhere RENAME TO event_log');
  client.close();
  expect(await (await send(collector, batch)).text()).toContain('"received"');
});

test('a database file of a newer collector is refused', async () => {
  const database = await databaseFile();
  await (await openStore(database)).close();
  const client = createClient({ url: pathToFileURL(database).href });
  await client.execute('PRAGMA user_version = 99');
  client.close();
  await expect(openStore(database)).rejects.toThrow('schema 99');
});
