// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Collector, Fault } from '../../collector/src/index.ts';
import { createServerTracker, eventId, type ServerTrackerOptions } from '../../src/server/index.ts';
import { aBatch, anEvent, atEnd, business, collectorFor, resultsOf, send } from './support/collector-harness.ts';
import { freePort } from './support/free-port.ts';
import { startNats } from './support/nats.ts';
import { collectorWithKey, key, keyed } from './support/servers.ts';

const order = { object_parameters: { reference: '1001', items: [{ product: 'mate', quantity: 1 }] } };

/** A tracker of a server, with what it has dropped. */
function trackerFor(endpoint: string, options: Partial<ServerTrackerOptions> = {}) {
  const dropped: string[] = [];
  const tracker = createServerTracker(business, {
    endpoint,
    key,
    flushAfter: 20,
    onDropped: ({ action }, { errors: [error] }) => dropped.push(`${action}: ${error?.type} ${error?.parameter}`),
    ...options,
  });
  atEnd(() => tracker.close(0));
  return { tracker, dropped };
}

const numbersIn = async (collector: Collector) =>
  (await collector.store.events())
    .map(({ event }) => (event.metadata as { number: number }).number)
    .sort((one, other) => one - other);

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);

/** Tracks so many shipped orders, which only servers may tell. */
function trackOrders({ tracker }: ReturnType<typeof trackerFor>, count: number, from = 0) {
  for (const number of upTo(count)) {
    void tracker.track('order.shipped', { ...order, metadata: { number: number + from } });
  }
}

const faulty = (options = {}) => collectorWithKey({}, { faults: true, ...options });

const scenarios: [string, Fault[]][] = [
  ['is down', [{ kind: 'down', count: 3 }]],
  ['answers 503', [{ kind: '503', count: 2 }]],
  ['answers 503 and asks to wait', [{ kind: '503', retryAfter: 0.2, count: 2 }]],
  ['answers 429 and asks to wait', [{ kind: '429', retryAfter: 0.2, count: 3 }]],
  ['stores and then cuts the connection', [{ kind: 'reset', count: 3 }]],
  ['stores and then answers 503', [{ kind: '503', commit: true, count: 2 }]],
  ['is slow', [{ kind: 'slow', milliseconds: 500, count: 1 }]],
  ['answers with the page of a proxy', [{ kind: 'status', status: 502, body: '<h1>Bad gateway</h1>', count: 2 }]],
  ['refuses bodies of more than a few events', [{ kind: 'status', status: 413, count: 3 }]],
];

describe('all that a server tells is stored, each event once,', () => {
  test.each(scenarios)('where the collector %s', async (_, faults) => {
    const collector = await faulty();
    collector.fault(faults);
    const sender = trackerFor(collector.endpoint);
    trackOrders(sender, 60);
    expect(await sender.tracker.close(25_000)).toBe(0);
    expect(await numbersIn(collector)).toEqual(upTo(60));
    expect(sender.dropped).toEqual([]);
    expect((await collector.store.events()).every(({ trusted }) => trusted)).toBe(true);
    expect(collector.requests().recent.length, 'the faults were met').toBeGreaterThanOrEqual(faults[0]?.count ?? 99);
  });

  test('where the collector takes a request and never answers', async () => {
    const collector = await faulty();
    collector.fault([{ kind: 'hang', commit: true, count: 1 }]);
    const sender = trackerFor(collector.endpoint);
    trackOrders(sender, 30);
    expect(await sender.tracker.close(40_000)).toBe(0);
    expect(await numbersIn(collector)).toEqual(upTo(30));
    expect(sender.dropped).toEqual([]);
  }, 60_000);

  test('where one event fails every request that it is in: it is dropped alone', async () => {
    const collector = await faulty();
    collector.fault([{ kind: 'status', status: 400, body: '{}', containing: 'poison.swallowed' }]);
    const sender = trackerFor(collector.endpoint);
    trackOrders(sender, 15);
    void sender.tracker.track('poison.swallowed', { metadata: { number: 99 } });
    trackOrders(sender, 15, 15);
    expect(await sender.tracker.close(25_000)).toBe(0);
    expect(await numbersIn(collector)).toEqual(upTo(30));
    expect(sender.dropped).toEqual(['poison.swallowed: refused event']);
  });

  test('where the collector rejects one event, whose reasons the server gets', async () => {
    const collector = await faulty();
    const sender = trackerFor(collector.endpoint);
    trackOrders(sender, 5);
    const many = Object.fromEntries(upTo(201).map((number) => [`field_${number}`, number]));
    const rejected = sender.tracker.track('import.row_read', many);
    trackOrders(sender, 5, 5);
    expect(await rejected).toMatchObject({ failed: true, errors: [{ type: 'parameter_invalid', parameter: 'event' }] });
    expect(await sender.tracker.close(25_000)).toBe(0);
    expect(await numbersIn(collector)).toEqual(upTo(10));
    expect(sender.dropped).toEqual(['import.row_read: parameter_invalid event']);
  });

  test('where the collector is restarted, and was not there at first', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'server-'));
    atEnd(() => rm(folder, { recursive: true, force: true }));
    const options = { businesses: keyed(), port: await freePort(), database: join(folder, 'events.db') };
    const sender = trackerFor(`http://127.0.0.1:${options.port}/v1/events`);
    trackOrders(sender, 10);
    await sender.tracker.flush();
    const first = await collectorFor(options);
    await expect.poll(async () => (await first.store.events()).length, { timeout: 20_000 }).toBe(10);
    await first.close();
    trackOrders(sender, 10, 10);
    await sender.tracker.flush();
    const second = await collectorFor(options);
    expect(await sender.tracker.close(25_000)).toBe(0);
    expect(await numbersIn(second)).toEqual(upTo(20));
  });

  test.each(scenarios.filter(([, [fault]]) => fault?.kind === 'reset' || fault?.commit))(
    'through a stream, where the collector %s',
    async (_, faults) => {
      const collector = await faulty({ stream: (await startNats()).url });
      collector.fault(faults);
      const sender = trackerFor(collector.endpoint);
      trackOrders(sender, 60);
      expect(await sender.tracker.close(25_000)).toBe(0);
      await expect.poll(() => numbersIn(collector), { timeout: 20_000 }).toEqual(upTo(60));
    },
  );
});

