// @vitest-environment node
import { headers } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import { expect, test } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import { aBatch, anEvent, ask, business, collectorFor, send } from './support/collector-harness.ts';
import { type Nats, natsClient, startNats } from './support/nats.ts';
import { sharedPostgres } from './support/shared-postgres.ts';

const postgres = sharedPostgres();

/** Puts messages into the stream as a program does that is no collector. */
async function intruder(nats: Nats) {
  const { connection } = await natsClient(nats);
  return async (body: unknown, { to = business, version = '1' } = {}) => {
    const known = headers();
    known.set('Vitrina-Version', version);
    known.set('Vitrina-Received', String(Date.now()));
    await jetstream(connection).publish(`vitrina.${to}.events`, JSON.stringify(body), { headers: known });
  };
}

interface Letter {
  business: string;
  reason: string;
}

const lettersOf = async (collector: Collector) =>
  (await (await ask(collector, 'dead-letters?limit=100')).json()) as { total: number; deadLetters: Letter[] };

/** Waits until the collector has noted so many dead letters and stored this event. */
async function expectOutcome(collector: Collector, dead: number, event: { id: string }) {
  await expect.poll(async () => (await lettersOf(collector)).total, { timeout: 20_000 }).toBe(dead);
  await expect.poll(async () => (await collector.store.events()).map(({ id }) => id)).toEqual([event.id]);
  return (await lettersOf(collector)).deadLetters.map(({ reason }) => reason).reverse();
}

test('a message of others whose events do not pass the check becomes a dead letter, without their values', async () => {
  const nats = await startNats();
  const put = await intruder(nats);
  const collector = await collectorFor({ stream: nats.url });
  await put(aBatch([anEvent({ action: { a: 1 } })]));
  await put(aBatch([anEvent({ tracked_at: {} }), 'secret']));
  await put(aBatch([anEvent({ action: true })]));
  const event = anEvent();
  await send(collector, aBatch([event]));
  const reasons = await expectOutcome(collector, 3, event);
  expect(reasons[0]).toBe('The message cannot be read: Event 0 of the batch does not pass the check: "action".');
  expect(reasons[1]).toContain('"tracked_at"');
});

test('messages of others whose headers hold what PostgreSQL refuses stop no writer', async () => {
  const nats = await startNats();
  const put = await intruder(nats);
  await collectorFor({ stream: nats.url, role: 'collector' });
  // As many as all writers together may have at work.
  for (let sent = 0; sent < 64; sent++) await put('x', { version: '\0' });
  const collector = await collectorFor({ stream: nats.url, database: await postgres.newDatabase() });
  const event = anEvent();
  await send(collector, aBatch([event]));
  const reasons = await expectOutcome(collector, 64, event);
  expect(reasons[0]).toContain('The message has version ""');
});

test('a message of others for what can be no business becomes a dead letter', async () => {
  const nats = await startNats();
  const put = await intruder(nats);
  const collector = await collectorFor({ stream: nats.url });
  await put(aBatch([anEvent()], { business: 'a*b' }), { to: 'a$b' });
  await put(aBatch([anEvent()], { business: undefined }), { to: 'ñ' });
  const event = anEvent();
  await send(collector, aBatch([event]));
  expect((await expectOutcome(collector, 2, event))[1]).toContain('names no business');
});
