// @vitest-environment node
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { Business, Collector } from '../../collector/src/index.ts';
import { hashKey, makeKey } from '../../collector/src/options/private-key.ts';
import { copiedTables } from '../../collector/src/store/copy/copied-tables.ts';
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
import { databaseFile } from './support/database-file.ts';
import { natsClient, startNats } from './support/nats.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record } from './support/records.ts';

const day = 86_400_000;
const postgres = sharedPostgres();

const places: Record<string, () => Promise<string>> = {
  'a file': databaseFile,
  PostgreSQL: () => postgres.newDatabase(),
};

const key = makeKey();
const businesses: Record<string, Business> = {
  [business]: {
    ...{ name: 'Demo', origins: [shop], keys: [hashKey(key)] },
    automations: { cart: { kind: 'cart-abandoned' }, product: { kind: 'product-visited' } },
  },
  other: { name: 'Other', origins: [shop] },
};

/** The names of the person who asks; nothing of these may be left anywhere. */
const maria = { id: 'maria-0123456789', source: 'tiendanube' };
const alias = { id: 'maria-at-the-till', source: 'till' };
const laptop = 'laptop-12345678';
const phone = 'phone-123456789';
const neighbour = { id: 'neighbour-7', source: 'tiendanube' };

const by = (user: object) => ({ user_parameters: user });

async function asServer({ url }: Collector, method: string, path: string, body: object) {
  const response = await fetch(`${url}/v1/${path}?b=${business}`, {
    ...{ method, headers: { Authorization: `Bearer ${key}` } },
    body: JSON.stringify(body),
  });
  expect(response.ok).toBe(true);
}

/** Erases, and answers the receipt. */
async function erase(collector: Collector, query: string) {
  const response = await ask(collector, `events?${query}`, { method: 'DELETE', headers: { 'X-Vitrina': 'erase' } });
  expect(response.status).toBe(200);
  return (await response.json()) as {
    erased: number;
    counts: Record<string, number>;
    erased_at: string;
    overwritten: boolean;
    gone: Record<string, { at: string | null; how: string } | null>;
  };
}

/** All rows of all tables, as one text. */
async function everythingIn(database: string): Promise<string> {
  const tables = copiedTables.map(({ name }) => name);
  const rows: unknown[] = [];
  if (database.startsWith('postgres')) {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    for (const table of tables) rows.push((await client.query(`SELECT * FROM ${table}`)).rows);
    await client.end();
  } else {
    const client = new Database(database);
    for (const table of tables) rows.push(client.prepare(`SELECT * FROM ${table}`).all());
    client.close();
  }
  return JSON.stringify(rows, (_name, value: unknown) =>
    value instanceof ArrayBuffer || value instanceof Uint8Array ? Buffer.from(value as ArrayBuffer).toString() : value,
  );
}

const notesIn = async ({ store }: Collector) => (await store.events()).map(({ event }) => event.note).sort();

/** An order of a buyer is seen on a connected platform. */
async function seeOrder({ store }: Collector, order_id: string, { id, source: kind }: { id: string; source: string }) {
  const account = { business, kind, account: '1' };
  await store.keepConnection({ ...account, tokens: 'sealed', expires_at: 0 }, [], 0);
  await store.addJobs([{ ...account, resource: `/orders/${order_id}`, due_at: 0 }]);
  const [job] = await store.claimJobs([kind], 1, 2, 1);
  const row = { account: '1', status: 'paid', pack_id: `pack of ${id}`, buyer_id: id, last_updated: 1, check_at: null };
  const compare = () => ({ row: { ...row, state: '{}' }, events: [] });
  await store.settleJob(job!, { orders: [{ order_id, refs: [`payment:of ${id}`], compare }] }, 1);
  await store.addJobs([{ ...account, resource: `/orders/${order_id}`, due_at: 0 }]);
}

