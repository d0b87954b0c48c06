// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headers } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import Database from 'libsql';
import { expect, test } from 'vitest';
import type { Collector, CollectorOptions } from '../../collector/src/index.ts';
import {
  aBatch,
  anEvent,
  ask,
  atEnd,
  business,
  collectorFor,
  rawRequest,
  resultsOf,
  send,
} from './support/collector-harness.ts';
import { collectLog } from './support/collect-log.ts';
import { natsClient, startNats, type Nats } from './support/nats.ts';

/** A file for the database of several collectors of one test. */
async function databaseFile() {
  const folder = await mkdtemp(join(tmpdir(), 'stream-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'events.db');
}

const streamed = ({ url }: Nats, options: CollectorOptions = {}) => collectorFor({ stream: url, ...options });

const idsIn = async (collector: Collector) => (await collector.store.events()).map(({ id }) => id);

/** Waits until the events with these ids, and no others, are stored. */
const expectStored = (collector: Collector, events: { id: string }[]) =>
  expect
    .poll(async () => (await idsIn(collector)).sort(), { timeout: 20_000 })
    .toEqual(events.map(({ id }) => id).sort());

const readyOf = async (collector: Collector) => {
  const { status, text } = await rawRequest(`${collector.url}/readyz`);
  return { ...(JSON.parse(text) as { backlog?: object }), code: status };
};

test('what goes through the stream is stored as if it had gone directly', async () => {
  const nats = await startNats();
  const [through, direct] = [await streamed(nats), await collectorFor()];
  const event = anEvent({
    amount: 12.5,
    page: { url: 'https://shop.example/ñ\u0000\ud800' },
    tracked_at: 1_700_000_000,
  });
  const batch = aBatch([event, { id: 'wrong' }, anEvent()], {
    locale: 'es-UY',
    context: { shop: 'main' },
    sent_at: 1_700_000_100_000,
  });
  for (const collector of [through, direct]) {
    const results = await resultsOf(await send(collector, batch));
    expect(results.map(({ status }) => status)).toEqual(['received', 'rejected', 'received']);
  }
  const rowsOf = async (collector: Collector) =>
    (await collector.store.events()).map(({ received_at, tracked_at, clock_skew, ...row }) => ({
      ...row,
      // The two have received the batch some milliseconds apart.
      received: [Date.parse(received_at) / 1e5, tracked_at / 100, clock_skew / 100].map(Math.round),
    }));
  await expect.poll(() => rowsOf(through), { timeout: 10_000 }).toHaveLength(2);
  expect(await rowsOf(through)).toEqual(await rowsOf(direct));
});

test('the engine filters the repetition of a batch, and the store what is repeated in another cut', async () => {
  const nats = await startNats();
  const database = await databaseFile();
  const collector = await streamed(nats, { role: 'collector' });
  const { manager } = await natsClient(nats);
  const [one, two] = [anEvent(), anEvent()];
  for (const events of [[one, two], [one, two], [two]]) {
    const results = await resultsOf(await send(collector, aBatch(events)));
    expect(results.every(({ status }) => status === 'received')).toBe(true);
  }
  expect((await manager.streams.info('vitrina')).state.messages).toBe(2);
  const writer = await streamed(nats, { role: 'writer', database });
  await expectStored(writer, [one, two]);
  await expect.poll(async () => (await manager.streams.info('vitrina')).state.messages).toBe(0);
});

test('a collector whose engine is away starts, refuses with 503 until it is there, and says so', async () => {
  const nats = await startNats();
  await nats.kill();
  const { sentences, logger } = collectLog('warn');
  const collector = await streamed(nats, { logger });
  const event = anEvent();
  const refused = await send(collector, aBatch([event]));
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await readyOf(collector)).toMatchObject({ code: 503, stream: 'The stream is away.', store: 'ok' });
  expect(sentences.join()).toContain('The stream cannot be reached');
  await nats.start();
  await expect.poll(async () => (await send(collector, aBatch([event]))).status, { timeout: 10_000 }).toBe(200);
  await expectStored(collector, [event]);
  expect(await readyOf(collector)).toMatchObject({ code: 200, stream: 'ok' });
});

test('what is said at the start of nats-server: that its acknowledgement is not synced, and that a batch may not fit', async () => {
  const nats = await startNats('max_payload: 20000');
  const { sentences, logger } = collectLog();
  const collector = await streamed(nats, { logger });
  expect(sentences.join()).toContain('sync_interval: always');
  expect(sentences.join()).toContain('20000 bytes at most');
  const large = await send(collector, aBatch([anEvent({ note: 'x'.repeat(20_000) })]));
  expect(large.status).toBe(413);
  expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
});

test('a full stream refuses new batches with 503 and drops none, and takes them again when its writer has caught up', async () => {
  const nats = await startNats();
  const collector = await streamed(nats, { role: 'collector', streamLimits: { bytes: 4_000_000 } });
  const accepted: { id: string }[] = [];
  const fill = async () => {
    const event = anEvent({ note: Array.from({ length: 8 }, () => 'x'.repeat(30_000)) });
    const response = await send(collector, aBatch([event]));
    if (response.ok) accepted.push(event);
    return response;
  };
  let response = await fill();
  while (response.ok) response = await fill();
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
  expect(await response.text()).toContain('is full');
  expect(accepted.length).toBeGreaterThan(10);
  await expect
    .poll(async () => (await readyOf(collector)).backlog, { timeout: 10_000 })
    .toMatchObject({ messages: accepted.length, bytes: expect.closeTo(4_000_000, -6) });
  const writer = await streamed(nats, { role: 'writer', streamLimits: { bytes: 4_000_000 } });
  await expectStored(writer, accepted);
  expect((await fill()).status).toBe(200);
});

test('messages that cannot be read or stored become dead letters, and the others go on', async () => {
  const nats = await startNats();
  const database = await databaseFile();
  const collector = await streamed(nats, { database });
  const other = new Database(database);
  other.exec(`CREATE TRIGGER poison BEFORE INSERT ON events WHEN NEW.action = 'poison.taken'
    BEGIN SELECT RAISE(ABORT, 'poisoned'); END`);
  other.close();
  const { connection, manager } = await natsClient(nats);
  const known = headers();
  known.set('Vitrina-Version', '1');
  known.set('Vitrina-Received', String(Date.now()));
  await jetstream(connection).publish(`vitrina.${business}.events`, '{"v": 1, "events": [', { headers: known });
  const [one, two] = [anEvent(), anEvent()];
  await send(collector, aBatch([one]));
  await send(collector, aBatch([anEvent({ action: 'poison.taken' })]));
  await send(collector, aBatch([two]));
  await expectStored(collector, [one, two]);
  const letters = async () => (await (await ask(collector, 'dead-letters')).json()).deadLetters as object[];
  await expect.poll(letters, { timeout: 20_000 }).toHaveLength(2);
  expect(await letters()).toEqual([
    expect.objectContaining({ business, reason: expect.stringContaining('poisoned'), bytes: expect.any(Number) }),
    expect.objectContaining({ business, reason: expect.stringContaining('not JSON'), text: '{"v": 1, "events": [' }),
  ]);
  await expect.poll(async () => (await manager.streams.info('vitrina')).state.messages).toBe(0);
  await expect
    .poll(async () => (await rawRequest(`${collector.url}/metrics`)).text, { timeout: 10_000 })
    .toContain('vitrina_dead_letters 2');
});

test('an erasure reaches what is still in the stream', async () => {
  const nats = await startNats();
  const database = await databaseFile();
  const collector = await streamed(nats, { role: 'collector' });
  const [gone, kept] = [anEvent({ session: 'erase-me-1' }), anEvent({ session: 'keep-me-12' })];
  await send(collector, aBatch([gone, kept]));
  const eraser = await collectorFor({ database });
  const erasing = { method: 'DELETE', headers: { 'X-Vitrina': 'erase' } };
  expect((await ask(eraser, `events?session=erase-me-1&business=${business}`, erasing)).status).toBe(200);
  await eraser.close();
  const writer = await streamed(nats, { role: 'writer', database });
  await expectStored(writer, [kept]);
  const later = anEvent({ session: 'erase-me-1' });
  await send(collector, aBatch([later]));
  await expectStored(writer, [kept, later]);
});

test('a writer takes no events from browsers, and a process that only collects has no events to show', async () => {
  const nats = await startNats();
  const [writer, collector] = [await streamed(nats, { role: 'writer' }), await streamed(nats, { role: 'collector' })];
  const refused = await send(writer, aBatch([anEvent()]));
  expect([refused.status, await refused.text()]).toEqual([
    503,
    expect.stringContaining('send the events to a collector'),
  ]);
  const shown = await ask(collector, 'events');
  expect([shown.status, await shown.text()]).toEqual([503, expect.stringContaining('only accepts events')]);
  expect(await readyOf(collector)).toMatchObject({ code: 200, stream: 'ok' });
});

test('a collector that is closed finishes what it has taken out of the stream', async () => {
  const nats = await startNats();
  const database = await databaseFile();
  const { manager } = await natsClient(nats);
  const collector = await streamed(nats, { database });
  const events = Array.from({ length: 40 }, () => anEvent());
  const answers = await Promise.all(events.map((event) => send(collector, aBatch([event]))));
  expect(answers.every(({ ok }) => ok)).toBe(true);
  await collector.close();
  const { num_ack_pending, num_pending } = await manager.consumers.info('vitrina', 'writers');
  const left = await collectorFor({ database });
  expect(num_ack_pending).toBe(0);
  expect(await idsIn(left)).toHaveLength(events.length - num_pending);
});

test('a stream or a role that cannot be is explained in a sentence', async () => {
  const wrong: [CollectorOptions, string][] = [
    [{ stream: 'http://user:secret@127.0.0.1' }, 'The option stream is "http://…@127.0.0.1"; give the address'],
    [{ role: 'writer' }, 'The option role is "writer"; only collectors with a stream'],
    [{ stream: 'nats://127.0.0.1:4222', streamLimits: { days: 0 } }, 'streamLimits.days is 0'],
    [{ stream: 'nats://127.0.0.1:4222', streamLimits: { replicas: 2 } }, 'streamLimits.replicas is 2'],
  ];
  for (const [options, sentence] of wrong) await expect(collectorFor(options)).rejects.toThrow(sentence);
});