describe('an order that a server tells', () => {
  test('is stored once, however many processes tell it under an id of order and action', async () => {
    const collector = await collectorWithKey();
    const tills = upTo(3).map(() => trackerFor(collector.endpoint).tracker);
    const statuses = await Promise.all(
      tills.map(async (till) => {
        const id = eventId('1001', 'order.confirmed');
        const answer = await till.track('order.confirmed', { ...order, amount: 89.9, currency: 'UYU' }, { id });
        return (answer.data as { status: string }).status;
      }),
    );
    expect(statuses.sort()).toEqual(['duplicate', 'duplicate', 'received']);
    expect(await collector.store.events()).toMatchObject([
      { action: 'order.confirmed', trusted: true, invalid: null, observed_by: 'server', amount: 89.9 },
    ]);
  });

  test('cannot be kept out by a stranger who has worked out its id', async () => {
    const collector = await collectorWithKey();
    const id = eventId('1001', 'order.confirmed');
    const stolen = await resultsOf(await send(collector, aBatch([anEvent({ id, action: 'page.viewed' })])));
    expect(stolen).toMatchObject([{ status: 'rejected', errors: [{ type: 'not_allowed', parameter: 'id' }] }]);
    const { tracker } = trackerFor(collector.endpoint);
    expect(await tracker.track('order.confirmed', order, { id })).toMatchObject({ data: { status: 'received' } });
  });

  test('with its time, user and session is stored with them', async () => {
    const collector = await collectorWithKey();
    const { tracker } = trackerFor(collector.endpoint);
    const subject = { session: 'session-1', user: { id: 3307, source: 'tiendanube' } };
    await tracker.track('order.delivered', { ...order, tracked_at: '2020-02-03T04:05:06Z' }, subject);
    await tracker.identify({ id: 'c-1' }, { name: 'Ana' }, { session: 'session-2' });
    expect(await collector.store.events()).toMatchObject([
      { tracked_at: 1_580_702_706, session: 'session-1', user_id: '3307', user_source: 'tiendanube' },
      { action: 'user.identified', session: 'session-2', user_id: 'c-1', event: { traits: { name: 'Ana' } } },
    ]);
  });

  test('with a wrong key is kept until the key is right', async () => {
    const collector = await collectorWithKey();
    const { tracker, dropped } = trackerFor(collector.endpoint, { key: `${key}x` });
    void tracker.track('order.confirmed', order);
    expect(await tracker.close(300)).toBe(1);
    expect(dropped).toEqual([]);
    expect(await collector.store.events()).toEqual([]);
  });
});