/** A shop in which Maria has left something of every kind, and others too. */
async function aShop(database: string) {
  const collector = await collectorFor({ database, businesses });
  await send(
    collector,
    aBatch([anEvent({ session: laptop, note: 'maria 1', object_parameters: { items: [{ product: 'maria-mug' }] } })]),
  );
  const traits = { email: 'maria-0123456789@example.com' };
  await send(
    collector,
    aBatch([
      anEvent({ session: laptop, action: 'user.identified', note: 'maria 2', ...by(maria), traits }),
      anEvent({ session: laptop, note: 'maria 3', ...by(maria) }),
    ]),
  );
  // A neighbour has used the laptop, and is noted there as a conflict.
  await send(collector, aBatch([anEvent({ session: laptop, note: 'neighbour 1', ...by(neighbour) })]));
  // Only a server knows that the phone is hers.
  await asServer(collector, 'PATCH', `sessions/${phone}`, { user: maria });
  await send(collector, aBatch([anEvent({ session: phone, note: 'maria 4' })]));
  await send(collector, aBatch([anEvent({ session: 'till-1234', note: 'maria 5', ...by(alias) })]));
  await asServer(collector, 'POST', 'aliases', { from: alias, to: maria });
  // She was named on the neighbour's own browser once.
  await send(
    collector,
    aBatch([
      anEvent({ session: 'third-browser', note: 'neighbour 2' }),
      anEvent({ session: 'third-browser', note: 'neighbour 3', ...by(neighbour) }),
      anEvent({ session: 'third-browser', note: 'maria 6', ...by(maria) }),
    ]),
  );
  await collector.store.keepDeadLetter({
    ...{ message: '7@1', business, reason: 'The message cannot be read.', headers: {} },
    body: new TextEncoder().encode(JSON.stringify({ session: phone })),
  });
  const refused = { action: null, id: null, arrival: {}, bytes: 10, isWhole: true, reason: 'parameter_invalid:id' };
  const at = { business, received_at: new Date().toISOString(), description: 'The id is wrong.' };
  await collector.store.keepRefusals(
    [
      { ...refused, ...at, session: null, user_id: null, text: JSON.stringify({ about: maria.id }) },
      { ...refused, ...at, session: 'somebody-else-1', user_id: null, text: '{"about":"nobody"}' },
    ],
    { rows: 10, bytes: 10_000 },
  );
  for (const [order, buyer] of [
    ['order-of-maria-1', maria],
    ['order-next-door', neighbour],
  ] as const) {
    await seeOrder(collector, order, buyer);
  }
  const elsewhere = aBatch([anEvent({ note: 'other shop', session: 'far-away-1', ...by(neighbour) })], {
    business: 'other',
  });
  await send(collector, elsewhere, { address: `${collector.endpoint}?b=other` });
  return collector;
}

