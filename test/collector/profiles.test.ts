// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import { aBatch, anEvent, business, collectorFor, resultsOf, send } from './support/collector-harness.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record } from './support/records.ts';

const postgres = sharedPostgres();

const places = {
  'a file': async () => ':memory:',
  PostgreSQL: () => postgres.newDatabase(),
};

const session = 'browser-of-c1';
const start = Math.floor(Date.now() / 1000) - 1000;

/** An event of the browser, some seconds after the start; with a user where it knows one. */
const at = (second: number, user?: string, more: object = {}) =>
  anEvent({
    ...{ session, tracked_at: start + second, note: second },
    ...(user === undefined ? {} : { user_parameters: { id: user, source: 'shop' } }),
    ...more,
  });

const identify = (second: number, user: string, traits?: object) =>
  at(second, user, { action: 'user.identified', traits });

const key = (user_id: string, source = 'shop') => ({ business, source, user_id });

/** What the timeline of a user shows. */
const notesOf = async ({ store }: Collector, user: string) =>
  (await store.timeline(key(user))).events.map(({ event }) => event.note);

describe.each(Object.entries(places))('profiles in %s', (_, place) => {
  const start = async () => collectorFor({ database: await place() });

  test('what a visitor did before the log-in joins the timeline of the user, and nothing that is stored is rewritten', async () => {
    const collector = await start();
    await send(collector, aBatch([at(1), at(2)]));
    await send(collector, aBatch([identify(3, 'c-1'), at(4, 'c-1')]));
    await send(
      collector,
      aBatch([at(5, 'c-1', { session: 'phone-of-c1' }), at(6, undefined, { session: 'stranger' })]),
    );
    expect(await notesOf(collector, 'c-1')).toEqual([1, 2, 3, 4, 5]);
    expect((await collector.store.events()).map(({ user_id }) => user_id)).toEqual([
      ...[null, null],
      ...['c-1', 'c-1', 'c-1'],
      null,
    ]);
    expect(await collector.store.timeline(key('c-1', 'other'))).toEqual({ events: [], total: 0 });
    expect(await collector.store.profiles()).toMatchObject([
      { business, source: 'shop', user_id: 'c-1', sessions: 2, conflicts: 0 },
    ]);
  });

  test('a visitor whose browser identifies nobody anew is known by the user that each event names', async () => {
    const collector = await start();
    await send(collector, aBatch([at(1), at(2, 'c-1')]));
    expect(await notesOf(collector, 'c-1')).toEqual([1, 2]);
  });

  test('what is done after the log-out is in the timeline of nobody, until the same user comes back', async () => {
    const collector = await start();
    await send(collector, aBatch([identify(1, 'c-1'), at(2, 'c-1')]));
    await send(collector, aBatch([at(3), at(4)]));
    expect(await notesOf(collector, 'c-1')).toEqual([1, 2]);
    await send(collector, aBatch([at(5, 'c-1')]));
    expect(await notesOf(collector, 'c-1')).toEqual([1, 2, 3, 4, 5]);
  });

  test('a second user in the same browser gets only what names that user, and the session stays with the first', async () => {
    const collector = await start();
    await send(collector, aBatch([at(1), identify(2, 'c-1')]));
    await send(collector, aBatch([identify(4, 'c-2'), at(5, 'c-2'), at(6)]));
    await send(collector, aBatch([at(7, 'c-1'), at(8)]));
    // It arrives late, and was done after the log-out of the first user.
    await send(collector, aBatch([at(3)]));
    expect(await notesOf(collector, 'c-1')).toEqual([1, 2, 7]);
    expect(await notesOf(collector, 'c-2')).toEqual([4, 5]);
    const { sessions, conflicts } = (await collector.store.profile(key('c-1')))!;
    expect(sessions).toMatchObject([{ session, source: 'shop', user_id: 'c-1' }]);
    expect(conflicts).toMatchObject([
      { session, source: 'shop', user_id: 'c-2', holder: { source: 'shop', user_id: 'c-1' } },
    ]);
    expect((await collector.store.profile(key('c-2')))!).toMatchObject({
      profile: { sessions: 0, conflicts: 1 },
      conflicts,
    });
  });

  test('a second user who is told of late takes back what came after, and nothing before', async () => {
    const collector = await start();
    await send(collector, aBatch([identify(1, 'c-1'), at(2), at(4), at(5, 'c-1')]));
    await send(collector, aBatch([at(3, 'c-2')]));
    expect(await notesOf(collector, 'c-1')).toEqual([1, 2, 5]);
    expect(await notesOf(collector, 'c-2')).toEqual([3]);
  });

  test('two users in one batch are told apart like two in two batches', async () => {
    const collector = await start();
    await send(collector, aBatch([at(1), identify(2, 'c-1'), at(3, 'c-2'), at(4)]));
    expect(await notesOf(collector, 'c-1')).toEqual([1, 2]);
    expect(await notesOf(collector, 'c-2')).toEqual([3]);
    expect((await collector.store.profile(key('c-1')))?.conflicts).toHaveLength(1);
  });

  test('the same id of two platforms is two users, and so is that of two businesses', async () => {
    const { store } = await start();
    const named = { user_id: '7', session: null };
    await store.put([
      record({ ...named, user_source: 'tiendanube' }),
      record({ ...named, user_source: 'mercadolibre' }),
      record({ ...named, user_source: null }),
      record({ ...named, user_source: 'tiendanube', business: 'other' }),
    ]);
    expect((await store.profiles({ business })).map(({ source }) => source).sort()).toEqual([
      ...['', 'mercadolibre', 'tiendanube'],
    ]);
    expect(await store.profiles()).toHaveLength(4);
    expect((await store.timeline(key('7', 'tiendanube'))).total).toBe(1);
    expect((await store.timeline(key('7', ''))).total).toBe(1);
  });

  test('traits of a browser stay with its session and are marked, and those that a server has told win', async () => {
    const { store } = await start();
    const told = (traits: object, more: { session: string; trusted?: boolean }) =>
      record({
        ...{ action: 'user.identified', user_id: 'c-1', user_source: 'shop' },
        ...{ event: JSON.stringify({ traits }) },
        ...more,
      });
    await store.put([told({ name: 'Ana', city: 'Rocha' }, { session: 'browser-1', trusted: true })]);
    await store.put([told({ name: 'Stranger', plan: 'gold' }, { session: 'browser-2', trusted: false })]);
    await store.put([told({ plan: 'gold', phone: '1' }, { session: 'browser-2' })]);
    await store.put([told({ city: 'Salto' }, { session: 'browser-1', trusted: true })]);
    expect((await store.profile(key('c-1')))?.profile).toMatchObject({
      traits: { name: 'Ana', city: 'Salto' },
      untrusted_traits: { plan: 'gold', phone: '1' },
    });
    expect(
      (await store.profile(key('c-1')))?.sessions.map(({ session, trusted }) => [session, trusted]).sort(),
    ).toEqual([
      ['browser-1', true],
      ['browser-2', false],
    ]);
  });

  test('thousands of events in one commit make their profiles and sessions once each', async () => {
    const { store } = await start();
    const named = Array.from({ length: 1500 }, (_, index) =>
      record({ session: `session-${index % 250}`, user_id: `c-${index % 250}`, user_source: 'shop' }),
    );
    await store.put(named);
    await store.put(named);
    expect(await store.profiles({ limit: 500 })).toHaveLength(250);
    expect(await store.profile(key('c-249'))).toMatchObject({ profile: { sessions: 1 }, conflicts: [] });
  });

  test('a profile is found by a part of its id, in any case of letters, and by a session of it', async () => {
    const collector = await start();
    await send(collector, aBatch([identify(1, 'Maria_100%'), at(2, 'mariaX100Y', { session: 'other-browser' })]));
    const found = async (q: string) => (await collector.store.profiles({ q })).map(({ user_id }) => user_id).sort();
    expect(await found('maria_1')).toEqual(['Maria_100%']);
    expect(await found('MARIA')).toEqual(['Maria_100%', 'mariaX100Y']);
    expect(await found(session)).toEqual(['Maria_100%']);
    expect(await found('nobody-at-all')).toEqual([]);
  });
});

