// @vitest-environment node
import Database from 'libsql';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ActionCounts } from '../../collector/src/index.ts';
import {
  aBatch,
  anEvent,
  ask,
  atEnd,
  business,
  collectorFor,
  resultsOf,
  send,
  shop,
} from './support/collector-harness.ts';

const day = 86_400_000;
const erase = { method: 'DELETE', headers: { 'X-Vitrina': 'erase' } };

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('erasure', () => {
  test('the erasure of a session removes all events of that session and no others', async () => {
    const collector = await collectorFor();
    await send(
      collector,
      aBatch([anEvent({ session: 'erase-me' }), anEvent({ session: 'keep-me' }), anEvent({ session: 'erase-me' })]),
    );
    expect(await (await ask(collector, 'events?session=erase-me', erase)).json()).toMatchObject({
      erased: 2,
      overwritten: true,
    });
    expect((await collector.store.events()).map(({ session }) => session)).toEqual(['keep-me']);
    expect(await (await ask(collector, 'events?session=erase-me', erase)).json()).toMatchObject({
      erased: 0,
      overwritten: true,
    });
    expect(await (await ask(collector, 'actions')).json()).toEqual({ actions: [{ action: 'cart.added', count: 1 }] });
    expect(await (await ask(collector, 'sessions')).json()).toMatchObject({
      sessions: [{ session: 'keep-me', events: 1 }],
    });
    expect(await (await ask(collector, 'events')).json()).toMatchObject({ total: 1 });
    const { buckets } = (await (await ask(collector, 'counts?minutes=5&buckets=1')).json()) as ActionCounts;
    expect(buckets.map(({ counts }) => counts)).toEqual([{ 'cart.added': 1 }]);
  });

  test("the erasure of a user includes earlier anonymous events of the same session, and spares another user's events", async () => {
    const collector = await collectorFor();
    const by = (id: string) => ({ user_parameters: { id } });
    await send(
      collector,
      aBatch([
        anEvent({ session: 'shared-device', note: 1 }),
        anEvent({ session: 'shared-device', note: 2, ...by('c-1') }),
        anEvent({ session: 'shared-device', note: 3, ...by('c-2') }),
        anEvent({ session: 'phone-of-c1', note: 4, ...by('c-1') }),
        anEvent({ session: 'a-stranger-1', note: 5 }),
      ]),
    );
    expect(await (await ask(collector, 'events?user=c-1', erase)).json()).toMatchObject({
      erased: 3,
      overwritten: true,
    });
    expect((await collector.store.events()).map(({ event }) => event.note)).toEqual([3, 5]);
  });

  test('the erasure of a user id that two businesses have is refused until the business is named', async () => {
    const account = { name: 'Shop', origins: [shop] };
    const collector = await collectorFor({ businesses: { one: account, two: account } });
    for (const id of ['one', 'two']) {
      const batch = aBatch([anEvent({ user_parameters: { id: 7 } })], { business: id });
      await send(collector, batch, { address: `${collector.endpoint}?b=${id}` });
    }
    const unclear = await ask(collector, 'events?user=7', erase);
    expect(unclear.status).toBe(409);
    expect(await unclear.text()).toContain('one, two');
    expect(await (await ask(collector, 'events?user=7&business=two', erase)).json()).toMatchObject({
      erased: 1,
      overwritten: true,
    });
    expect((await collector.store.events()).map((row) => row.business)).toEqual(['one']);
  });

  test('an erasure without its header, or without a session or user, is refused', async () => {
    const collector = await collectorFor();
    await send(collector, aBatch([anEvent({ session: 'keep-me-1' })]));
    expect((await ask(collector, 'events?session=keep-me-1', { method: 'DELETE' })).status).toBe(403);
    expect((await ask(collector, 'events', erase)).status).toBe(400);
    expect((await ask(collector, 'events?business=xy76ks', erase)).status).toBe(400);
    expect(await collector.store.events()).toHaveLength(1);
  });

  test('an erased event that is sent again later is a duplicate and is not stored', async () => {
    const collector = await collectorFor();
    const batch = aBatch([anEvent({ session: 'erase-me' })]);
    await send(collector, batch);
    await ask(collector, 'events?session=erase-me', erase);
    expect((await resultsOf(await send(collector, batch)))[0]?.status).toBe('duplicate');
    expect(await collector.store.events()).toEqual([]);
  });

  test('the id of an erased user can no longer be read in the database files', async () => {
    const folder = await aFolder();
    const collector = await collectorFor({ database: join(folder, 'events.db') });
    const secret = 'maria.perez-0123456789';
    await send(
      collector,
      aBatch(Array.from({ length: 30 }, () => anEvent({ session: 'erase-me', user_parameters: { id: secret } }))),
    );
    const readable = async () => {
      const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')));
      return files.join().includes(secret);
    };
    expect(await readable()).toBe(true);
    expect(await (await ask(collector, `events?user=${secret}`, erase)).json()).toMatchObject({
      erased: 30,
      overwritten: true,
    });
    expect(await readable()).toBe(false);
  });
});