describe.each(Object.entries(places))('erasure in %s', (_, place) => {
  test('of a user reaches every table and every alias, says what went of each kind, and spares all others', async () => {
    const database = await place();
    const collector = await aShop(database);
    const receipt = await erase(collector, `user=${maria.id}&source=${maria.source}&business=${business}`);
    expect(receipt.counts).toEqual({
      ...{ events: 6, profiles: 2, sessions: 3, conflicts: 2, aliases: 1, dead_letters: 1, refusals: 1, deliveries: 0 },
      timers: 4,
      marketplace_orders: 1,
      privacy_requests: 0,
    });
    expect(receipt.erased).toBe(6);
    expect(await notesIn(collector)).toEqual(['neighbour 1', 'neighbour 2', 'neighbour 3', 'other shop']);
    expect(await everythingIn(database)).not.toMatch(/maria|phone-1/);
    expect((await collector.store.profiles()).map((row) => [row.business, row.user_id, row.sessions]).sort()).toEqual([
      ['other', neighbour.id, 1],
      [business, neighbour.id, 1],
    ]);
    expect((await erase(collector, `user=${maria.id}&business=${business}`)).counts).toEqual({
      ...{ events: 0, profiles: 0, sessions: 0, conflicts: 0, aliases: 0, dead_letters: 0, refusals: 0, deliveries: 0 },
      timers: 0,
      marketplace_orders: 0,
      privacy_requests: 0,
    });
  });

  test('of a user by the name of an alias takes the same person', async () => {
    const database = await place();
    const collector = await aShop(database);
    await erase(collector, `user=${alias.id}&business=${business}`);
    expect(await everythingIn(database)).not.toMatch(/maria|phone-1/);
  });

  test('of a user spares a user of another platform with the same id, and asks where both may be meant', async () => {
    const collector = await collectorFor({ database: await place() });
    const sources = ['tiendanube', 'mercadolibre', undefined];
    const events = sources.map((source, index) =>
      anEvent({ session: `browser-${index}`, note: String(source), ...by({ id: '7', source }) }),
    );
    await send(collector, aBatch([...events, anEvent({ session: 'browser-0', note: 'before' })]));
    const unclear = await ask(collector, 'events?user=7', { method: 'DELETE', headers: { 'X-Vitrina': 'erase' } });
    expect([unclear.status, await unclear.text()]).toEqual([409, expect.stringContaining('mercadolibre')]);
    expect((await erase(collector, 'user=7&source=')).erased).toBe(1);
    expect((await erase(collector, 'user=7&source=tiendanube')).erased).toBe(2);
    expect(await notesIn(collector)).toEqual(['mercadolibre']);
  });

  test('of a session takes its events whoever is named, and profiles of which nothing else is known', async () => {
    const database = await place();
    const collector = await aShop(database);
    expect((await erase(collector, `session=till-1234&business=${business}`)).counts).toMatchObject({
      ...{ events: 1, profiles: 1, sessions: 1 },
    });
    expect((await erase(collector, `session=${laptop}`)).counts).toMatchObject({
      ...{ events: 4, profiles: 0, sessions: 1, conflicts: 1 },
    });
    expect(await notesIn(collector)).toEqual(['maria 4', 'maria 6', 'neighbour 2', 'neighbour 3', 'other shop']);
    expect(await everythingIn(database)).not.toContain(laptop);
  });

  test('of a session leaves the profile to which another session is attached', async () => {
    const { store } = await collectorFor({ database: await place() });
    await store.put([record({ session: laptop, user_id: maria.id, user_source: maria.source })]);
    await store.attach({ business, source: maria.source, user_id: maria.id }, phone);
    expect((await store.erase({ session: laptop })).counts).toMatchObject({ events: 1, sessions: 1, profiles: 0 });
    expect(await store.profiles()).toHaveLength(1);
    expect((await store.erase({ session: phone })).counts).toMatchObject({ events: 0, sessions: 1, profiles: 1 });
    expect(await store.profiles()).toEqual([]);
  });

  test('of an order takes what browsers and servers have told of it, and no order with a similar number', async () => {
    const collector = await collectorFor({ database: await place() });
    const told = (action: string, note: number, more: object) => anEvent({ action, note, ...more });
    await send(
      collector,
      aBatch([
        told('order.placed', 1, { object_parameters: { reference: 'CO-5%_"ñ', items: [] } }),
        told('order.confirmed', 2, { object: 'CO-5%_"ñ' }),
        told('refund.received', 3, { object_parameters: { reference: 'R-1', order: { reference: 'CO-5%_"ñ' } } }),
        told('order.placed', 4, { object_parameters: { reference: 'CO-5%_"ñ1' } }),
        told('order.placed', 5, { object_parameters: { reference: 'R-1' } }),
        told('page.viewed', 6, { metadata: { order: 'CO-5%_"ñ' } }),
        told('order.shipped', 7, { object_parameters: { reference: 501 } }),
      ]),
    );
    // A refund has a number of its own, which may be that of another order.
    expect((await erase(collector, 'order=R-1')).erased).toBe(1);
    expect(await notesIn(collector)).toEqual([1, 2, 3, 4, 6, 7]);
    expect((await erase(collector, `order=${encodeURIComponent('CO-5%_"ñ')}`)).counts).toMatchObject({ events: 3 });
    expect(await notesIn(collector)).toEqual([4, 6, 7]);
    expect((await erase(collector, 'order=501')).erased).toBe(1);
    expect((await erase(collector, 'order=50')).erased).toBe(0);
  });

  test('is remembered: what is sent again later is a duplicate, and makes no profile', async () => {
    const collector = await collectorFor({ database: await place() });
    const batch = aBatch([anEvent({ session: laptop, ...by(maria) })]);
    await send(collector, batch);
    await erase(collector, `user=${maria.id}&source=${maria.source}`);
    expect((await resultsOf(await send(collector, batch)))[0]?.status).toBe('duplicate');
    // What had been received before, and was stored late.
    const late = record({
      ...{ user_id: maria.id, user_source: maria.source, session: laptop },
      received_at: new Date(Date.now() - 60_000).toISOString(),
    });
    await collector.store.put([late, { ...late, id: anEvent().id, user_source: 'other' }], 'stream');
    expect((await collector.store.events()).map(({ user_source }) => user_source)).toEqual(['other']);
    expect((await collector.store.profiles()).map(({ source }) => source)).toEqual(['other']);
  });

  test('of a user who was named once in the browser of another takes nothing else there, not even what is stored late', async () => {
    const { store } = await collectorFor({ database: await place() });
    const before = { received_at: new Date(Date.now() - 60_000).toISOString(), session: 'third-browser' };
    const named = ({ id, source }: typeof maria) => ({ user_id: id, user_source: source });
    await store.put([record({ ...before, ...named(neighbour) }), record({ ...before, session: 'her-own-one' })]);
    await store.erase({ user: maria.id, business });
    await store.put(
      [
        record({ ...before, ...named(maria) }),
        record({ ...before, event: '{"note":2}' }),
        record({ ...before, ...named(maria), session: 'her-own-one' }),
      ],
      'stream',
    );
    expect((await store.events()).map(({ session, user_id }) => [session, user_id])).toEqual([
      ['third-browser', neighbour.id],
      ['third-browser', null],
    ]);
  });

  test('of nobody in particular, and of two at once, is refused', async () => {
    const collector = await collectorFor({ database: await place() });
    for (const query of ['', 'source=tiendanube', `session=${laptop}&user=7`, 'user=7&order=1']) {
      const response = await ask(collector, `events?${query}`, { method: 'DELETE', headers: { 'X-Vitrina': 'erase' } });
      expect([query, response.status]).toEqual([query, 400]);
    }
  });

  test('a person’s data is a download of all that the erasure would take, but for what may be another person’s', async () => {
    const collector = await aShop(await place());
    await send(collector, aBatch(Array.from({ length: 450 }, () => anEvent({ session: phone, note: 'maria 7' }))));
    const response = await ask(collector, `person?user=${maria.id}&source=${maria.source}&business=${business}`);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="person-[\d-]+\.json"$/);
    const told = (await response.json()) as Record<string, object[]> & { receipt: object };
    const notes = told.events!.map((row) => (row as { event: { note: string } }).event.note);
    expect([...new Set(notes)].sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `maria ${number}`));
    expect(notes).toHaveLength(456);
    expect(new Set(told.events!.map((row) => (row as { id: string }).id)).size).toBe(456);
    expect(told.profiles!.map((row) => (row as { user_id: string }).user_id).sort()).toEqual(
      [maria.id, alias.id].sort(),
    );
    expect(told.sessions).toContainEqual(
      expect.objectContaining({ session: laptop, traits: { email: 'maria-0123456789@example.com' } }),
    );
    expect(told).toMatchObject({
      about: { user: maria.id, source: maria.source, business },
      aliases: [{ from: { user_id: alias.id } }],
      dead_letters: [{ bytes: expect.any(Number) as number }],
      refusals: [{ reason: 'parameter_invalid:id', text: expect.stringContaining(maria.id) as string }],
      marketplace_orders: [{ order_id: 'order-of-maria-1', status: 'paid' }],
      receipt: {
        counts: {
          events: 456,
          profiles: 2,
          sessions: 3,
          conflicts: 2,
          aliases: 1,
          dead_letters: 1,
          refusals: 1,
          deliveries: 0,
          // Whom a cart of the laptop names depends on the millisecond, because two have used it.
          timers: told.timers!.length,
          marketplace_orders: 1,
        },
      },
    });
    expect(told.timers!.length).toBeGreaterThan(1);
    expect(JSON.stringify(told)).not.toContain('neighbour');
    // Of a conflict everybody learns that there was one, and nobody who the other is.
    expect(told.conflicts).toContainEqual(
      expect.objectContaining({ session: laptop, user_id: null, holder: { source: maria.source, user_id: maria.id } }),
    );
    expect(told.conflicts).toContainEqual(
      expect.objectContaining({ session: 'third-browser', user_id: maria.id, holder: null }),
    );
  });

  test('the data of a session is a download, too, and whose data is meant has to be clear', async () => {
    const collector = await aShop(await place());
    const told = (await (await ask(collector, `person?session=${phone}`)).json()) as object;
    expect(told).toMatchObject({
      events: [{ event: { note: 'maria 4' } }],
      sessions: [{ session: phone, user_id: maria.id }],
      profiles: [],
    });
    expect((await ask(collector, 'person')).status).toBe(400);
    expect((await ask(collector, `person?user=${neighbour.id}`)).status).toBe(409);
  });

  test('by a name that is not known there tells under which it is, and erases nothing', async () => {
    const collector = await aShop(await place());
    for (const [user, wrong] of [
      [maria.id, 'business=otra'],
      [neighbour.id, `business=${business}&source=tiendanub`],
    ]) {
      const receipt = await erase(collector, `user=${user}&${wrong}`);
      expect(receipt).toMatchObject({ erased: 0, about: { user } });
      expect(receipt.gone.database?.how).toMatch(new RegExp(`The same name is known with .*&business=${business}`));
    }
    const nobody = await erase(collector, `user=nobody&business=${business}`);
    expect(nobody.gone.database?.how).toBe(
      'Nothing is stored under this name, so nothing was erased. See whether it is spelled right.',
    );
    expect((await collector.store.profiles({ business })).map(({ user_id }) => user_id)).toContain(maria.id);
  });

  test('by age takes profiles, sessions, conflicts and aliases of whom no event is left, and no others', async () => {
    // The collector's own sweep at its start would come in between.
    const { store } = await collectorFor({ database: await place(), retentionDays: 0 });
    const ago = (days: number, more: object) =>
      record({
        received_at: new Date(Date.now() - days * day).toISOString(),
        ...{ tracked_at: Date.now() / 1000 - days * 86_400, user_source: '' },
        ...more,
      });
    await store.put([
      ago(100, { user_id: 'old', session: 'old-browser' }),
      ago(99, { user_id: 'other', session: 'old-browser' }),
      ago(98, { user_id: 'loyal', session: 'loyal-browser' }),
      ago(2, { user_id: null, session: 'loyal-browser' }),
      ago(1, { user_id: 'new', session: 'new-browser' }),
    ]);
    expect(await store.sweep(90)).toEqual({ expired: 3, people: 4 });
    expect((await store.profiles()).map(({ user_id }) => user_id).sort()).toEqual(['loyal', 'new']);
    const loyal = { business, source: '', user_id: 'loyal' };
    expect((await store.timeline(loyal)).total).toBe(0);
    expect((await store.profile(loyal))?.sessions).toHaveLength(1);
    expect(await store.profile({ ...loyal, user_id: 'other' })).toBeUndefined();
    expect(await store.sweep(90)).toEqual({ expired: 0 });
  });
});

