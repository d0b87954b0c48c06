// @vitest-environment node
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import type { Store } from '../../collector/src/index.ts';
import { openStore } from '../../collector/src/store/open-store.ts';
import { aBatch, anEvent, atEnd, collectorFor, resultsOf, send } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record, records } from './support/records.ts';

const day = 86_400_000;
const postgres = sharedPostgres();

/** Where the stores of the tests are, each for itself. */
const places = {
  'a file': databaseFile,
  PostgreSQL: () => postgres.newDatabase(),
};

async function open(database: string): Promise<Store> {
  const store = await openStore(database);
  atEnd(store.close);
  return store;
}

describe.each(Object.entries(places))('a store in %s', (_, place) => {
  test('the store keeps an event once, within a batch, over batches and over two openings of the database', async () => {
    const database = await place();
    const [one, other] = [await open(database), await open(database)];
    const event = record();
    expect(await one.put([event, { ...event }, record()])).toEqual(['received', 'duplicate', 'received']);
    expect(await one.put([event])).toEqual(['duplicate']);
    expect(await other.put([event, record({ id: event.id, business: 'other' })])).toEqual(['duplicate', 'received']);
    expect(await one.events()).toHaveLength(3);
  });

  test('the store gives back what was put in, with numbers as numbers', async () => {
    const store = await open(await place());
    const event = record({
      sent_at: '2026-11-29T10:00:00.000Z',
      page_url: 'https://shop.example/ñ',
      clock_skew: -3.25,
      trusted: true,
      invalid: [{ type: 'parameter_invalid', parameter: 'currency', description: 'The field is "\ud800\0 ñ".' }],
    });
    await store.put([event]);
    const [row] = await store.events();
    expect(row).toEqual({ ...event, received_seq: 1, event: { note: 1 } });
    expect(await store.event('xy76ks', event.id)).toEqual(row);
    expect(await store.event('other', event.id)).toBeUndefined();
    expect(await store.newest()).toBe(1);
  });

  test('texts that a database refuses, NUL and halves of characters, do not block a batch', async () => {
    const store = await open(await place());
    const event = JSON.stringify({ note: 'a\0b', other: 'x\ud800y' });
    expect(await store.put([record({ session: 'a\0b', page_url: 'x\ud800y', event }), record()])).toEqual([
      'received',
      'received',
    ]);
    const [row] = await store.events();
    expect(row).toMatchObject({ session: 'ab', page_url: 'x\ufffdy', event: { note: 'a\0b', other: 'x\ud800y' } });
  });

  test('a column whose value is neither text nor number stays empty', async () => {
    const store = await open(await place());
    await store.put([record({ session: {} as never, user_id: true as never, currency: [1] as never })]);
    expect(await store.events()).toMatchObject([{ session: null, user_id: null, currency: null }]);
  });

  test('an id that the database would change is stored once, and fails nothing', async () => {
    const store = await open(await place());
    const event = record({ id: 'a\0b' });
    expect(await store.put([event, record()])).toEqual(['received', 'received']);
    expect(await store.put([event])).toEqual(['duplicate']);
  });

  test('events that no statement can be made of do not fail those that share their commit', async () => {
    const store = await open(await place());
    const putting = [[record()], [undefined as never], [record()]].map((events) => store.put(events));
    const outcomes = await Promise.allSettled(putting);
    expect(outcomes).toMatchObject([
      { value: ['received'] },
      { reason: { name: 'StoreRefused' } },
      { value: ['received'] },
    ]);
  });

  test('a user id that is too long for an index does not block its batch, is whole in the event, and is erased by its whole', async () => {
    const database = await place();
    const collector = await collectorFor({ database });
    // Different characters: PostgreSQL compresses a text that repeats itself until it fits.
    const long = String.fromCodePoint(...Array.from({ length: 1990 }, (_, n) => 0x1_0000 + ((n * 7919) % 50_000)));
    const events = [
      anEvent({ user_parameters: { id: long } }),
      anEvent({ user_parameters: { id: 'x'.repeat(1000) } }),
      anEvent({ user_parameters: { id: `x${'ñ'.repeat(500)}` } }),
    ];
    const response = await send(collector, aBatch(events));
    expect((await resultsOf(response)).map(({ status }) => status)).toEqual(['received', 'received', 'received']);
    const store = await open(database);
    const [cut, ...kept] = await store.events();
    expect([cut?.user_id, cut?.event.user_parameters]).toEqual([[...long].slice(0, 250).join(''), { id: long }]);
    expect(kept.map(({ user_id }) => user_id)).toEqual(['x'.repeat(1000), `x${'ñ'.repeat(499)}`]);
    expect(await store.erasable({ user: long })).toMatchObject({ businesses: ['xy76ks'] });
    expect((await store.erase({ user: long })).erased).toBe(1);
    await store.put(
      [record({ received_at: new Date(Date.now() - 1000).toISOString(), user_id: cut?.user_id ?? '' })],
      'stream',
    );
    expect(await store.events()).toEqual(kept);
  });

  test('one row whose content is damaged does not keep the others from being read', async () => {
    const store = await open(await place());
    await store.put([record({ event: '{"cut": ' }), record()]);
    expect((await store.page({})).events.map(({ event }) => event)).toEqual([{ note: 1 }, { unreadable: '{"cut": ' }]);
  });

  test('pages are read from the newest to the oldest, filtered, with the total', async () => {
    const store = await open(await place());
    await store.put([...records(5), ...records(3, { action: 'order.placed' }), record({ business: 'other' })]);
    const first = await store.page({ limit: 2, action: 'cart.added', business: 'xy76ks' });
    expect([first.events.map(({ received_seq }) => received_seq), first.next, first.total]).toEqual([[5, 4], 4, 5]);
    const last = await store.page({ limit: 10, action: 'cart.added', business: 'xy76ks', before: 4 });
    expect([last.events.length, last.next]).toEqual([3, null]);
    expect(await store.actions('xy76ks')).toEqual([
      { action: 'cart.added', count: 5 },
      { action: 'order.placed', count: 3 },
    ]);
  });

  test('sessions are told with their figures, the latest first, and an event without a session is none', async () => {
    const store = await open(await place());
    await store.put([
      record({ session: 'one', tracked_at: 100 }),
      record({ session: null }),
      record({ session: 'two', tracked_at: 300 }),
      record({ session: 'one', tracked_at: 200, user_id: 'c-7' }),
      record({ session: 'one', tracked_at: 50, business: 'other' }),
    ]);
    expect(await store.sessions(10, 'xy76ks')).toEqual([
      { session: 'one', events: 2, first_at: 100, last_at: 200, user_id: 'c-7' },
      { session: 'two', events: 1, first_at: 300, last_at: 300, user_id: null },
    ]);
    expect(await store.sessions(1)).toMatchObject([{ session: 'one', events: 3, first_at: 50 }]);
  });

  test('a timeline is in the order of what happened, and a long one is cut to its latest events', async () => {
    const store = await open(await place());
    await store.put([record({ tracked_at: 30 }), record({ tracked_at: 10 }), record({ tracked_at: 20 })]);
    const { events, total } = await store.timeline('a-session-1');
    expect([events.map(({ tracked_at }) => tracked_at), total]).toEqual([[10, 20, 30], 3]);
    await store.put(records(1200, { session: 'a-robot' }));
    const long = await store.timeline('a-robot');
    expect([long.events.length, long.total]).toEqual([1000, 1200]);
  });

  test('counts are in equal steps of time up to now', async () => {
    const store = await open(await place());
    const now = Date.now() / 1000;
    await store.put([
      ...records(2, { tracked_at: now }),
      record({ tracked_at: now - 7200 }),
      record({ tracked_at: now + 30 }),
    ]);
    const { buckets, actions } = await store.counts({ minutes: 60, buckets: 2 });
    expect(actions).toEqual(['cart.added']);
    expect(buckets.reduce((sum, { counts }) => sum + (counts['cart.added'] ?? 0), 0)).toBe(3);
  });

  test('what a business has sent today is counted over all openings of the database, each event once', async () => {
    const database = await place();
    const [one, other] = [await open(database), await open(database)];
    const event = record();
    await one.put([event, record()]);
    await other.put([event, record({ event: '{"note":"longer"}' }), record({ business: 'other' })]);
    const usage = await one.usage();
    expect(usage.get('xy76ks')).toEqual({ events: 3, bytes: 10 + 10 + 17 });
    expect(usage.get('other')).toEqual({ events: 1, bytes: 10 });
  });

  test('another process is told of what was stored', async () => {
    const database = await place();
    const [one, other] = [await open(database), await open(database)];
    const told = vi.fn();
    atEnd(one.onStored(told));
    await one.put([record()]);
    await expect.poll(() => told.mock.calls.length, { timeout: 5000 }).toBeGreaterThan(0);
    expect(await other.eventsAfter(0, 10)).toHaveLength(1);
  });

  test('a reader by number skips no row while several write at once', async () => {
    const database = await place();
    const writers = [await open(database), await open(database), await open(database)];
    const reader = await open(database);
    const seen: number[] = [];
    let isDone = false;
    const reading = (async () => {
      for (;;) {
        const wasDone = isDone;
        const rows = await reader.eventsAfter(seen.at(-1) ?? 0, 1000);
        seen.push(...rows.map(({ received_seq }) => received_seq));
        if (wasDone && rows.length === 0) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await Promise.all(
      writers.map(async (store) => {
        for (let index = 0; index < 20; index++) await store.put(records(5));
      }),
    );
    isDone = true;
    await reading;
    expect(seen).toHaveLength(300);
    expect(new Set(seen).size).toBe(300);
  });

  test('an erasure takes the content of a session, and the ids of what is erased are remembered', async () => {
    const store = await open(await place());
    const event = record({ session: 'erase-me' });
    await store.put([event, record({ session: 'keep-me' })]);
    expect(await store.erasable({ session: 'erase-me' })).toMatchObject({ businesses: ['xy76ks'] });
    expect((await store.erase({ session: 'erase-me' })).erased).toBe(1);
    expect(await store.put([event])).toEqual(['duplicate']);
    expect((await store.events()).map(({ session }) => session)).toEqual(['keep-me']);
  });

  test('an erasure of a user takes what the same sessions did before, but not what another user did in them', async () => {
    const store = await open(await place());
    await store.put([
      record({ event: '{"n":1}' }),
      record({ event: '{"n":2}', user_id: 'c-1' }),
      record({ event: '{"n":3}', user_id: 'c-2' }),
      record({ event: '{"n":4}', session: null }),
      record({ event: '{"n":5}', business: 'other' }),
    ]);
    expect((await store.erase({ user: 'c-1' })).erased).toBe(2);
    expect((await store.events()).map(({ event }) => event.n)).toEqual([3, 4, 5]);
  });

  test('an erasure reaches what was received before it and is stored after it', async () => {
    const store = await open(await place());
    const before = { received_at: new Date(Date.now() - 60_000).toISOString() };
    const late = record({ ...before, session: 'erase-me' });
    expect((await store.erase({ session: 'erase-me', business: 'xy76ks' })).erased).toBe(0);
    const kept = [
      record({ ...before, session: 'keep-me' }),
      record({ ...before, session: 'erase-me', business: 'other' }),
      record({ received_at: new Date(Date.now() + 1000).toISOString(), session: 'erase-me' }),
    ];
    expect(await store.put([late, ...kept], 'stream')).toEqual(Array(4).fill('received'));
    expect((await store.events()).map(({ id }) => id)).toEqual(kept.map(({ id }) => id));
    expect(await store.put([late], 'stream')).toEqual(['duplicate']);
  });

  test("an erasure of a user reaches the late events of the sessions that were the user's, known or not", async () => {
    const store = await open(await place());
    const before = { received_at: new Date(Date.now() - 60_000).toISOString() };
    await store.put([record({ ...before, session: 'known', user_id: 'c-1' })]);
    expect((await store.erase({ user: 'c-1' })).erased).toBe(1);
    await store.put(
      [
        record({ ...before, session: 'known' }),
        record({ ...before, session: 'known', user_id: 'c-2', event: '{"n":1}' }),
        record({ ...before, session: 'unknown', event: '{"n":2}' }),
        record({ session: 'unknown', received_at: new Date(Date.now() + 1000).toISOString(), event: '{"n":3}' }),
      ],
      'stream',
    );
    // Only now it shows whose session it is; what the session had done was stored already.
    await store.put([record({ ...before, session: 'unknown', user_id: 'c-1' })], 'stream');
    await store.put([record({ ...before, session: 'unknown' })], 'stream');
    expect((await store.events()).map(({ event }) => event.n)).toEqual([1, 3]);
  });

  test('an erasure is forgotten when nothing in a stream can be older', async () => {
    const store = await open(await place());
    const late = () => record({ session: 'erase-me', received_at: new Date(Date.now() - 60_000).toISOString() });
    await store.erase({ session: 'erase-me' });
    await store.sweepStream({ stream: 1, retention: 1 });
    await store.put([late()], 'stream');
    expect(await store.events()).toHaveLength(0);
    await store.sweepStream({ stream: -1, retention: 1 });
    await store.put([late()], 'stream');
    expect(await store.events()).toHaveLength(1);
  });

  test('an erasure takes no event that comes after it, although another clock was ahead when it was made', async () => {
    const store = await open(await place());
    await store.erase({ session: 'erase-me' });
    const received_at = new Date(Date.now() - 5_000).toISOString();
    await store.put([record({ session: 'erase-me', received_at })]);
    expect(await store.events()).toHaveLength(1);
  });

  test('an event that the database refuses does not fail those that share its commit', async () => {
    const store = await open(await place());
    const refused = store.put([record(), record({ action: null as unknown as string })]);
    const others = [store.put(records(2)), store.put(records(3))];
    await expect(refused).rejects.toMatchObject({ name: 'StoreRefused' });
    expect((await Promise.all(others)).flat()).toEqual(Array(5).fill('received'));
    expect(await store.events()).toHaveLength(5);
  });

  test('dead letters are noted once, shown newest first, emptied by an erasure and swept by their age', async () => {
    const store = await open(await place());
    const letter = (number: number, body: string) => ({
      message: `${number}@1`,
      business: 'xy76ks',
      reason: `reason ${number}`,
      headers: { 'Vitrina-Received': '1' },
      body: Buffer.from(body),
    });
    await store.keepDeadLetter(letter(1, '{"session":"erase-me"'));
    await store.keepDeadLetter(letter(1, '{"session":"erase-me"'));
    await store.keepDeadLetter(letter(2, 'ñ\0\xff'));
    const { deadLetters, next, total } = await store.deadLetters({ limit: 1 });
    expect([deadLetters, next, total]).toMatchObject([
      [{ business: 'xy76ks', reason: 'reason 2', text: 'ñ\0\xff', bytes: 5, headers: { 'Vitrina-Received': '1' } }],
      expect.any(Number),
      2,
    ]);
    expect((await store.deadLetters({ before: next ?? 0 })).deadLetters).toMatchObject([{ reason: 'reason 1' }]);
    await store.erase({ session: 'erase-me' });
    expect((await store.deadLetters()).deadLetters.map(({ bytes }) => bytes)).toEqual([5, 0]);
    await store.sweepStream({ stream: 1, retention: 0 });
    expect((await store.deadLetters()).total).toBe(2);
    await store.sweepStream({ stream: 1, retention: -1 });
    expect((await store.deadLetters()).total).toBe(0);
  });

  test('a sweep takes what is older than the retention, and nothing where the clock seems to be wrong', async () => {
    const store = await open(await place());
    const ago = (days: number) => ({ received_at: new Date(Date.now() - days * day).toISOString() });
    await store.put([...records(150, ago(100)), ...records(200, ago(1))]);
    expect(await store.sweep(0)).toEqual({ expired: 0 });
    expect(await store.sweep(90)).toEqual({ expired: 150 });
    vi.useFakeTimers({ toFake: ['Date'] });
    atEnd(() => vi.useRealTimers());
    // The clock is a hundred days ahead.
    vi.setSystemTime(Date.now() + 100 * day);
    expect((await store.sweep(90)).refused).toContain('200 of 200 events');
    vi.setSystemTime(Date.now() + day / 2);
    expect((await store.sweep(90)).expired).toBe(0);
    // It has been so for a day: a shop that was closed for a season.
    vi.setSystemTime(Date.now() + day / 2 + 1000);
    expect(await store.sweep(90)).toEqual({ expired: 200 });
  });

  test('what arrived while the clock stood in 1970 is not erased when the clock is right again', async () => {
    const store = await open(await place());
    const ago = (days: number) => ({ received_at: new Date(Date.now() - days * day).toISOString() });
    await store.put([...records(3, ago(2)), ...records(2, { received_at: '1970-01-01T00:00:05.000Z' }), ...records(3)]);
    expect(await store.sweep(90)).toEqual({ expired: 0 });
    expect(await store.events()).toHaveLength(8);
  });

  test('an erasure does not fail by others that write at the same time', async () => {
    const store = await open(await place());
    await store.put([record({ session: 'erase-me' })]);
    const writing = [store.erase({ session: 'erase-me' }), ...Array.from({ length: 20 }, () => store.probe())];
    expect((await Promise.all(writing))[0]).toMatchObject({ erased: 1 });
  });

  test('a store can be probed for being writable, and tells its size', async () => {
    const store = await open(await place());
    await store.probe();
    await store.put(records(100));
    expect(await store.size()).toBeGreaterThan(10_000);
  });
});

test('a PostgreSQL connection that breaks in the middle of a write fails that write alone', async () => {
  const database = await postgres.newDatabase();
  const store = await open(database);
  const other = new pg.Client({ connectionString: database });
  await other.connect();
  atEnd(() => other.end());
  // The write has to wait for its turn, which another writer has.
  await other.query('SELECT pg_advisory_lock(8643377)');
  const writing = expect(store.put([record()])).rejects.toMatchObject({ name: 'StoreUnavailable' });
  const isWaiting = async () =>
    (await other.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")).rowCount;
  await expect.poll(isWaiting).toBe(1);
  await other.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
  );
  await writing;
  await other.query('SELECT pg_advisory_unlock_all()');
  expect(await store.put([record()])).toEqual(['received']);
});
