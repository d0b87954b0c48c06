// @vitest-environment node
import { describe, expect, it, vi } from 'vitest';
import { createServerTracker, eventId } from '../../src/server/index.ts';
import type { ServerTracker } from '../../src/server/index.ts';
import { type Fault, key, startEndpoint, startTracker } from './support/endpoint.ts';

const order = { object_parameters: { reference: '1001', items: [{ product: 'mate', quantity: 1 }] } };
const uuid = /^[\da-f]{8}-[\da-f]{4}-[78][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** Flushes until nothing waits any more; the waits of the test's endpoint are short. */
const deliver = async (tracker: ServerTracker) => expect(await tracker.close(20_000)).toBe(0);

describe('an event of a server', () => {
  it('is sent with the private key, its user, session and time, and answered with what the endpoint says', async () => {
    const { url, received, stored } = await startEndpoint();
    const { tracker } = startTracker(url);
    const response = await tracker.track(
      'order.confirmed',
      { ...order, amount: 89.9, currency: 'UYU', tracked_at: '2026-11-01T12:00:00Z' },
      { session: '01a203cc-2456-77c7-af01-85fdf50e8f9b', user: { id: 3307, source: 'tiendanube' } },
    );
    expect(response).toMatchObject({ succeeded: true, failed: false, status: 200, data: { status: 'received' } });
    expect(received[0]).toMatchObject({
      method: 'POST',
      path: '/v1/events?b=xy76ks',
      authorization: `Bearer ${key}`,
      origin: undefined,
      body: { v: 1, business: 'xy76ks' },
    });
    expect([...stored.values()]).toEqual([
      {
        session: '01a203cc-2456-77c7-af01-85fdf50e8f9b',
        id: expect.stringMatching(uuid),
        ...order,
        amount: 89.9,
        currency: 'UYU',
        user_parameters: { id: '3307', source: 'tiendanube' },
        action: 'order.confirmed',
        tracked_at: 1793534400,
        observed_by: 'server',
      },
    ]);
  });

  it.each([
    ['a Date', new Date('2026-11-01T12:00:00Z')],
    ['Unix seconds', 1_793_534_400],
    ['an ISO 8601 text', '2026-11-01T09:00:00-03:00'],
  ])('takes %s as the time when it happened', async (_kind, tracked_at) => {
    const { url, stored } = await startEndpoint();
    const { tracker } = startTracker(url);
    await tracker.track('order.placed', { ...order, tracked_at });
    expect([...stored.values()]).toMatchObject([{ tracked_at: 1_793_534_400 }]);
  });

  it.each([
    { user: null },
    { user: undefined },
    { user: { id: null } },
    { user: { id: undefined, source: 'tiendanube' } },
    { user: {} },
    { session: null },
  ])('of a guest is sent without a user: %j', async (subject) => {
    const { url, stored } = await startEndpoint();
    const { tracker, dropped } = startTracker(url);
    await tracker.track('order.placed', order, subject);
    const [event] = [...stored.values()];
    expect(event).toMatchObject({ action: 'order.placed', ...order });
    expect(Object.keys(event ?? {})).not.toContain('user_parameters');
    expect(Object.keys(event ?? {})).not.toContain('session');
    expect(dropped).toEqual([]);
  });

  it('says who the customer is with identify', async () => {
    const { url, stored } = await startEndpoint();
    const { tracker } = startTracker(url);
    await tracker.identify({ id: 'c-1' }, { name: 'Ana' }, { session: 'session-1' });
    expect([...stored.values()]).toMatchObject([
      { action: 'user.identified', session: 'session-1', user_parameters: { id: 'c-1' }, traits: { name: 'Ana' } },
    ]);
  });

  it('is stored once however often it is tracked under an id derived from order and action', async () => {
    const { url, received, stored } = await startEndpoint();
    const { tracker } = startTracker(url);
    const id = eventId('1001', 'order.confirmed');
    const [one, other] = await Promise.all([1, 2].map(() => tracker.track('order.confirmed', order, { id })));
    expect(one).toEqual(other);
    expect(await tracker.track('order.confirmed', order, { id })).toMatchObject({ data: { status: 'duplicate' } });
    expect(stored.size).toBe(1);
    expect(received).toHaveLength(2);
  });

  it('shares requests with others: 2,500 of a history leave in batches of up to 100', async () => {
    const { url, received, stored } = await startEndpoint();
    const { tracker } = startTracker(url);
    for (let count = 0; count < 2_500; count++) {
      void tracker.track('order.placed', { ...order, tracked_at: 1_700_000_000 + count });
    }
    await tracker.flush();
    expect(stored.size).toBe(2_500);
    expect(received.length).toBeLessThan(40);
    expect(Math.max(...received.map(({ body }) => body.events?.length ?? 0))).toBe(100);
  });
});

describe('while the endpoint fails', () => {
  it.each<[string, Fault[]]>([
    [
      'answers 503 with a wait',
      [
        { status: 503, retryAfter: '0.1' },
        { status: 503, retryAfter: '0.1' },
      ],
    ],
    ['answers 429 with a wait in its body', [{ status: 429, body: { retry_after: 0.1 } }]],
    ['closes connections', ['reset']],
    ['stores and then closes the connection', ['reset after storing']],
    ['refuses bodies that are too large', [{ status: 413 }, { status: 413 }]],
  ])('all events arrive and each is stored once, where it %s', async (_what, faults) => {
    const { url, stored } = await startEndpoint(...faults);
    const { tracker, dropped } = startTracker(url);
    for (let count = 0; count < 30; count++) void tracker.track('order.shipped', { ...order, metadata: { count } });
    await deliver(tracker);
    expect(
      [...stored.values()].map(({ metadata }) => (metadata as { count: number }).count).sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 30 }, (_, count) => count));
    expect(dropped).toEqual([]);
  });

  it('one event that it always refuses is dropped alone, and the others arrive', async () => {
    const { url, stored, poison } = await startEndpoint();
    poison('order.bad');
    const { tracker, dropped } = startTracker(url);
    for (let count = 0; count < 12; count++) void tracker.track(count === 5 ? 'order.bad' : 'order.good', order);
    await deliver(tracker);
    expect(stored.size).toBe(11);
    expect(dropped).toEqual(['order.bad: refused']);
  });

  it('close does not hold the process for the ten seconds that it might have taken', async () => {
    const waiting = new Map<unknown, number>();
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    vi.stubGlobal('setTimeout', (done: () => void, ms: number) => {
      const timer = set(() => {
        waiting.delete(timer);
        done();
      }, ms);
      waiting.set(timer, ms);
      return timer;
    });
    vi.stubGlobal('clearTimeout', (timer: NodeJS.Timeout) => {
      waiting.delete(timer);
      clear(timer);
    });
    const { url } = await startEndpoint();
    const { tracker } = startTracker(url);
    void tracker.track('order.confirmed', order);
    expect(await tracker.close()).toBe(0);
    // The answers to track are waited for by one timer of three seconds.
    expect([...waiting.values()].filter((ms) => ms > 3000)).toEqual([]);
  });

  it('an event is kept however old its id looks, and arrives', async () => {
    const { url, stored } = await startEndpoint({ status: 503, retryAfter: '0.1' }, { status: 503, retryAfter: '0.1' });
    const { tracker, dropped } = startTracker(url);
    void tracker.track('order.confirmed', order, { id: '00000000-0000-8000-a000-000000000000' });
    await deliver(tracker);
    expect([stored.size, dropped]).toEqual([1, []]);
  });

  it('track answers after three seconds that the event is queued, and close says how many could not be delivered', async () => {
    const { url } = await startEndpoint(...Array.from({ length: 99 }, () => ({ status: 503, retryAfter: '60' })));
    const { tracker } = startTracker(url);
    const response = await tracker.track('order.confirmed', order);
    expect(response).toMatchObject({ queued: true, stored: false, succeeded: false, failed: false });
    expect(await tracker.close(100)).toBe(1);
    expect(await tracker.track('order.confirmed', order)).toMatchObject({ failed: true, errors: [{ type: 'closed' }] });
  });

  it('more events than maxQueued are answered as failures, and told to onDropped', async () => {
    const { url } = await startEndpoint({ status: 503, retryAfter: '60' });
    const { tracker, dropped } = startTracker(url, { maxQueued: 2 });
    const answers = [1, 2, 3].map(() => tracker.track('order.confirmed', order));
    expect(await answers[2]).toMatchObject({ failed: true, errors: [{ type: 'queue_full' }] });
    expect(dropped).toEqual(['order.confirmed: queue_full']);
  });
});