describe('the receipt of an erasure', () => {
  test('in a file tells that the content is overwritten, and it is', async () => {
    const database = await databaseFile();
    const collector = await aShop(database);
    const readable = async () => {
      const folder = dirname(database);
      const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')));
      return files.join().includes(maria.id);
    };
    expect(await readable()).toBe(true);
    const { gone, erased_at, overwritten } = await erase(collector, `user=${maria.id}&business=${business}`);
    expect([overwritten, gone.database?.at, gone.stream]).toEqual([true, erased_at, null]);
    expect(gone.backups).toEqual({ at: null, how: expect.stringContaining('older than this') as string });
    expect(await readable()).toBe(false);
  });

  test('in a file that another program reads tells that the content is still there', async () => {
    const database = await databaseFile();
    const collector = await aShop(database);
    const reader = new Database(database);
    reader.exec('BEGIN; SELECT count(*) FROM events');
    atEnd(() => reader.close());
    const { gone, overwritten } = await erase(collector, `user=${maria.id}&business=${business}`);
    expect([overwritten, gone.database?.at]).toEqual([false, null]);
    expect(gone.database?.how).toContain('when that program has ended');
  });

  test('in PostgreSQL does not claim that the content is gone, and names what would do it', async () => {
    const collector = await aShop(await places.PostgreSQL!());
    const { gone, overwritten } = await erase(collector, `user=${maria.id}&business=${business}`);
    expect([overwritten, gone.database?.at]).toEqual([false, null]);
    expect(gone.database?.how).toContain('VACUUM FULL events, profiles');
  });
});

