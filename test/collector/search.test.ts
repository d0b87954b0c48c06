// @vitest-environment node
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { ActionCounts, Collector, Figures, Row } from '../../collector/src/index.ts';
import { aBatch, anEvent, ask, collectorFor, resultsOf, send, shop } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record } from './support/records.ts';

const postgres = sharedPostgres();

/** Where the databases of the tests are, each for itself. */
const places = {
  'a file': databaseFile,
  PostgreSQL: () => postgres.newDatabase(),
};

interface Page {
  events: Row[];
  next: number | null;
  total: number;
  total_at_least?: boolean;
}

const answer = async <T>(collector: Collector, path: string, parameters: Record<string, string> = {}) => {
  const response = await ask(collector, `${path}?${new URLSearchParams(parameters).toString()}`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
};

/** Sends events and waits until the index has them. */
async function store(collector: Collector, events: object[], address?: string): Promise<void> {
  const response = await send(collector, aBatch(events, { business: undefined }), { address });
  expect((await resultsOf(response)).map(({ status }) => status)).toEqual(events.map(() => 'received'));
  await indexed(collector);
}

async function indexed(collector: Collector): Promise<void> {
  while ((await collector.store.fillIndex(1000)) > 0);
}

/** Notes of the events that a question finds, the newest first. */
const found = async (collector: Collector, q: string, more: Record<string, string> = {}) =>
  (await answer<Page>(collector, 'events', { q, ...more })).events.map(({ event }) => event.note);

const session = '0193b2c4-1a00-7c31-9d2f-6b1f0a9c5e01';

const shopEvents = () => [
  anEvent({
    note: 'view',
    action: 'product.viewed',
    session,
    page: { url: 'https://shop.example/productos/vestido-largo?talle=2' },
    object_parameters: { name: 'Vestido Rojo Clásico', reference: 'P-771', sku: 'VRC_01' },
  }),
  anEvent({
    note: 'cart',
    session,
    amount: 129.9,
    currency: 'UYU',
    object_parameters: { reference: 'cart-9', items: [{ product: { name: 'Camisa Roja' }, quantity: 1 }] },
  }),
  anEvent({
    note: 'order',
    action: 'order.placed',
    session: 'another-browser',
    amount: 1299,
    currency: 'UYU',
    url: 'https://shop.example/checkout/3/thank-you',
    user_parameters: { id: 'c-3307', source: 'tiendanube' },
    object_parameters: { reference: 'CO-GWR5XD5A', items: [{ product: 'vestido-azul', quantity: 1 }] },
  }),
];

describe.each(Object.entries(places))('search and figures in %s', (_, place) => {
  test('an event is found by its product, order, page, visitor and value, by all words, and by the beginning of the last', async () => {
    const collector = await collectorFor({ database: await place() });
    await store(collector, shopEvents());
    for (const [question, notes] of Object.entries({
      'CO-GWR5XD5A': ['order'],
      'co-gwr5': ['order'],
      'vestido rojo': ['view'],
      'ROJO vestido': ['view'],
      clasi: ['view'],
      vestido: ['order', 'view'],
      'vestido roj': ['view'],
      'vesti rojo': [],
      'vestido verde': [],
      '/checkout/3/thank-you': ['order'],
      'https://other.example/checkout/3/thank': ['order'],
      '/checkout/4/thank-you': [],
      [session]: ['cart', 'view'],
      [session.slice(0, 13)]: ['cart', 'view'],
      [`camisa ${session}`]: ['cart'],
      'c-3307': ['order'],
      'C-3307': ['order'],
      'c-3307 vestido': ['order'],
      'c-3307 camisa': [],
      'c-3308': [],
      'another-browser c-3307': ['order'],
      '129.90': ['cart'],
      '129,9': ['cart'],
      '1.299,00': ['order'],
      '129': ['order', 'cart'],
      'P-771': ['view'],
      vrc_01: ['view'],
      '" OR *': [],
      "' | !:*": [],
      '%': [],
    })) {
      expect([question, await found(collector, question)]).toEqual([question, notes]);
    }
  });

  test('a search is read page by page, newest first, and its total is cut where counting is dear', async () => {
    const collector = await collectorFor({ database: await place() });
    const events = Array.from({ length: 900 }, (_, note) => anEvent({ note, object_parameters: { name: 'Mate' } }));
    for (let round = 0; round < 3; round++) {
      await store(
        collector,
        events.map((event) => anEvent({ ...event, id: anEvent().id })),
      );
    }
    const first = await answer<Page>(collector, 'events', { q: 'mate', limit: '2' });
    expect([first.total, first.total_at_least]).toEqual([2000, true]);
    const second = await answer<Page>(collector, 'events', { q: 'mate', limit: '2', before: String(first.next) });
    expect([...first.events, ...second.events].map(({ event }) => event.note)).toEqual([899, 898, 897, 896]);
    const none = await answer<Page>(collector, 'events', { q: 'termo' });
    expect(none).toEqual({ events: [], next: null, total: 0 });
  });

  test('filters of business, action, session, user and time hold for list, picture and search alike', async () => {
    const account = { name: 'Shop', origins: [shop] };
    const collector = await collectorFor({
      database: await place(),
      businesses: { xy76ks: account, Other: account },
    });
    const now = Date.now() / 1000;
    const events = shopEvents().map((event, index) => ({ ...event, tracked_at: now - 8000 + index * 1000 }));
    await store(collector, events);
    await store(
      collector,
      events.map((event) => ({ ...event, id: anEvent().id, note: 'elsewhere' })),
      `${collector.endpoint}?b=Other`,
    );
    const all = ['elsewhere', 'elsewhere', 'elsewhere', 'order', 'cart', 'view'];
    for (const [filter, notes] of [
      [{}, all],
      [{ business: 'xy76ks' }, ['order', 'cart', 'view']],
      [{ business: 'xy76ks', user: 'c-3307' }, ['order']],
      [{ business: 'xy76ks', session }, ['cart', 'view']],
      [{ business: 'xy76ks', action: 'cart.added' }, ['cart']],
      [{ business: 'xy76ks', from: String(now - 7500) }, ['order', 'cart']],
      [{ business: 'xy76ks', from: String(now - 7500), to: String(now - 6500) }, ['cart']],
      [{ business: 'xy76ks', to: String(now - 7500) }, ['view']],
      [{ trusted: '1' }, []],
      [{ trusted: '0' }, all],
      [{ invalid: '1' }, []],
    ] as [Record<string, string>, string[]][]) {
      expect([filter, await found(collector, '', filter)]).toEqual([filter, notes]);
      const { buckets } = await answer<ActionCounts>(collector, 'counts', { minutes: '600', buckets: '10', ...filter });
      const counted = buckets.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
      expect([filter, counted]).toEqual([filter, notes.length]);
    }
    expect(await found(collector, 'vestido', { business: 'xy76ks' })).toEqual(['order', 'view']);
    expect(await found(collector, 'vestido', { business: 'Other', action: 'order.placed' })).toEqual(['elsewhere']);
    expect(await found(collector, 'vestido', { business: 'xy76ks', session })).toEqual(['view']);
    expect(await found(collector, 'vestido', { business: 'xy76ks', from: String(now - 7500) })).toEqual(['order']);
    expect(await found(collector, session, { action: 'cart.added', business: 'xy76ks' })).toEqual(['cart']);
    const ofWords = await answer<ActionCounts>(collector, 'counts', {
      minutes: '600',
      buckets: '10',
      q: 'vestido rojo',
    });
    expect(ofWords.actions).toEqual(['product.viewed']);
  });

  test.each(['figures?from=yesterday', 'events?trusted=yes', 'events?from=5&to=5', `events?q=${'x'.repeat(501)}`])(
    'a filter that cannot be meant is refused with a sentence: %s',
    async (path) => {
      const response = await ask(await collectorFor(), path);
      expect(response.status).toBe(400);
      expect(await response.text()).toMatch(/The parameter \w+ /);
    },
  );

  const order = (more: object, told: object = {}) =>
    anEvent({
      action: 'order.placed',
      amount: 100,
      currency: 'UYU',
      object_parameters: { reference: 'A-1', ...told },
      ...more,
    });

  test('figures count visitors and orders once, whoever has told them, and money by its currency', async () => {
    const collector = await collectorFor({ database: await place() });
    const now = Date.now() / 1000;
    const at = (ago: number) => ({ tracked_at: now - ago });
    await store(collector, [
      ...[3, 9000, 200_000].map((ago) => anEvent({ action: 'page.viewed', session: 'first', ...at(ago) })),
      anEvent({ session: 'second', ...at(8000) }),
      anEvent({ session: 'second', ...at(100_000) }),
      order({ session: 'second', ...at(7000) }),
      // The server tells the same order, without the visitor.
      order({ session: null, ...at(6900) }),
      order(
        { session: 'third', amount: undefined, ...at(6000) },
        { reference: 'A-2', total: { amount: 20.5, currency: 'USD' } },
      ),
      order({ session: 'third', amount: -5, ...at(5900) }, { reference: 'A-3' }),
      anEvent({ action: 'order.cancelled', session: 'third', amount: 20.5, currency: 'USD', ...at(5000) }),
    ]);
    const day = { from: String(now - 86_400), to: String(now) };
    const figures = await answer<Figures>(collector, 'figures', day);
    expect(figures).toEqual({
      from: Number(day.from),
      to: Number(day.to),
      visitors: 3,
      carts: 1,
      orders: 3,
      revenue: [
        { currency: 'USD', amount: 20.5 },
        { currency: 'UYU', amount: 100 },
      ],
      conversion: 2 / 3,
    });
    // Whole hours are read from another place than the ends of the time.
    const week = { from: String(now - 500_000), to: String(now) };
    expect(await answer<Figures>(collector, 'figures', week)).toMatchObject({ visitors: 3, carts: 1, orders: 3 });
    const minutes = await answer<Figures>(collector, 'figures', { minutes: '1' });
    expect(minutes).toMatchObject({ visitors: 1, carts: 0, orders: 0, revenue: [], conversion: 0 });
    const none = { from: '1000', to: '2000' };
    expect(await answer<Figures>(collector, 'figures', none)).toMatchObject({ visitors: 0, conversion: null });
    // An order that was told before the time began was counted then.
    const later = { from: String(now - 6950), to: String(now) };
    expect(await answer<Figures>(collector, 'figures', later)).toMatchObject({ orders: 2 });
    for (const [filter, expected] of [
      [{ session: 'second' }, { visitors: 1, carts: 1, orders: 1, conversion: 1 }],
      [{ action: 'page.viewed' }, { visitors: 1, carts: 0, orders: 0, conversion: 0 }],
      [{ action: 'cart.added' }, { visitors: 1, carts: 1, orders: 0 }],
      [{ business: 'nobody' }, { visitors: 0, orders: 0 }],
      [{ q: 'A-2' }, { visitors: 1, orders: 1, revenue: [{ currency: 'USD', amount: 20.5 }] }],
      [{ trusted: '1' }, { visitors: 0, orders: 0 }],
      [{ trusted: '0' }, { visitors: 3, orders: 3 }],
    ] as [Record<string, string>, object][]) {
      expect([filter, await answer<Figures>(collector, 'figures', { ...week, ...filter })]).toEqual([
        filter,
        expect.objectContaining(expected),
      ]);
    }
  });

  test('an order that a stranger has told before it was placed counts where a server tells it', async () => {
    const collector = await collectorFor({ database: await place() });
    const now = Math.floor(Date.now() / 1000);
    const told = (reference: string, ago: number, more: object = {}) =>
      record({
        ...{ action: 'order.placed', tracked_at: now - ago, amount: 100, session: null, trusted: true },
        event: JSON.stringify({ object_parameters: { reference } }),
        ...more,
      });
    const stranger = { session: 'stranger', trusted: false, amount: 1 };
    await collector.store.put([
      ...['A-1', 'A-2', 'A-3'].map((reference) => told(reference, now, stranger)),
      told('A-1', 100),
      told('A-2', 90, { trusted: false, session: 'buyer', amount: 120 }),
      told('A-2', 89),
      // A server has told it before, and a browser tells it again.
      told('A-4', 9000),
      told('A-4', 50, { trusted: false, session: 'late' }),
    ]);
    await indexed(collector);
    const figuresOf = (more: Record<string, string>) => answer<Figures>(collector, 'figures', more);
    expect(await figuresOf({ minutes: '60' })).toMatchObject({
      ...{ orders: 2, revenue: [{ currency: 'UYU', amount: 200 }], conversion: 1 / 2 },
    });
    expect(await figuresOf({ minutes: '600' })).toMatchObject({ orders: 3 });
    expect(await figuresOf({ minutes: '60', trusted: '1' })).toMatchObject({ orders: 2 });
    expect(await figuresOf({ from: '0', to: '1000' })).toMatchObject({ orders: 1 });
    expect(await figuresOf({ from: '0', to: '1000', trusted: '0' })).toMatchObject({ orders: 3 });
  });

  test('amounts that cannot be added up count nothing, and hide no other figure', async () => {
    const collector = await collectorFor({ database: await place() });
    await store(
      collector,
      [1e308, 1.7e308, 1e12, 10].map((amount) => order({ amount }, { reference: `A-${amount}` })),
    );
    expect(await answer<Figures>(collector, 'figures', { minutes: '60' })).toMatchObject({
      ...{ orders: 4, revenue: [{ currency: 'UYU', amount: 10 }] },
    });
  });

  test('the list of visitors names no user of another business', async () => {
    const account = { name: 'Shop', origins: [shop] };
    const collector = await collectorFor({ database: await place(), businesses: { xy76ks: account, Other: account } });
    await store(collector, [anEvent({ session })]);
    const elsewhere = [anEvent({ session, user_parameters: { id: 'c-1' } })];
    await store(collector, elsewhere, `${collector.endpoint}?b=Other`);
    const usersOf = async (business: string) =>
      (await answer<{ sessions: { user_id: string | null }[] }>(collector, 'sessions', { business })).sessions.map(
        ({ user_id }) => user_id,
      );
    expect([await usersOf('xy76ks'), await usersOf('Other')]).toEqual([[null], ['c-1']]);
  });

  test('trusted and invalid events can be told from others, and of an order the trusted telling counts', async () => {
    const collector = await collectorFor({ database: await place() });
    const tellings = [
      {
        session: 'browser',
        amount: 90,
        trusted: false,
        event: { note: 'browser', object_parameters: { reference: 'B-1' } },
      },
      { session: null, amount: 80, trusted: true, event: { note: 'server', object_parameters: { reference: 'B-1' } } },
      {
        session: 'browser',
        amount: 1,
        trusted: false,
        event: { note: 'wrong' },
        invalid: [{ type: 'x', parameter: 'y', description: 'z' }],
      },
    ];
    // Two hours ago, so that they are in a whole hour of the index.
    const placed = { action: 'order.placed', tracked_at: Math.floor(Date.now() / 3_600_000 - 2) * 3600 + 60 };
    await collector.store.put(
      tellings.map(({ event, ...more }) => record({ ...placed, ...more, event: JSON.stringify(event) })),
    );
    await indexed(collector);
    for (const [filter, notes, figures] of [
      [{ trusted: '1' }, ['server'], { visitors: 0, orders: 1, revenue: [{ currency: 'UYU', amount: 80 }] }],
      [{ trusted: '0' }, ['wrong', 'browser'], { visitors: 1, orders: 2, revenue: [{ currency: 'UYU', amount: 91 }] }],
      [{ invalid: '1' }, ['wrong'], { visitors: 1, orders: 1, revenue: [{ currency: 'UYU', amount: 1 }] }],
      [{ invalid: '0', q: 'b-1' }, ['server', 'browser'], { orders: 1, revenue: [{ currency: 'UYU', amount: 80 }] }],
      [{}, ['wrong', 'server', 'browser'], { orders: 2, conversion: 1, revenue: [{ currency: 'UYU', amount: 81 }] }],
    ] as [Record<string, string>, string[], object][]) {
      expect([filter, await found(collector, filter.q ?? '', filter)]).toEqual([filter, notes]);
      const told = await answer<Figures>(collector, 'figures', { minutes: '600', ...filter });
      expect([filter, told]).toEqual([filter, expect.objectContaining(figures)]);
      const counts = await answer<ActionCounts>(collector, 'counts', { minutes: '600', buckets: '10', ...filter });
      const counted = counts.buckets.reduce((sum, bucket) => sum + (bucket.counts['order.placed'] ?? 0), 0);
      expect([filter, counted]).toEqual([filter, notes.length]);
    }
  });

  test('events that the index does not have yet are told as pending, and visitors and pictures count them all the same', async () => {
    const collector = await collectorFor({ database: await place() });
    await store(collector, [anEvent({ session: 'first', tracked_at: Date.now() / 1000 - 9000 })]);
    const fill = collector.store.fillIndex;
    await send(collector, aBatch([anEvent({ session: 'second', tracked_at: Date.now() / 1000 - 9000 })]));
    const figures = await answer<Figures>(collector, 'figures', { minutes: '600' });
    expect([figures.visitors, figures.carts]).toEqual([2, 2]);
    const { buckets } = await answer<ActionCounts>(collector, 'counts', { minutes: '600', buckets: '10' });
    expect(buckets.reduce((sum, { counts }) => sum + (counts['cart.added'] ?? 0), 0)).toBe(2);
    while ((await fill(1000)) > 0);
    expect((await answer<Figures>(collector, 'figures', { minutes: '600' })).pending).toBeUndefined();
  });

  test('visitors and pictures are the same at every moment while the index is filled', async () => {
    const collector = await collectorFor({ database: await place() });
    const count = 150;
    const tracked_at = Math.floor(Date.now() / 3_600_000 - 2) * 3600 + 60;
    await collector.store.put(
      Array.from({ length: count }, (_, number) => record({ session: `visitor-${number}`, tracked_at })),
    );
    let isFilling = true;
    const filling = (async () => {
      while ((await collector.store.fillIndex(1)) > 0);
      isFilling = false;
    })();
    while (isFilling) {
      const figures = await answer<Figures>(collector, 'figures', { minutes: '600' });
      const { buckets } = await answer<ActionCounts>(collector, 'counts', { minutes: '600', buckets: '10' });
      const counted = buckets.reduce((sum, { counts }) => sum + (counts['cart.added'] ?? 0), 0);
      expect([figures.visitors, figures.carts, counted]).toEqual([count, count, count]);
    }
    await filling;
  });

  test('a collector fills the index by itself, with what was stored before and what is stored now', async () => {
    const database = await place();
    const earlier = await collectorFor({ database });
    await send(earlier, aBatch(shopEvents()));
    await earlier.close();
    const collector = await collectorFor({ database });
    await expect.poll(() => found(collector, 'vestido rojo'), { timeout: 10_000 }).toEqual(['view']);
    await send(collector, aBatch([anEvent({ note: 'new', object_parameters: { name: 'Termo' } })]));
    await expect.poll(() => found(collector, 'termo'), { timeout: 10_000 }).toEqual(['new']);
  });

  test('what is erased is found and counted no more, and what remains of the same hour is', async () => {
    const database = await place();
    const collector = await collectorFor({ database });
    const user_parameters = { id: 'c-1' };
    await store(collector, [
      ...shopEvents(),
      order({ session, user_parameters, note: 'erased' }, { reference: 'BORRADO-77' }),
      anEvent({ session, note: 'mine', action: 'page.viewed', user_parameters: { id: 'c-2' } }),
    ]);
    const response = await ask(collector, 'events?user=c-1', { method: 'DELETE', headers: { 'X-Vitrina': 'erase' } });
    expect(((await response.json()) as { erased: number }).erased).toBe(3);
    expect(await found(collector, 'BORRADO-77')).toEqual([]);
    expect(await found(collector, 'rojo')).toEqual([]);
    expect(await found(collector, session)).toEqual(['mine']);
    for (const minutes of ['60', '600']) {
      expect(await answer<Figures>(collector, 'figures', { minutes })).toMatchObject({
        visitors: 2,
        carts: 0,
        orders: 1,
      });
    }
    const { actions } = await answer<{ actions: { action: string; count: number }[] }>(collector, 'actions');
    expect(actions).toEqual([
      { action: 'order.placed', count: 1 },
      { action: 'page.viewed', count: 1 },
    ]);
    if (!database.startsWith('postgres')) {
      await collector.close();
      expect((await readFile(database)).includes('borrado')).toBe(false);
      expect((await readFile(database)).toString('latin1')).toContain('gwr5xd5a');
    }
  });

  test('what has expired leaves the index with its event', async () => {
    const collector = await collectorFor({ database: await place(), retentionDays: 0 });
    const long = Date.now() - 100 * 86_400_000;
    const old = { session: 'old', tracked_at: long / 1000, received_at: new Date(long).toISOString() };
    await collector.store.put([record({ ...old, event: '{"object_parameters":{"name":"antiguo"}}' })]);
    await store(collector, [anEvent({ session: 'new' })]);
    const since = { from: '0', to: String(Date.now() / 1000) };
    expect((await answer<Figures>(collector, 'figures', since)).visitors).toBe(2);
    expect(await found(collector, 'antiguo')).toHaveLength(1);
    await collector.store.sweep(90);
    expect((await answer<Figures>(collector, 'figures', since)).visitors).toBe(1);
    expect(await found(collector, 'antiguo')).toEqual([]);
  });
});
