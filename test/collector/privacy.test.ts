// @vitest-environment node
import { createClient } from '@libsql/client';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ActionCounts } from '../../examples/collector/types.d.ts';
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
  test('of a session takes all of its events and no other', async () => {
    const collector = await collectorFor();
    await send(
      collector,
      aBatch([anEvent({ session: 'erase-me' }), anEvent({ session: 'keep-me' }), anEvent({ session: 'erase-me' })]),
    );
    expect(await (await ask(collector, 'events?session=erase-me', erase)).json()).toEqual({ erased: 2 });
    expect((await collector.store.events()).map(({ session }) => session)).toEqual(['keep-me']);
    expect(await (await ask(collector, 'events?session=erase-me', erase)).json()).toEqual({ erased: 0 });
    expect(await (await ask(collector, 'actions')).json()).toEqual({ actions: [{ action: 'cart.added', count: 1 }] });
    expect(await (await ask(collector, 'sessions')).json()).toMatchObject({
      sessions: [{ session: 'keep-me', events: 1 }],
    });
    expect(await (await ask(collector, 'events')).json()).toMatchObject({ total: 1 });
    const { buckets } = (await (await ask(collector, 'counts?minutes=5&buckets=1')).json()) as ActionCounts;
    expect(buckets.map(({ counts }) => counts)).toEqual([{ 'cart.added': 1 }]);
  });

  test('of a user takes what was done before the user was known, but not another user’s part', async () => {
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
    expect(await (await ask(collector, 'events?user=c-1', erase)).json()).toEqual({ erased: 3 });
    expect((await collector.store.events()).map(({ event }) => event.note)).toEqual([3, 5]);
  });

  test('asks which business is meant where several know such a user', async () => {
    const account = { name: 'Shop', origins: [shop] };
    const collector = await collectorFor({ businesses: { one: account, two: account } });
    for (const id of ['one', 'two']) {
      const batch = aBatch([anEvent({ user_parameters: { id: 7 } })], { business: id });
      await send(collector, batch, { address: `${collector.endpoint}?b=${id}` });
    }
    const unclear = await ask(collector, 'events?user=7', erase);
    expect(unclear.status).toBe(409);
    expect(await unclear.text()).toContain('one, two');
    expect(await (await ask(collector, 'events?user=7&business=two', erase)).json()).toEqual({ erased: 1 });
    expect((await collector.store.events()).map((row) => row.business)).toEqual(['one']);
  });

  test('needs its header and a name', async () => {
    const collector = await collectorFor();
    await send(collector, aBatch([anEvent({ session: 'keep-me-1' })]));
    expect((await ask(collector, 'events?session=keep-me-1', { method: 'DELETE' })).status).toBe(403);
    expect((await ask(collector, 'events', erase)).status).toBe(400);
    expect((await ask(collector, 'events?business=xy76ks', erase)).status).toBe(400);
    expect(await collector.store.events()).toHaveLength(1);
  });

  test('is not undone by a late repeat of the same event', async () => {
    const collector = await collectorFor();
    const batch = aBatch([anEvent({ session: 'erase-me' })]);
    await send(collector, batch);
    await ask(collector, 'events?session=erase-me', erase);
    expect((await resultsOf(await send(collector, batch)))[0]?.status).toBe('duplicate');
    expect(await collector.store.events()).toEqual([]);
  });

  test('leaves nothing readable in the files', async () => {
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
    expect(await (await ask(collector, `events?user=${secret}`, erase)).json()).toEqual({ erased: 30 });
    expect(await readable()).toBe(false);
  });
});

describe('retention', () => {
  test('removes what is older than its days and keeps the rest', async () => {
    const { store } = await collectorFor();
    const { record } = await recordsOf();
    await store.put([record(40), record(20), record(1)]);
    expect(await store.sweep(30)).toBe(1);
    expect(await store.events()).toHaveLength(2);
    expect(await store.sweep(0)).toBe(0);
    expect(await store.events()).toHaveLength(2);
  });

  test('remembers the ids of what it removed for a month, so that repeats stay repeats', async () => {
    const { store } = await collectorFor();
    const { record } = await recordsOf();
    const [old, older] = [record(20), record(40)];
    await store.put([old, older]);
    expect(await store.sweep(2)).toBe(2);
    expect(await store.put([old])).toEqual(['duplicate']);
    expect(await store.put([older])).toEqual(['received']);
  });

  test('works through more rows than it takes at a time', async () => {
    const { store } = await collectorFor();
    const { record } = await recordsOf();
    await store.put(Array.from({ length: 2_500 }, () => record(10)));
    expect(await store.sweep(5)).toBe(2_500);
    expect(await store.events()).toEqual([]);
  });

  test('is applied when the collector starts', async () => {
    const database = join(await aFolder(), 'events.db');
    const first = await collectorFor({ database });
    await send(first, aBatch([anEvent(), anEvent()]));
    const client = createClient({ url: `file:${database}` });
    await client.execute({
      sql: 'UPDATE event_log SET received_at = ? WHERE received_seq = 1',
      args: [new Date(Date.now() - 91 * day).toISOString()],
    });
    client.close();
    await first.close();
    const second = await collectorFor({ database });
    await expect.poll(() => second.store.events()).toHaveLength(1);
  });

  /** Records that were received some days ago, made by a real collector from a real event. */
  async function recordsOf() {
    const collector = await collectorFor();
    await send(collector, aBatch([anEvent()]));
    const template = (await collector.store.events())[0]!;
    return {
      record: (daysAgo: number) => ({
        ...template,
        id: anEvent().id,
        received_at: new Date(Date.now() - daysAgo * day).toISOString(),
      }),
    };
  }
});

describe('the sender’s address', () => {
  test.each([
    ['truncated', '127.0.0.0'],
    ['full', '127.0.0.1'],
    ['none', null],
  ] as const)('is kept %s', async (ipAddresses, expected) => {
    const collector = await collectorFor({ ipAddresses });
    const event = anEvent();
    await send(collector, aBatch([event]));
    expect((await collector.store.event(business, event.id))?.ip).toBe(expected);
  });

  test('is truncated unless somebody asks for more', async () => {
    const collector = await collectorFor();
    const event = anEvent();
    await send(collector, aBatch([event]));
    expect((await collector.store.event(business, event.id))?.ip).toBe('127.0.0.0');
  });
});