describe('a key that the endpoint refuses', () => {
  it.each([
    [
      { errors: [{ type: 'not_allowed', description: 'The key is\nnone of "xy76ks".' }] },
      '; it says "The key is\\nnone of \\"xy76ks\\"."',
    ],
    [{}, ''],
    [{ errors: 'none' }, ''],
  ])('is named on the console once, with the reason that the endpoint gives: %j', async (body, reason) => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { url } = await startEndpoint(...Array.from({ length: 9 }, () => ({ status: 401, body })));
    const { tracker } = startTracker(url);
    void tracker.track('order.confirmed', order);
    expect(await tracker.close(300)).toBe(1);
    const sentence = `${url} answered 401: check private key, address and business id "xy76ks"; events are kept`;
    expect(errors.mock.calls).toEqual([[`vitrina: ${sentence}${reason}`]]);
    errors.mockRestore();
  });
});

describe('attach', () => {
  it('tells the endpoint at once whose browser a session is', async () => {
    const { url, received } = await startEndpoint({ status: 200, body: { session: 'session-1', attached: true } });
    const { tracker } = startTracker(url);
    const response = await tracker.attach('session-1', { id: 'c-1', source: 'tiendanube' });
    expect(response).toMatchObject({ succeeded: true, status: 200, data: { attached: true } });
    expect(received).toMatchObject([
      {
        method: 'PATCH',
        path: '/v1/sessions/session-1?b=xy76ks',
        authorization: `Bearer ${key}`,
        body: { user: { id: 'c-1', source: 'tiendanube' } },
      },
    ]);
  });

  it.each([
    [200, { session: 'session-1', user: { id: 'c-1' }, attached: false }],
    [202, { session: 'session-1', user: { id: 'c-1' }, attached: true }],
  ])('succeeds with %i and what the endpoint says of the session: %j', async (status, body) => {
    const { url } = await startEndpoint({ status, body });
    const { tracker } = startTracker(url);
    expect(await tracker.attach('session-1', { id: 'c-1' })).toMatchObject({ succeeded: true, status, data: body });
  });

  it('tries again after temporary failures, and reports a conflict', async () => {
    const body = { session: 'session-1', user: { id: 'c-2' }, errors: [{ type: 'conflict' }] };
    const { url, received } = await startEndpoint('reset', { status: 503, retryAfter: '0.1' }, { status: 409, body });
    const { tracker } = startTracker(url);
    const response = await tracker.attach('session-1', { id: 'c-1' });
    expect(response).toMatchObject({
      failed: true,
      status: 409,
      data: { user: { id: 'c-2' } },
      errors: [{ type: 'conflict' }],
    });
    expect(received).toHaveLength(3);
  });

  it('refuses a session or a user that cannot be one', async () => {
    const { tracker } = startTracker('http://127.0.0.1:9/v1/events');
    expect(await tracker.attach('../x', { id: 'c-1' })).toMatchObject({ errors: [{ parameter: 'session' }] });
    expect(await tracker.attach('session-1', { id: ' ' })).toMatchObject({ errors: [{ parameter: 'user' }] });
  });
});