describe('retention', () => {
  test('a sweep removes the events that are older than the retention period and keeps the rest', async () => {
    const { store } = await collectorFor();
    const { record } = await recordsOf();
    await store.put([record(40), record(20), record(1)]);
    expect(await store.sweep(30)).toEqual({ expired: 1 });
    expect(await store.events()).toHaveLength(2);
    expect(await store.sweep(0)).toEqual({ expired: 0 });
    expect(await store.events()).toHaveLength(2);
  });

  test('the id of an event that a sweep removed stays a duplicate for a month', async () => {
    const { store } = await collectorFor();
    const { record } = await recordsOf();
    const [old, older] = [record(20), record(40)];
    await store.put([older, old]);
    expect(await store.sweep(2)).toEqual({ expired: 2 });
    expect(await store.put([old])).toEqual(['duplicate']);
    expect(await store.put([older])).toEqual(['received']);
  });

  test('a sweep removes more events than it takes at a time', async () => {
    const { store } = await collectorFor();
    const { record } = await recordsOf();
    await store.put(Array.from({ length: 2_500 }, () => record(10)));
    await store.put(Array.from({ length: 2_600 }, () => record(1)));
    expect(await store.sweep(5)).toEqual({ expired: 2_500 });
    expect(await store.events()).toHaveLength(2_600);
  });

  test('a collector removes the events that are too old when it starts', async () => {
    const database = join(await aFolder(), 'events.db');
    const first = await collectorFor({ database });
    await send(first, aBatch([anEvent(), anEvent()]));
    const client = new Database(database);
    const longAgo = new Date(Date.now() - 91 * day).toISOString();
    client.prepare('UPDATE events SET received_at = ? WHERE received_seq = 1').run([longAgo]);
    client.close();
    await first.close();
    const second = await collectorFor({ database });
    await expect.poll(() => second.store.events()).toHaveLength(1);
  });

  /** Makes records that were received some days ago, from an event that a real collector has stored. */
  async function recordsOf() {
    const collector = await collectorFor();
    await send(collector, aBatch([anEvent()]));
    const { received_seq: _, event, ...template } = (await collector.store.events())[0]!;
    return {
      record: (daysAgo: number) => ({
        ...template,
        event: JSON.stringify(event),
        id: anEvent().id,
        received_at: new Date(Date.now() - daysAgo * day).toISOString(),
      }),
    };
  }
});

describe('IP address of the sender', () => {
  test.each([
    ['truncated', '127.0.0.0'],
    ['full', '127.0.0.1'],
    ['none', null],
  ] as const)('the option "%s" decides how an IP address is stored', async (ipAddresses, expected) => {
    const collector = await collectorFor({ ipAddresses });
    const event = anEvent();
    await send(collector, aBatch([event]));
    expect((await collector.store.event(business, event.id))?.ip).toBe(expected);
  });

  test('an event is stored with a truncated IP address if the options say nothing', async () => {
    const collector = await collectorFor();
    const event = anEvent();
    await send(collector, aBatch([event]));
    expect((await collector.store.event(business, event.id))?.ip).toBe('127.0.0.0');
  });
});
