// @vitest-environment node
import Database from 'libsql';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aBatch, anEvent, atEnd, collectorFor, resultsOf, send } from './support/collector-harness.ts';

test('the same batch sent a hundred times at once is stored once, and one answer says "received"', async () => {
  const collector = await collectorFor();
  const batch = aBatch([anEvent(), anEvent(), anEvent()]);
  const answers = await Promise.all(Array.from({ length: 100 }, async () => resultsOf(await send(collector, batch))));
  const statuses = answers.flat().map(({ status }) => status);
  expect(statuses.filter((status) => status === 'received')).toHaveLength(3);
  expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(297);
  expect(await collector.store.events()).toHaveLength(3);
});

test('each event of overlapping batches that arrive at once is stored exactly once', async () => {
  const collector = await collectorFor();
  const events = Array.from({ length: 60 }, () => anEvent());
  const batches = Array.from({ length: 50 }, (_, start) => aBatch(events.slice(start, start + 10)));
  const answers = await Promise.all(batches.map(async (batch) => resultsOf(await send(collector, batch))));
  const received = answers.flat().filter(({ status }) => status === 'received');
  expect(new Set(received.map(({ id }) => id)).size).toBe(59);
  expect(received).toHaveLength(59);
  expect(await collector.store.events()).toHaveLength(59);
});

test('an event sent to two collectors that share a database file is stored once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true }));
  const database = join(folder, 'events.db');
  const [one, other] = [await collectorFor({ database }), await collectorFor({ database })];
  const batches = Array.from({ length: 20 }, () => aBatch([anEvent(), anEvent()]));
  const answers = await Promise.all(
    batches.flatMap((batch) => [one, other].map(async (collector) => resultsOf(await send(collector, batch)))),
  );
  expect(answers.flat().filter(({ status }) => status === 'received')).toHaveLength(40);
  expect(await one.store.events()).toHaveLength(40);
});

test('a unique index of the database forbids a second event with the same business and id', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true }));
  const database = join(folder, 'events.db');
  const collector = await collectorFor({ database });
  const event = anEvent();
  await send(collector, aBatch([event]));
  const client = new Database(database);
  atEnd(() => client.close());
  const again = () =>
    client.exec('INSERT INTO ids (business, id, received_at) SELECT business, id, received_at FROM ids');
  expect(again).toThrow(/UNIQUE constraint failed: ids.business, ids.id/);
});

test('the collector answers whatever JSON arrives, stays up and stores only valid events', async () => {
  const collector = await collectorFor({ rateLimit: { perMinute: 100_000 } });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.jsonValue(), async (events, context) => {
      const response = await send(collector, aBatch(events, { context, sent_at: context }));
      expect([200, 400]).toContain(response.status);
      await response.json();
    }),
    { numRuns: 150 },
  );
  expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
  expect(await collector.store.events()).toHaveLength(1);
});
