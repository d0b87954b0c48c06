// @vitest-environment node
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../collector/src/store/open-store.ts';
import { aBatch, anEvent, ask, atEnd, collectorFor, rawRequest, send } from './support/collector-harness.ts';
import { collectLog } from './support/collect-log.ts';
import { collectorProcess } from './support/collector-process.ts';
import { natsClient, startNats } from './support/nats.ts';
import { type Postgres, startPostgres } from './support/postgres.ts';

let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);

afterAll(() => postgres.stop());

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function storeOf(database: string) {
  const store = await openStore(database);
  atEnd(store.close);
  return store;
}

/** Sends a batch as a browser does, that is, until it is acknowledged; to whatever collector is there. */
async function sendUntilAcknowledged(collectors: { endpoint: string }[], events: object[]): Promise<void> {
  for (;;) {
    const { endpoint } = collectors[Math.floor(Math.random() * collectors.length)] as { endpoint: string };
    try {
      const response = await fetch(`${endpoint}?b=demo`, {
        method: 'POST',
        headers: { Origin: 'http://localhost:1' },
        body: JSON.stringify(aBatch(events, { business: 'demo' })),
        signal: AbortSignal.timeout(10_000),
      });
      if (response.ok) return;
    } catch {
      // The collector was killed.
    }
    await pause(100);
  }
}

test('kills of a collector, a writer and the engine under load lose nothing that was acknowledged and double nothing', async () => {
  const nats = await startNats();
  const database = await postgres.newDatabase();
  const start = (role: string) =>
    collectorProcess(['--role', role, '--stream', nats.url, '--database', database, '--rate-limit', '1000000']);
  const collectors = await Promise.all([start('collector'), start('collector'), start('collector')]);
  const writers = await Promise.all([start('writer'), start('writer')]);

  const acknowledged: string[] = [];
  let batches = 0;
  const sending = Array.from({ length: 6 }, async () => {
    while (batches++ < 300) {
      const events = Array.from({ length: 10 }, () => anEvent());
      await sendUntilAcknowledged(collectors, events);
      acknowledged.push(...events.map(({ id }) => id));
      await pause(20);
    }
  });
  const reached = async (count: number) => {
    while (acknowledged.length < count) await pause(10);
  };

  await reached(500);
  collectors[0]?.kill('SIGKILL');
  writers[0]?.kill('SIGKILL');
  await reached(1000);
  collectors[0] = await start('collector');
  writers[0] = await start('writer');
  await reached(1500);
  await nats.kill();
  await pause(500);
  await nats.start();
  await reached(2000);
  await nats.kill();
  await nats.start();
  await Promise.all(sending);

  const store = await storeOf(database);
  await expect.poll(async () => (await store.events()).length, { timeout: 30_000 }).toBe(acknowledged.length);
  const stored = (await store.events()).map(({ id }) => id);
  expect(new Set(stored)).toEqual(new Set(acknowledged));
  expect(new Set(stored).size).toBe(stored.length);
  expect((await store.deadLetters()).total).toBe(0);
  const { manager } = await natsClient(nats);
  const waiting = async () => {
    const { num_pending, num_ack_pending } = await manager.consumers.info('vitrina', 'writers');
    return num_pending + num_ack_pending;
  };
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
  // Nothing stays in the stream that nobody would ever take out.
  await expect.poll(async () => (await manager.streams.info('vitrina')).state.messages, { timeout: 30_000 }).toBe(0);
}, 90_000);

test('while the database is gone events are accepted, also by a collector that is started then, and stored afterwards', async () => {
  const nats = await startNats();
  const database = await postgres.newDatabase();
  const { sentences, logger } = collectLog('warn');
  const options = { stream: nats.url, database, logger };
  const first = await collectorFor(options);
  const events = Array.from({ length: 60 }, () => anEvent());
  const sendTo = async (collector: typeof first, some: typeof events) => {
    for (const event of some) expect((await send(collector, aBatch([event]))).status).toBe(200);
  };
  await sendTo(first, events.slice(0, 20));
  await postgres.pause();
  atEnd(() => postgres.resume().catch(() => {}));
  await sendTo(first, events.slice(20, 40));
  const second = await collectorFor(options);
  const third = await collectorFor({ ...options, role: 'collector' });
  await sendTo(second, events.slice(40, 50));
  await sendTo(third, events.slice(50));
  const ready = await rawRequest(`${first.url}/readyz`);
  expect([ready.status, JSON.parse(ready.text)]).toMatchObject([
    200,
    { store: 'The database cannot be written.', stream: 'ok' },
  ]);
  const writer = await collectorFor({ ...options, role: 'writer' });
  expect((await rawRequest(`${writer.url}/readyz`)).status).toBe(503);
  // Long enough for each message to be tried and put off several times.
  await pause(6000);
  await postgres.resume();
  const ids = async () => (await second.store.events().catch(() => [])).map(({ id }) => id).sort();
  await expect.poll(ids, { timeout: 20_000 }).toEqual(events.map(({ id }) => id).sort());
  expect(await (await ask(third, 'dead-letters')).json()).toMatchObject({ total: 0 });
  expect(sentences.join()).toContain('could not be stored, and stay in it');
}, 60_000);