describe('ids that stand for nobody', () => {
  const refused: unknown[] = [
    ...[
      '',
      '  ',
      'null',
      'NULL',
      'undefined',
      'NaN',
      'none',
      'nil',
      'true',
      'false',
      '0',
      0,
      '-1',
      -1,
      ' guest ',
      'gue\0st',
      '\0',
      'Guest',
    ],
    ...['0000', '----', '00000000-0000-0000-0000-000000000000', 'anonymous', 'unknown', 'void', 'user'],
    ...[
      '[object Object]',
      '{{ customer.id }}',
      'c-{{customer.id}}',
      'x'.repeat(256),
      true,
      null,
      undefined,
      {},
      ['c-1'],
    ],
  ];

  test.each(refused.map((id) => [JSON.stringify(id) ?? 'nothing', id]))(
    'an identification as %s is rejected with the reason, and what stands beside it is stored',
    async (_, id) => {
      const collector = await collectorFor();
      const user_parameters = { id, source: 'shop' };
      const batch = aBatch([
        anEvent({ session, action: 'user.identified', user_parameters }),
        anEvent({ session, action: 'order.placed', user_parameters }),
      ]);
      const [identified, order] = await resultsOf(await send(collector, batch));
      expect(identified).toMatchObject({ status: 'rejected', errors: [{ parameter: 'user_parameters.id' }] });
      expect(identified?.errors?.[0]?.description).toMatch(/give the id|send no user/);
      expect(order).toMatchObject({ status: 'received' });
      expect((await collector.store.events()).map(({ action }) => action)).toEqual(['order.placed']);
      expect(await collector.store.profiles()).toEqual([]);
    },
  );

  test('a text of characters that no column takes is neither a session nor a user', async () => {
    const collector = await collectorFor();
    const event = anEvent({ session: '\0', user_parameters: { id: '\0\0', source: '\0' } });
    const sent = aBatch([event, anEvent({ session: 'own\0-session', user_parameters: { id: 'c\0-1' } })]);
    expect((await resultsOf(await send(collector, sent))).map(({ status }) => status)).toEqual([
      'received',
      'received',
    ]);
    expect(await collector.store.events()).toMatchObject([
      { session: null, user_id: null, user_source: null },
      { session: 'own-session', user_id: 'c-1' },
    ]);
    expect((await collector.store.profiles()).map(({ user_id, sessions }) => [user_id, sessions])).toEqual([
      ['c-1', 1],
    ]);
  });

  test('ids that only look like those are taken', async () => {
    const collector = await collectorFor();
    const ids = ['user-1', 'guest7', '10', 7, '-12', 'x'.repeat(255), 'nullable', '{c-1}'];
    const batch = aBatch(
      ids.map((id, index) =>
        anEvent({ session: `browser-${index}`, action: 'user.identified', user_parameters: { id } }),
      ),
    );
    const results = await resultsOf(await send(collector, batch));
    expect(results.map(({ status }) => status)).toEqual(ids.map(() => 'received'));
    expect(await collector.store.profiles()).toHaveLength(ids.length);
  });
});
