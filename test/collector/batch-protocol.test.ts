// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { aBatch, anEvent, business, collectorFor, resultsOf, send, shop } from './support/collector-harness.ts';

describe('batch', () => {
  test('the events of a batch are stored and answered one by one, in the order of the batch', async () => {
    const collector = await collectorFor();
    const events = [anEvent(), anEvent({ action: 'page.viewed' }), anEvent({ action: 'order.placed' })];
    const response = await send(collector, aBatch(events));
    expect(response.status).toBe(200);
    expect(await resultsOf(response)).toEqual(events.map(({ id }) => ({ id, status: 'received' })));
    const rows = await collector.store.events();
    expect(rows.map((row) => row.action)).toEqual(['cart.added', 'page.viewed', 'order.placed']);
    expect(rows.map((row) => row.received_seq)).toEqual([1, 2, 3]);
  });

  test('a batch may be empty', async () => {
    const collector = await collectorFor();
    expect(await resultsOf(await send(collector, aBatch([])))).toEqual([]);
  });

  test('events of a batch that is sent again are duplicates and are stored once', async () => {
    const collector = await collectorFor();
    const batch = aBatch([anEvent(), anEvent()]);
    await send(collector, batch);
    const again = await resultsOf(await send(collector, batch));
    expect(again.map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
    expect(await collector.store.events()).toHaveLength(2);
  });

  test('an id that stands twice in a batch is stored once', async () => {
    const collector = await collectorFor();
    const event = anEvent();
    const results = await resultsOf(await send(collector, aBatch([event, { ...event, id: event.id.toUpperCase() }])));
    expect(results.map(({ status }) => status)).toEqual(['received', 'duplicate']);
    expect(await collector.store.events()).toHaveLength(1);
  });

  test('the same event id is stored once for each of two businesses', async () => {
    const account = { name: 'Shop', origins: [shop] };
    const collector = await collectorFor({ businesses: { one: account, two: account } });
    const event = anEvent();
    for (const id of ['one', 'two']) {
      const address = `${collector.endpoint}?b=${id}`;
      const results = await resultsOf(await send(collector, aBatch([event], { business: id }), { address }));
      expect(results[0]?.status).toBe('received');
    }
    expect(await collector.store.events({ business: 'two' })).toHaveLength(1);
  });

  test('only the invalid events of a batch are rejected, each with the parameter that is wrong', async () => {
    const collector = await collectorFor();
    const good = anEvent();
    const bad = [
      anEvent({ id: 'not-a-uuid' }),
      anEvent({ action: 'cart' }),
      anEvent({ action: '' }),
      anEvent({ action: `cart.${'a'.repeat(300)}` }),
      anEvent({ action: 'Cart.Added' }),
      anEvent({ tracked_at: '1795262400' }),
      anEvent({ tracked_at: 1_795_262_400_125 }),
      anEvent({ session: 7 }),
      anEvent({ note: 'x'.repeat(300_000) }),
      { action: 'cart.added' },
      'text',
      null,
    ];
    const results = await resultsOf(await send(collector, aBatch([...bad, good])));
    expect(results.map(({ status }) => status)).toEqual([...bad.map(() => 'rejected'), 'received']);
    const parameters = results.map(({ errors }) => errors?.map(({ parameter }) => parameter).join(' '));
    expect(parameters).toEqual([
      'id',
      'action',
      'action',
      'action',
      'action',
      'tracked_at',
      'tracked_at',
      'session',
      'event',
      'id tracked_at',
      'event',
      'event',
      undefined,
    ]);
    expect(results[1]?.errors?.[0]?.description).toContain('"cart"');
    expect(results[9]?.errors?.[0]?.type).toBe('parameter_missing');
    expect(results[8]?.errors?.[0]?.type).toBe('too_large');
    expect((await collector.store.events()).map(({ id }) => id)).toEqual([good.id]);
  });

  test('an event without its own context or session gets those of its batch', async () => {
    const collector = await collectorFor();
    const own = anEvent({ session: 'an-older-session', page: { url: 'https://shop.example/own' } });
    const context = { page: { url: 'https://shop.example/shared' }, observed_by: 'page' };
    const batch = aBatch([anEvent(), own], {
      context,
      locale: 'es-UY',
      timezone: 'America/Montevideo',
      consent: 'granted',
    });
    await send(collector, batch);
    const [first, second] = await collector.store.events();
    expect(first).toMatchObject({
      session: batch.session,
      page_url: 'https://shop.example/shared',
      observed_by: 'page',
      library: 'vitrina/1.0.0',
      event: {
        locale: 'es-UY',
        timezone: 'America/Montevideo',
        consent: 'granted',
        session: batch.session,
        observed_by: 'page',
      },
    });
    expect(second).toMatchObject({
      session: 'an-older-session',
      page_url: 'https://shop.example/own',
      observed_by: 'page',
    });
  });

  test('amount, currency and user id of an event are stored in columns of their own', async () => {
    const collector = await collectorFor();
    const event = anEvent({ amount: 2480.5, currency: 'UYU', user_parameters: { id: 3307, source: 'tiendanube' } });
    await send(collector, aBatch([event]));
    const row = await collector.store.event(business, event.id);
    expect(row).toMatchObject({ amount: 2480.5, currency: 'UYU', user_id: '3307', observed_by: null, page_url: null });
    expect(row?.event).toMatchObject({ amount: 2480.5, user_parameters: { id: 3307, source: 'tiendanube' } });
  });

  test('an event is stored without a session if its batch has none', async () => {
    const collector = await collectorFor();
    const event = anEvent();
    await send(collector, aBatch([event], { session: undefined }));
    expect((await collector.store.event(business, event.id))?.session).toBeNull();
  });
});

describe('answer to a batch', () => {
  test('the answer to a batch can be read by the page that sent it and by no other', async () => {
    const collector = await collectorFor();
    const { headers } = await send(collector, aBatch([anEvent()]));
    expect(headers.get('access-control-allow-origin')).toBe(shop);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-expose-headers')).toBe('Retry-After');
    expect(headers.get('vary')).toBe('Origin');
    expect(Number(headers.get('content-length'))).toBeGreaterThan(0);
    expect(headers.get('set-cookie')).toBeNull();
  });

  test('the answer does not allow credentials if the business accepts every origin', async () => {
    const collector = await collectorFor({ businesses: { [business]: { name: 'Open', origins: ['*'] } } });
    const response = await send(collector, aBatch([anEvent()]), { origin: 'https://anywhere.example' });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://anywhere.example');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('a preflight request is answered with what it may send, and is counted', async () => {
    const collector = await collectorFor();
    const response = await send(collector, undefined, { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(shop);
    expect(response.headers.get('access-control-allow-methods')).toBe('POST');
    expect(response.headers.get('access-control-allow-headers')).toBe('Content-Type');
    await send(collector, aBatch([anEvent()]));
    expect(collector.requests()).toMatchObject({ posts: 1, preflights: 1, events: 1, recent: [] });
  });
});
