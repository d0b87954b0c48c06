// @vitest-environment node
import { Webhook as Verifier } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { createPost } from '../../collector/src/outbound/post.ts';
import { collectorFor, aBatch, anEvent, send, business } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { abandoned, createClock, outboxFor } from './support/outbox.ts';
import { record } from './support/records.ts';
import { startReceiver, type ReceivedRequest } from './support/webhook-receiver.ts';
import { nextSecret, secret, webhook, withWebhooks } from './support/webhooks.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Checks a request as a receiver does whose clock is right. */
function verify({ headers, body }: ReceivedRequest, key: string, now = Date.now()) {
  const sentAt = Number(headers['webhook-timestamp']) * 1000;
  expect(Math.abs(sentAt - now)).toBeLessThan(5 * minute);
  // The package reads the clock itself, so that an attempt of another day is checked as one of now.
  const shifted = Math.floor(Date.now() / 1000);
  const id = String(headers['webhook-id']);
  const signer = new Verifier(key);
  const valid = signer.sign(id, new Date(sentAt), body);
  expect(String(headers['webhook-signature']).split(' ')).toContain(valid);
  return signer.verify(body, {
    'webhook-id': id,
    'webhook-timestamp': String(shifted),
    'webhook-signature': signer.sign(id, new Date(shifted * 1000), body),
  });
}

async function oneWebhook(more: Parameters<typeof webhook>[0] | Partial<Parameters<typeof webhook>[0]> = {}) {
  const receiver = await startReceiver();
  const outbox = await outboxFor({ businesses: withWebhooks(webhook({ url: `${receiver.url}/in`, ...more })) });
  return { receiver, ...outbox };
}

