// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { collectLog } from './support/collect-log.ts';
import { aBatch, anEvent, atEnd, collectorFor, rawRequest, resultsOf, send } from './support/collector-harness.ts';
import { startNats } from './support/nats.ts';
import { aNote } from './support/refusal-note.ts';
import { listRefusals, resend } from './support/refusals.ts';

const bounds = { rows: 100, bytes: 1_000_000 };

async function databaseFile() {
  const folder = await mkdtemp(join(tmpdir(), 'refusals-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'events.db');
}

test('while the database is locked refused events are answered at once, and are noted when the lock is gone', async () => {
  const database = await databaseFile();
  const { sentences, logger } = collectLog('warn');
  const collector = await collectorFor({ database, logger });
  const other = new Database(database);
  atEnd(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  const response = await send(collector, aBatch([anEvent({ action: 7 })]));
  expect([response.status, (await resultsOf(response))[0]?.status]).toEqual([200, 'rejected']);
  expect((await send(collector, '{')).status).toBe(400);
  // Longer than the collector waits for a lock.
  await new Promise((resolve) => setTimeout(resolve, 5000));
  expect((await listRefusals(collector)).total).toBe(0);
  other.exec('ROLLBACK');
  await expect.poll(async () => (await listRefusals(collector)).total, { timeout: 10_000 }).toBe(2);
  expect(sentences.join()).not.toContain('Refused events');
});

test('what was refused just before a collector is closed is noted', async () => {
  const database = await databaseFile();
  const first = await collectorFor({ database });
  await send(first, aBatch([anEvent({ action: 7 })]));
  await first.close();
  const second = await collectorFor({ database });
  expect((await listRefusals(second)).total).toBe(1);
});

test('with a stream a refusal is noted where the database is, and is sent again through the stream', async () => {
  const { url } = await startNats();
  const collector = await collectorFor({ stream: url });
  await send(collector, aBatch([anEvent(), anEvent({ action: 7 })]));
  await expect.poll(async () => (await listRefusals(collector)).total, { timeout: 10_000 }).toBe(1);
  const event = anEvent();
  const receivedAt = Date.now() - 3_600_000;
  await collector.store.keepRefusals([aNote(aBatch([event], { sent_at: receivedAt }), { receivedAt })], bounds);
  const [{ number } = { number: 0 }] = (await listRefusals(collector)).refusals;
  expect(await resend(collector, { numbers: [number] })).toMatchObject({ received: 1, duplicate: 0, rejected: 0 });
  await expect
    .poll(async () => (await collector.store.events()).find(({ id }) => id === event.id)?.received_at, {
      timeout: 10_000,
    })
    .toBe(new Date(receivedAt).toISOString());
});

test('a collector of a stream without a database of its own counts refusals, and says that it keeps none', async () => {
  const { url } = await startNats();
  const { sentences, logger } = collectLog();
  const collector = await collectorFor({ stream: url, role: 'collector', database: await databaseFile(), logger });
  await send(collector, aBatch([anEvent({ action: 7 })]));
  const { text } = await rawRequest(`${collector.url}/metrics`);
  expect(text).toContain('vitrina_refusals_total{reason="parameter_invalid:action"} 1');
  expect(text).toContain('vitrina_refusals_dropped_total 0');
  expect(sentences.join()).toContain('Refused events are counted and not kept');
});