describe('mistakes', () => {
  it.each([
    [{ key: undefined as never }, 'key is missing; is the environment variable set?'],
    [{ key: '' }, 'key is missing; is the environment variable set?'],
    [{ key: 'secret' }, 'key must be a private key, which begins with vsk_; got "…"'],
    [{ endpoint: '/v1/events' }, 'endpoint must be an address that ends in /v1/events; got "/v1/events"'],
    [{ batchSize: 0 }, 'batchSize must be 1 to 100; got 0'],
    [{ maxQueued: 0.5 }, 'maxQueued must be a whole number above 0; got 0.5'],
    [{ onDropped: 'log' as never }, 'onDropped must be a function; got "log"'],
  ])('of the options throw a sentence: %j', (options, sentence) => {
    const all = { endpoint: 'https://events.shop.example/v1/events', key, ...options };
    expect(() => createServerTracker('xy76ks', all)).toThrow(new TypeError(sentence));
  });

  it.each<[unknown, unknown, object, string]>([
    ['Order Confirmed', {}, {}, 'action'],
    ['user.identified', {}, {}, 'action'],
    ['order.confirmed', 'props', {}, 'props'],
    ['order.confirmed', { metadata: { run: () => 1 } }, {}, 'props'],
    ['order.confirmed', { metadata: { text: 'x'.repeat(300_000) } }, {}, 'props'],
    ['order.confirmed', { tracked_at: 'yesterday' }, {}, 'tracked_at'],
    ['order.confirmed', { tracked_at: 1_700_000_000_000 }, {}, 'tracked_at'],
    ['order.confirmed', { tracked_at: new Date('yesterday') }, {}, 'tracked_at'],
    ['order.confirmed', { tracked_at: null }, {}, 'tracked_at'],
    ['order.confirmed', {}, { id: null }, 'id'],
    ['order.confirmed', {}, null as never, 'subject'],
    ['order.confirmed', {}, { id: '1001' }, 'id'],
    ['order.confirmed', {}, { session: 'x y' }, 'session'],
    ['order.confirmed', {}, { user: { id: '' } }, 'user'],
    ['order.confirmed', {}, { user: '3307' }, 'user'],
    ['order.confirmed', {}, { user: { userId: '3307' } }, 'user'],
    ['order.confirmed', {}, { user: { id: {} } }, 'user'],
  ])(
    'of a call are answered as failures and told to onDropped once, and nothing is sent: %j',
    async (action, props, subject, parameter) => {
      const { url, received } = await startEndpoint();
      const { tracker, dropped } = startTracker(url);
      const response = await tracker.track(action as 'a.b', props as never, subject);
      expect(response).toMatchObject({ failed: true, errors: [{ type: 'parameter_invalid', parameter }] });
      await tracker.flush();
      expect(received).toEqual([]);
      expect(dropped).toEqual([`${String(action)}: parameter_invalid`]);
    },
  );

  it('in one order of an import are told to onDropped with the order, and the others arrive', async () => {
    const { url, stored } = await startEndpoint();
    const told: unknown[] = [];
    const { tracker } = startTracker(url, {
      onDropped: (event, { errors }) => {
        told.push({ event, errors });
        throw new Error('a mistake of the import');
      },
    });
    const id = eventId('1001', 'order.placed');
    const placedAt = 1_700_000_000_000;
    void tracker.track('order.placed', { ...order, tracked_at: placedAt }, { id, user: { id: 'c-1' } });
    void tracker.track('order.placed', { ...order, tracked_at: new Date(placedAt) }, { user: { id: 'c-2' } });
    await deliver(tracker);
    const sentence = 'tracked_at seems to be in milliseconds; give Unix seconds or a Date; got "1700000000000"';
    expect(told).toEqual([
      {
        event: { ...order, id, action: 'order.placed', tracked_at: placedAt, user_parameters: { id: 'c-1' } },
        errors: [{ type: 'parameter_invalid', parameter: 'tracked_at', description: sentence }],
      },
    ]);
    expect([...stored.values()]).toMatchObject([{ tracked_at: 1_700_000_000, user_parameters: { id: 'c-2' } }]);
  });

  it.each<[string, (tracker: ServerTracker) => Promise<unknown>, string]>([
    ['identify', (tracker) => tracker.identify('c-3307' as never, { source: 'till' }), 'got "c-3307"'],
    ['identify', (tracker) => tracker.identify(3307 as never), 'got 3307'],
    ['identify', (tracker) => tracker.identify({ id: null } as never), 'got {"id":null}'],
    ['identify', (tracker) => tracker.identify(undefined as never), 'got undefined'],
    ['track', (tracker) => tracker.track('order.placed', order, { user: '3307' as never }), 'got "3307"'],
    ['attach', (tracker) => tracker.attach('session-1', 'c-3307' as never), 'got "c-3307"'],
    ['attach', (tracker) => tracker.attach('session-1', undefined as never), 'got undefined'],
  ])('%s says of a user that is none what a user must be (%#)', async (_name, call, got) => {
    const { url, received } = await startEndpoint();
    const { tracker } = startTracker(url);
    expect(await call(tracker)).toMatchObject({
      failed: true,
      errors: [{ type: 'parameter_invalid', parameter: 'user', description: `user must be { id, source }; ${got}` }],
    });
    await tracker.flush();
    expect(received).toEqual([]);
  });

  it('in a derived id throw a sentence, and different things never share an id', () => {
    expect(() => eventId('', 'order.placed')).toThrow(
      `eventId needs an order's number and an action, or the like; got "", "order.placed"`,
    );
    expect(eventId(1001, 'order.placed')).toBe(eventId('1001', 'order.placed'));
    const ids = new Set<string>();
    for (let number = 0; number < 20_000; number++) {
      for (const action of ['order.placed', 'order.confirmed']) ids.add(eventId(number, action));
    }
    expect(ids.size).toBe(40_000);
    expect([...ids].every((id) => uuid.test(id))).toBe(true);
    expect(eventId('1', '23')).not.toBe(eventId('12', '3'));
  });
});