describe('what is sent', () => {
  test('a running collector sends an event to a webhook, and the published package verifies it', async () => {
    const receiver = await startReceiver();
    const businesses = withWebhooks(webhook({ url: `${receiver.url}/in?from=demo`, actions: ['cart.*'] }));
    const collector = await collectorFor({ businesses, localReceivers: true });
    const event = anEvent({ amount: 20, currency: 'UYU', object_parameters: { reference: 'c-7' } });
    await send(collector, aBatch([event, anEvent({ action: 'page.viewed' })]));
    await expect.poll(() => receiver.requests).toHaveLength(1);
    const [request] = receiver.requests as [ReceivedRequest];
    expect(request.path).toBe('/in?from=demo');
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': `evt_${event.id}`,
    });
    expect(new Verifier(secret).verify(request.body, request.headers as Record<string, string>)).toMatchObject({
      type: 'cart.added',
      timestamp: new Date(event.tracked_at * 1000).toISOString(),
      data: {
        id: event.id,
        business,
        amount: 20,
        currency: 'UYU',
        trusted: false,
        object_parameters: { reference: 'c-7' },
      },
    });
    await expect
      .poll(async () => (await collector.store.deliveries()).deliveries[0])
      .toMatchObject({ state: 'delivered', attempts: 1, last_status: 204, next_at: null });
  });

  test('only the actions that a webhook lists are queued for it, and none of another business', async () => {
    const { store, rows } = await oneWebhook({ actions: ['order.*', 'cart.abandoned'] });
    const actions = [
      'order.placed',
      'order.confirmed',
      'cart.abandoned',
      'cart.added',
      'orders.placed',
      'refund.received',
    ];
    await store.put(actions.map((action) => record({ action })));
    await store.put([record({ action: 'order.placed', business: 'other' })]);
    expect((await rows()).map(({ action }) => action).sort()).toEqual([
      'cart.abandoned',
      'order.confirmed',
      'order.placed',
    ]);
  });

  test('a webhook with "*" gets every action', async () => {
    const { store, rows } = await oneWebhook({ actions: ['*'] });
    await store.put([record({ action: 'page.viewed' }), record({ action: 'a.b.c' })]);
    expect(await rows()).toHaveLength(2);
  });

  test('an event that is stored already is not queued again', async () => {
    const { store, rows } = await oneWebhook();
    const event = abandoned();
    await store.put([event]);
    await store.put([event, { ...event }]);
    expect(await rows()).toHaveLength(1);
  });

  test('two webhooks each get an event once, and one that is not enabled gets none', async () => {
    const receiver = await startReceiver();
    const { store, deliver, rows } = await outboxFor({
      businesses: withWebhooks(
        webhook({ id: 'one', url: `${receiver.url}/one` }),
        webhook({ id: 'two', url: `${receiver.url}/two` }),
        webhook({ id: 'off', url: `${receiver.url}/off`, enabled: false }),
      ),
    });
    await store.put([abandoned()]);
    await deliver();
    expect(receiver.requests.map(({ path }) => path).sort()).toEqual(['/one', '/two']);
    expect(await rows()).toHaveLength(2);
    expect(new Set(receiver.ids()).size).toBe(1);
  });

  test('both secrets sign while one replaces the other, the first one first', async () => {
    const { receiver, store, deliver, clock, reload } = await oneWebhook();
    const url = `${receiver.url}/in`;
    for (const secrets of [[secret], [secret, nextSecret], [nextSecret, secret], [nextSecret]]) {
      reload(withWebhooks(webhook({ url, secrets })));
      await store.put([abandoned()]);
      await deliver();
    }
    const [before, both, turned, after] = receiver.requests as [
      ReceivedRequest,
      ReceivedRequest,
      ReceivedRequest,
      ReceivedRequest,
    ];
    for (const request of [before, both, turned]) verify(request, secret, clock.now());
    for (const request of [both, turned, after]) verify(request, nextSecret, clock.now());
    const signatures = [before, both, turned, after].map(({ headers }) =>
      String(headers['webhook-signature']).split(' '),
    );
    expect(signatures.map((list) => list.length)).toEqual([1, 2, 2, 1]);
    const signed = (request: ReceivedRequest, key: string) =>
      new Verifier(key).sign(String(request.headers['webhook-id']), new Date(clock.now()), request.body);
    expect(signatures[1]).toEqual([signed(both, secret), signed(both, nextSecret)]);
    expect(signatures[2]).toEqual([signed(turned, nextSecret), signed(turned, secret)]);
  });

  test('a body stays below 20 kB: a large event loses what the browser adds, then its cart, and says so', async () => {
    const { receiver, store, deliver } = await oneWebhook();
    const cart = (count: number) => ({
      reference: 'c-1',
      items: Array.from({ length: count }, (_, index) => ({
        product: { name: `Ñandú ${index}`, reference: `p-${index}` },
      })),
    });
    const event = (more: object) => JSON.stringify({ session: 'a-session-1', page: { title: 'x' }, ...more });
    await store.put([abandoned({ event: event({ object_parameters: cart(50) }) })]);
    await store.put([
      abandoned({ event: event({ metadata: { note: 'y'.repeat(19_000) }, object_parameters: cart(50) }) }),
    ]);
    await store.put([abandoned({ event: event({ object_parameters: cart(1000) }) })]);
    for (let round = 0; round < 3; round++) await deliver();
    const told = receiver.requests.map(({ body }) => (JSON.parse(body) as { data: Record<string, unknown> }).data);
    expect(receiver.requests.every(({ body }) => Buffer.byteLength(body) < 20_000)).toBe(true);
    expect(told.map((data) => [data.is_whole, 'page' in data, 'object_parameters' in data, data.session])).toEqual([
      [undefined, true, true, 'a-session-1'],
      [false, false, true, 'a-session-1'],
      [false, false, false, 'a-session-1'],
    ]);
  });
});

