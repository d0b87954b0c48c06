// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { aBatch, anEvent, atEnd, business, collectorFor, rawRequest, send } from './support/collector-harness.ts';

test('a collector that works says that it is alive and ready', async () => {
  const collector = await collectorFor();
  expect(await rawRequest(`${collector.url}/healthz`)).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  const ready = await rawRequest(`${collector.url}/readyz`, { 'X-Forwarded-For': '203.0.113.9' });
  expect([ready.status, JSON.parse(ready.text)]).toEqual([
    200,
    { status: 'ready', collector: 'ok', store: 'ok', disk: 'ok' },
  ]);
});

test('a collector whose database is locked is alive and not ready, and ready again afterwards', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const database = join(folder, 'events.db');
  const collector = await collectorFor({ database });
  const other = new Database(database);
  atEnd(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  const ready = () => rawRequest(`${collector.url}/readyz`);
  const answer = await ready();
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
    503,
    { status: 'not ready', collector: 'ok', disk: 'ok' },
  ]);
  expect((await rawRequest(`${collector.url}/healthz`)).status).toBe(200);
  other.exec('ROLLBACK');
  await expect.poll(async () => (await ready()).status, { timeout: 5000 }).toBe(200);
});

test('a collector with a full disk is not ready', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const collector = await collectorFor({
    database: join(folder, 'events.db'),
    disk: { free: Number.MAX_SAFE_INTEGER },
  });
  const answer = await rawRequest(`${collector.url}/readyz`);
  expect([answer.status, JSON.parse(answer.text).disk]).toEqual([503, expect.stringContaining('bytes are free')]);
});

test('the figures count requests and events by what became of them, and name no visitor', async () => {
  const collector = await collectorFor();
  const event = anEvent({ session: 'a-visitor-1' });
  await send(collector, aBatch([event, anEvent(), { id: 'wrong' }]));
  await send(collector, aBatch([event]));
  await send(collector, '{');
  const { text } = await rawRequest(`${collector.url}/metrics`);
  expect(text).toContain('vitrina_events_total{business="xy76ks",status="received"} 2');
  expect(text).toContain('vitrina_events_total{business="xy76ks",status="duplicate"} 1');
  expect(text).toContain('vitrina_events_total{business="xy76ks",status="rejected"} 1');
  expect(text).toContain('vitrina_requests_total{status="200"} 2');
  expect(text).toContain('vitrina_requests_total{status="400"} 1');
  expect(text).toMatch(/vitrina_batch_seconds_count 3/);
  expect(text).not.toContain('a-visitor-1');
});

test('the figures tell how many accounts of each platform are connected, which are in trouble, and what waits for them', async () => {
  const collector = await collectorFor();
  const account = { kind: 'mercadolibre', business, tokens: 'sealed', expires_at: 1 };
  await collector.store.keepConnection({ ...account, account: '1' }, ['/orders/7'], 0);
  await collector.store.keepConnection({ ...account, account: '2' }, [], 0);
  const read = async () => (await rawRequest(`${collector.url}/metrics`)).text;
  const labels = `{business="${business}",platform="mercadolibre"}`;
  expect(await read()).toContain(`vitrina_connections${labels} 2\n`);
  expect(await read()).toContain(`vitrina_connections_in_trouble${labels} 0\n`);
  expect(await read()).toContain(`vitrina_connection_jobs${labels} 1\n`);
  await collector.store.disconnect({ ...account, account: '1' });
  await collector.store.disconnect({ ...account, account: '2' });
  expect(await read()).not.toContain(`vitrina_connections${labels}`);
});

test('the figures are for this machine and for the holder of the token', async () => {
  const collector = await collectorFor();
  const through = { 'X-Forwarded-For': '203.0.113.9' };
  const metrics = `${collector.url}/metrics`;
  expect((await rawRequest(metrics, through)).status).toBe(403);
  expect((await rawRequest(metrics, { ...through, Authorization: 'Bearer wrong-token' })).status).toBe(403);
  expect((await rawRequest(metrics, { ...through, Authorization: `Bearer ${collector.token}` })).status).toBe(200);
});
