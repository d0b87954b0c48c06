// @vitest-environment node
import Database from 'libsql';
import { describe, expect, test } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import { aBatch, anEvent, ask, business, collectorFor, rawRequest, send } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { startNats } from './support/nats.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { keyed, sendAsServer } from './support/servers.ts';

const postgres = sharedPostgres();

const places = { 'a file': databaseFile, PostgreSQL: () => postgres.newDatabase() };

const post = (collector: Collector, body: string, headers: Record<string, string> = { 'X-Vitrina': 'resend' }) =>
  ask(collector, 'dead-letters/resend', { method: 'POST', body, headers });

async function resend(collector: Collector, numbers: number[]) {
  const response = await post(collector, JSON.stringify({ numbers }));
  expect(response.status).toBe(200);
  return (await response.json()) as object;
}

const lettersOf = async ({ store }: Collector) => (await store.deadLetters()).deadLetters;
const numbersOf = async (collector: Collector) => (await lettersOf(collector)).map(({ number }) => number);

const receivedAt = Date.now() - 3_600_000;

const bury = ({ store }: Collector, message: string, body: object | string, more: object = {}) =>
  store.keepDeadLetter({
    ...{ message, business, reason: 'The events cannot be stored.' },
    headers: { 'Vitrina-Version': '1', 'Vitrina-Received': String(receivedAt), ...more },
    body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
  });

describe.each(Object.entries(places))('dead letters in %s', (_, place) => {
  test('are stored when they are sent again, as they came, and once however often that is done', async () => {
    const collector = await collectorFor({ database: await place() });
    const [one, refused, two] = [anEvent(), anEvent({ action: 7 }), anEvent()];
    await bury(collector, '1@1', aBatch([one, refused]), { 'Vitrina-Trusted': '1', 'Vitrina-Refused': '1' });
    await bury(collector, '2@1', aBatch([one, two]), { 'Vitrina-Ip': '203.0.113.0' });
    const numbers = await numbersOf(collector);
    const both = await Promise.all([resend(collector, numbers), resend(collector, numbers)]);
    expect(both.reduce((sum, counts) => sum + (counts as { received: number }).received, 0)).toBe(2);
    expect(await collector.store.events()).toMatchObject([
      { id: one.id, trusted: true, ip: null, received_at: new Date(receivedAt).toISOString() },
      { id: two.id, trusted: false, ip: '203.0.113.0' },
    ]);
    expect(await lettersOf(collector)).toEqual([]);
    expect(await resend(collector, numbers)).toEqual({ received: 0, duplicate: 0, failed: 0 });
  });

  test('that cannot be stored again stay with the new reason, and do not hold up the others', async () => {
    const collector = await collectorFor({ database: await place() });
    await bury(collector, '1@1', '{"v": 1, "events": [');
    await bury(collector, '2@1', aBatch([anEvent()]), { 'Vitrina-Version': '9' });
    await bury(collector, '3@1', aBatch([anEvent()]));
    expect(await resend(collector, await numbersOf(collector))).toEqual({ received: 1, duplicate: 0, failed: 2 });
    expect((await lettersOf(collector)).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('version "9"'),
      expect.stringContaining('not JSON'),
    ]);
    expect(await collector.store.events()).toHaveLength(1);
  });

  test('bring nobody back who was erased', async () => {
    const collector = await collectorFor({ database: await place() });
    const by = (id: string) => anEvent({ user_parameters: { id } });
    await bury(collector, '1@1', aBatch([by('customer-7')]));
    await collector.store.erase({ user: 'customer-7', business });
    // As if nothing in it had told whose it is.
    const kept = by('customer-8');
    await bury(collector, '2@1', aBatch([by('customer-7'), kept]));
    await resend(collector, await numbersOf(collector));
    expect((await collector.store.events()).map(({ id }) => id)).toEqual([kept.id]);
    expect((await lettersOf(collector)).map(({ bytes }) => bytes)).toEqual([0]);
  });
});

test('a batch of a server that the database refuses is acknowledged once, and stored once its cause is mended', async () => {
  const { url } = await startNats();
  const database = await databaseFile();
  const collector = await collectorFor({ stream: url, database, businesses: keyed() });
  const other = new Database(database);
  other.exec(`CREATE TRIGGER poison BEFORE INSERT ON events WHEN NEW.action = 'order.confirmed'
    BEGIN SELECT RAISE(ABORT, 'poisoned'); END`);
  const [order, view] = [anEvent({ action: 'order.confirmed' }), anEvent()];
  await sendAsServer(collector, aBatch([order, anEvent({ action: 7 })]));
  await send(collector, aBatch([view]));
  await expect.poll(() => numbersOf(collector), { timeout: 20_000 }).toHaveLength(1);
  const numbers = await numbersOf(collector);
  expect(await resend(collector, numbers)).toEqual({ received: 0, duplicate: 0, failed: 1 });
  other.exec('DROP TRIGGER poison');
  other.close();
  expect(await resend(collector, numbers)).toEqual({ received: 1, duplicate: 0, failed: 0 });
  const stored = (await collector.store.events()).map(({ id, trusted }) => [id, trusted]);
  expect(stored).toEqual([
    [view.id, false],
    [order.id, true],
  ]);
});

test('dead letters are sent again only by the header of the inspector, with its token, and by their numbers', async () => {
  const collector = await collectorFor();
  expect((await post(collector, '{"numbers":[1]}', {})).status).toBe(403);
  for (const body of ['', 'x', 'null', '{}', '{"numbers":"1"}', '{"numbers":[1.5]}', '{"reason":"x"}']) {
    expect([body, (await post(collector, body)).status]).toEqual([body, 400]);
  }
  const address = `${collector.url}/inspector/api/dead-letters/resend`;
  expect((await rawRequest(address, { 'X-Vitrina': 'resend' }, 'POST')).status).toBe(401);
});