describe('attempts', () => {
  test('a delivery is attempted at once, then after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, and is dead after that', async () => {
    const { receiver, store, deliver, clock, rows } = await oneWebhook();
    receiver.answer({ status: 500, body: 'The database is away.' });
    await store.put([abandoned()]);
    const began = clock.now();
    const at: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt++) {
      at.push(clock.now() - began);
      await deliver();
      const [row] = await rows();
      expect(row).toMatchObject({ attempts: attempt, last_status: 500, state: attempt < 10 ? 'waiting' : 'dead' });
      if (row?.next_at == null) break;
      const wait = Date.parse(row.next_at) - clock.now();
      clock.advance(wait - 2);
      await deliver();
      expect(receiver.requests).toHaveLength(attempt);
      clock.advance(2);
    }
    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    const planned = [
      5 * second,
      5 * minute,
      30 * minute,
      2 * hour,
      5 * hour,
      10 * hour,
      14 * hour,
      20 * hour,
      24 * hour,
    ];
    // The chance of the test is a half, which is a tenth of the wait.
    expect(gaps).toEqual(planned.map((wait) => Math.round(wait * 1.1)));
    expect(new Set(receiver.ids()).size).toBe(1);
    const times = receiver.requests.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times).toEqual(at.map((time) => Math.floor((began + time) / 1000)));
    receiver.requests.forEach((request, index) => verify(request, secret, began + (at[index] ?? 0)));
    expect((await rows())[0]?.last_error).toBe('The answer was 500: The database is away.');
    clock.advance(100 * hour);
    await deliver();
    expect(receiver.requests).toHaveLength(10);
  });

  test('a receiver that was down gets the event when it is there again', async () => {
    const { receiver, store, deliver, clock, rows } = await oneWebhook();
    await receiver.stop();
    await store.put([abandoned()]);
    await deliver();
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'waiting', last_status: null });
    expect(row?.last_error).toContain('ECONNREFUSED');
    await receiver.start();
    clock.advance(6 * second);
    await deliver();
    expect(receiver.requests).toHaveLength(1);
    expect((await rows())[0]).toMatchObject({ state: 'delivered', attempts: 2, last_status: 204, last_error: null });
  });

  test.each([
    ['seconds', () => '600'],
    ['a date', (now: number) => new Date(now + 600 * second).toUTCString()],
  ])(
    'an endpoint that asks by Retry-After in %s is left alone until then, with all that waits for it',
    async (_, header) => {
      const { receiver, store, deliver, clock } = await oneWebhook();
      receiver.answer({ status: 503, headers: { 'Retry-After': header(clock.now()) } });
      await store.put([abandoned()]);
      await deliver();
      await store.put([abandoned()]);
      clock.advance(598 * second);
      await deliver();
      expect(receiver.requests).toHaveLength(1);
      receiver.answer({ status: 200 });
      clock.advance(2 * second);
      await deliver();
      expect(receiver.requests).toHaveLength(3);
    },
  );

  test('an endpoint that is overloaded or away is asked less and less often, at least once a minute', async () => {
    const { receiver, store, deliver, clock } = await oneWebhook();
    receiver.answer({ status: 502 });
    const seen: number[] = [];
    for (let time = 0; time < 300; time += 3) {
      await store.put([abandoned()]);
      await deliver();
      seen.push(receiver.requests.length);
      clock.advance(3 * second);
    }
    const after = (seconds: number) => seen[Math.floor(seconds / 3)] ?? 0;
    expect(after(3)).toBeGreaterThan(1);
    expect(after(299)).toBeLessThan(25);
    expect(after(299) - after(170)).toBeGreaterThan(1);
    receiver.answer({ status: 200 });
    clock.advance(minute);
    await deliver();
    const { waiting } = (await store.endpointStates([{ business, endpoint: 'mails', address: '' }]))[0] ?? {};
    expect(waiting).toBeLessThan(25);
  });

  test('a redirect is a failure, and is not followed', async () => {
    const { receiver, store, deliver, rows } = await oneWebhook();
    receiver.answer({ status: 307, headers: { Location: `${receiver.url}/elsewhere` } });
    await store.put([abandoned()]);
    await deliver();
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/in']);
    expect((await rows())[0]).toMatchObject({ state: 'waiting', last_status: 307 });
  });

  test('an answer of any length is read up to a few kilobytes, and its beginning is shown without control characters', async () => {
    const { receiver, store, deliver, rows } = await oneWebhook();
    receiver.answer({ status: 400, body: `No\n\u0007 such cart. ${'x'.repeat(5_000_000)}` });
    await store.put([abandoned()]);
    await deliver();
    const [row] = await rows();
    expect(row?.last_error).toMatch(/^The answer was 400: No such cart\. x+$/);
    expect(row?.last_error?.length).toBeLessThan(300);
  });

  test('a connection that is cut after the request is tried again under the same id', async () => {
    const { receiver, store, deliver, clock } = await oneWebhook();
    receiver.answer('cut');
    await store.put([abandoned()]);
    await deliver();
    receiver.answer({ status: 204 });
    clock.advance(6 * second);
    await deliver();
    expect(receiver.requests).toHaveLength(2);
    expect(new Set(receiver.ids()).size).toBe(1);
  });
});