test('an erasure reaches what still waits in the stream, and its receipt says until when that can be in its files', async () => {
  const nats = await startNats();
  const database = await postgres.newDatabase();
  const accepting = await collectorFor({ stream: nats.url, role: 'collector', database, businesses });
  const order = (reference: string) => ({ action: 'order.placed', object_parameters: { reference } });
  await send(
    accepting,
    aBatch([
      anEvent({ session: laptop, note: 'hers', action: 'user.identified', ...by(maria) }),
      anEvent({ session: laptop, note: 'hers without a name' }),
      anEvent({ session: 'another-browser', note: 'another platform', ...by({ ...maria, source: 'till' }) }),
      anEvent({ session: 'browser-with-order', note: 'order', ...order('CO-7') }),
      anEvent({ session: 'browser-with-order', note: 'another order', ...order('CO-77') }),
      anEvent({ session: 'browser-with-order', note: 'no order' }),
    ]),
  );
  const receipt = await erase(accepting, `user=${maria.id}&source=${maria.source}&business=${business}`);
  expect(receipt.erased).toBe(0);
  expect(Date.parse(receipt.gone.stream?.at ?? '')).toBe(Date.parse(receipt.erased_at) + 7 * day);
  await erase(accepting, `order=CO-7&business=${business}`);
  const writer = await collectorFor({ stream: nats.url, role: 'writer', database, businesses });
  const { manager } = await natsClient(nats);
  await expect.poll(async () => (await manager.streams.info('vitrina')).state.messages, { timeout: 20_000 }).toBe(0);
  expect(await notesIn(writer)).toEqual(['another order', 'another platform', 'no order']);
  expect((await writer.store.profiles()).map(({ source }) => source)).toEqual(['till']);
});