describe('several endpoints and deliveries', () => {
  test('an endpoint that hangs holds up no other one, and gets two requests at once at most', async () => {
    const [slow, quick] = [await startReceiver(), await startReceiver()];
    slow.answer('hang');
    const { store, deliverer, rows } = await outboxFor({
      businesses: withWebhooks(webhook({ id: 'slow', url: slow.url }), webhook({ id: 'quick', url: quick.url })),
    });
    await store.put(Array.from({ length: 20 }, () => abandoned()));
    await deliverer.look();
    await expect.poll(() => quick.requests.length).toBe(20);
    await expect
      .poll(async () => (await rows()).filter(({ endpoint, state }) => endpoint === 'quick' && state === 'delivered'))
      .toHaveLength(20);
    expect([slow.requests.length, slow.mostAtOnce()]).toEqual([2, 2]);
    expect(quick.mostAtOnce()).toBeLessThanOrEqual(2);
  });

  test('a request that nobody answers is given up after 15 seconds', async () => {
    const requested: number[] = [];
    const receiver = await startReceiver();
    const { store, deliver, rows } = await outboxFor({
      businesses: withWebhooks(webhook({ url: receiver.url })),
      // The real request, with its patience told and then shortened.
      post: async (request) => {
        requested.push(request.timeout);
        return createPost()({ ...request, timeout: 100 });
      },
    });
    receiver.answer('hang');
    await store.put([abandoned()]);
    await deliver();
    expect(requested).toEqual([15_000]);
    expect((await rows())[0]).toMatchObject({
      state: 'waiting',
      last_status: null,
      last_error: 'There was no answer within 0.1 seconds.',
    });
  });

  test('what was delivered and not noted before the end of the process is sent again after its lease, with the same id', async () => {
    const receiver = await startReceiver();
    const database = await databaseFile();
    const clock = createClock();
    const businesses = withWebhooks(webhook({ url: receiver.url }));
    const first = await outboxFor({ database, businesses, clock });
    receiver.answer('hang');
    await first.store.put([abandoned()]);
    await first.deliverer.look();
    await expect.poll(() => receiver.requests.length).toBe(1);
    await first.close();
    receiver.answer({ status: 204 });
    const second = await outboxFor({ database, businesses, clock });
    clock.advance(29_000);
    await second.deliver();
    expect(receiver.requests).toHaveLength(1);
    clock.advance(1000);
    await second.deliver();
    expect(receiver.requests).toHaveLength(2);
    expect(new Set(receiver.ids()).size).toBe(1);
    expect((await second.rows())[0]).toMatchObject({ state: 'delivered', attempts: 2 });
  });
});

describe('an endpoint that is gone', () => {
  test('410 switches an endpoint off; what waits and what comes meanwhile is dead, and is sent when somebody asks for it', async () => {
    const { receiver, store, deliver, clock, state, rows, log } = await oneWebhook();
    receiver.answer({ status: 500 });
    await store.put([abandoned()]);
    await deliver();
    receiver.answer({ status: 410 });
    await store.put([abandoned()]);
    await deliver();
    await store.put([abandoned()]);
    clock.advance(hour);
    await deliver();
    expect(receiver.requests).toHaveLength(2);
    expect(await state()).toMatchObject({ waiting: 0, dead: 3, last_status: 410, next_at: null });
    expect((await state())?.off_reason).toContain('410');
    for (const { last_error } of await rows()) expect(last_error).toContain('410');
    expect(log.sentences.join()).toContain('The endpoint mails of xy76ks is switched off');
    receiver.answer({ status: 204 });
    clock.advance(20 * 24 * hour);
    expect(await store.switchOnEndpoint({ business, endpoint: 'mails' })).toBe(true);
    await store.put([abandoned()]);
    await deliver();
    expect(receiver.requests).toHaveLength(3);
    expect(await state()).toMatchObject({ waiting: 0, dead: 3, off_reason: null, last_status: 204 });
    expect(await store.resendDeliveries({ business, endpoint: 'mails' }, clock.now())).toBe(3);
    for (let some = 0; some < 2; some++) await deliver();
    expect(new Set(receiver.ids())).toHaveLength(4);
    expect(await state()).toMatchObject({ waiting: 0, dead: 0 });
  });

  test('an endpoint that was switched off is on again under another address', async () => {
    const { receiver, store, deliver, reload, state, rows } = await oneWebhook();
    receiver.answer(({ path }) => ({ status: path === '/in' ? 410 : 204 }));
    await store.put([abandoned()]);
    await deliver();
    reload(withWebhooks(webhook({ url: `${receiver.url}/new` })));
    expect(await state()).toMatchObject({ off_reason: null });
    await store.put([abandoned()]);
    await deliver();
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/in', '/new']);
    expect((await rows()).map((row) => row.state)).toEqual(['delivered', 'dead']);
    expect(await state()).toMatchObject({ waiting: 0, off_reason: null, last_status: 204 });
  });

  test('a webhook that is taken out of the configuration gets nothing any more, and its deliveries go in time', async () => {
    const { receiver, store, deliver, reload, rows, clock } = await oneWebhook();
    await store.put([abandoned()]);
    reload(withWebhooks());
    await deliver();
    expect(receiver.requests).toEqual([]);
    await store.sweepDeliveries(clock.now() + 29 * 24 * hour);
    expect(await rows()).toHaveLength(1);
    await store.sweepDeliveries(clock.now() + 31 * 24 * hour);
    expect(await rows()).toEqual([]);
  });
});
