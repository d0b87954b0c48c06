// @vitest-environment node
import { describe, expect, test, vi } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import { business } from './support/collector-harness.ts';
import {
  actionsIn,
  beginConnecting,
  comeBack,
  connectedCollector,
  notify,
  play,
  type Playing,
  processFor,
  reconciledAfter,
  settled,
  shownConnections,
  startFor,
  told,
} from './support/connected-collector.ts';
import { databaseFile } from './support/database-file.ts';
import { seller } from './support/mercado-libre.ts';
import { sharedPostgres } from './support/shared-postgres.ts';

const postgres = sharedPostgres();

const hour = 3_600_000;
const minute = 60_000;

/** A time so many hours ago, as the API writes it. */
const ago = (hours: number) => new Date(Date.now() - hours * hour).toISOString().replace('Z', '-00:00');

const payment = (more: object = {}) => ({
  ...{ id: 77, status: 'approved', transaction_amount: 180, date_approved: ago(9), date_last_modified: ago(9) },
  ...more,
});

const anOrder = (id: number, more: object = {}) => ({
  ...{
    id,
    pack_id: 8,
    status: 'paid',
    tags: ['paid'],
    date_created: ago(10),
    date_closed: ago(9),
    last_updated: ago(9),
  },
  ...{ total_amount: 180, currency_id: 'UYU', payments: [payment()], buyer: { id: 55 }, seller: { id: seller } },
  order_items: [{ item: { id: 'MLU123', title: 'Mate' }, quantity: 2, unit_price: 90, currency_id: 'UYU' }],
  shipping: { id: null },
  ...more,
});

const aShipment = (orders: string[], status: string, more: object = {}) => ({
  orders,
  status,
  last_updated: ago(3),
  ...more,
});

async function connected(
  options?: Parameters<typeof connectedCollector>[1],
): Promise<Playing & { collector: Collector }> {
  const playing = await play();
  return { ...playing, collector: await connectedCollector(playing, options) };
}

describe('a sale on Mercado Libre', () => {
  test('is told from its payment to its delivery, once each, with its own times and its buyer', async () => {
    const { played, collector } = await connected();
    played.orders.set('2000012345', anOrder(2000012345, { status: 'payment_required', payments: [] }));
    await told(collector, '/orders/2000012345');
    expect(await actionsIn(collector)).toEqual([]);
    played.orders.set('2000012345', anOrder(2000012345));
    await told(collector, '/orders/2000012345', '/collections/77');
    played.shipments.set('9', aShipment(['2000012345'], 'shipped', { last_updated: ago(4) }));
    await told(collector, '/shipments/9');
    const history = [
      { status: 'shipped', date: ago(4) },
      { status: 'delivered', date: ago(2) },
    ];
    played.shipments.set('9', aShipment(['2000012345'], 'delivered', { history }));
    await told(collector, '/shipments/9', '/orders/2000012345');
    const events = await collector.store.events();
    expect(events.map(({ action }) => action)).toEqual(['order.confirmed', 'order.shipped', 'order.delivered']);
    expect(events.map(({ tracked_at }) => Math.round((Date.now() / 1000 - tracked_at) / 3600))).toEqual([9, 4, 2]);
    expect(events[0]).toMatchObject({
      ...{ business, amount: 180, currency: 'UYU', user_id: '55', user_source: 'mercadolibre', trusted: true },
      ...{ observed_by: 'mercadolibre', session: null, invalid: null },
      event: { object_parameters: { reference: '2000012345', source: 'mercadolibre' }, metadata: { pack: '8' } },
    });
    expect(await collector.store.profiles()).toMatchObject([{ source: 'mercadolibre', user_id: '55' }]);
  });

  test('that is delivered at its first sight is told from its beginning', async () => {
    const { played, collector } = await connected();
    played.orders.set('1', anOrder(1));
    played.shipments.set('9', aShipment(['1'], 'delivered'));
    await told(collector, '/shipments/9');
    expect(await actionsIn(collector)).toEqual(['order.confirmed', 'order.shipped', 'order.delivered']);
  });

  test('that is notified many times and in the wrong order is fetched twice and told once', async () => {
    const { played, collector } = await connected();
    played.orders.set('1', anOrder(1));
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    played.plant({ on: 'GET /orders/1', meanwhile: () => gate });
    await notify(collector, '/orders/1');
    await vi.waitFor(() => expect(played.asked('GET /orders/1')).toBe(1));
    const more = { attempts: 3 };
    await Promise.all(Array.from({ length: 20 }, () => notify(collector, '/orders/1', more)));
    open();
    await settled(collector);
    expect(await actionsIn(collector)).toEqual(['order.confirmed']);
    // Once for what was under way, and once for all that was notified meanwhile.
    expect(played.asked('GET /orders/1/shipments')).toBe(2);
  });

  test('of which an older answer comes after a newer one is not told backwards', async () => {
    const { played, collector } = await connected();
    const cancelled = { status: 'cancelled', payments: [], cancel_detail: { code: 'buyer', date: ago(5) } };
    played.orders.set('1', anOrder(1, { ...cancelled, last_updated: ago(5) }));
    await told(collector, '/orders/1');
    played.orders.set('1', anOrder(1, { last_updated: ago(6) }));
    await told(collector, '/orders/1');
    expect(await actionsIn(collector)).toEqual(['order.cancelled']);
  });

  test('whose pack is split goes on under its new number, and nothing of it is cancelled', async () => {
    const { played, collector } = await connected();
    played.orders.set('1', anOrder(1));
    await told(collector, '/orders/1');
    played.packs.set('8', { id: 8, status: 'cancelled', status_detail: 'splitted', orders: [{ id: 1 }] });
    played.orders.set(
      '1',
      anOrder(1, {
        status: 'cancelled',
        last_updated: ago(2),
        payments: [payment({ status: 'refunded', transaction_amount_refunded: 180 })],
      }),
    );
    played.shipments.set('9', aShipment(['1'], 'cancelled', { substatus: 'pack_splitted' }));
    played.orders.set('2', anOrder(2, { pack_id: 88, payments: [payment({ id: 78 })] }));
    played.shipments.set('10', aShipment(['2'], 'shipped', { sibling_id: 9 }));
    await told(collector, '/orders/1', '/orders/2', '/shipments/9', '/shipments/10');
    const events = await collector.store.events();
    expect(
      events.map(({ action, event }) => [action, (event.object_parameters as { reference: string }).reference]),
    ).toEqual([
      ['order.confirmed', '1'],
      ['order.confirmed', '2'],
      ['order.shipped', '2'],
    ]);
  });

  test('whose money comes back in parts tells each part, and a cancellation beside it', async () => {
    const { played, collector } = await connected();
    const back = (amount: number, hours: number, more: object = {}) =>
      anOrder(1, {
        last_updated: ago(hours),
        payments: [payment({ transaction_amount_refunded: amount, date_last_modified: ago(hours), ...more })],
      });
    played.orders.set('1', back(30.1, 5));
    await told(collector, '/orders/1');
    played.orders.set('1', { ...back(180, 2, { status: 'refunded' }), status: 'paid', tags: ['paid', 'unfulfilled'] });
    await told(collector, '/collections/77');
    const events = await collector.store.events();
    expect(events.map(({ action, amount }) => [action, amount])).toEqual([
      ['order.confirmed', 180],
      ['refund.received', 30.1],
      ['order.cancelled', 180],
      ['refund.received', 149.9],
    ]);
    expect(events[1]?.event.object_parameters).toMatchObject({ reference: '77', order: '1' });
  });

  test('whose payment is shared with another order of the pack tells its money once', async () => {
    const { played, collector } = await connected();
    const payments = [payment({ transaction_amount_refunded: 50 })];
    for (const id of [1, 2]) played.orders.set(String(id), anOrder(id, { payments }));
    await told(collector, '/orders/1', '/orders/2');
    expect((await actionsIn(collector)).sort()).toEqual(['order.confirmed', 'order.confirmed', 'refund.received']);
  });

  test.each([
    ['its order', { resource: 'order', resource_id: 1 }],
    ['its shipment', { resource: 'shipment', resource_id: 9 }],
    ['its payment', { resource: 'payment', resource_id: 77 }],
    ['its pack', { resource: 'purchase', resource_id: 8 }],
  ])('is asked back by a claim about %s', async (_, about) => {
    const { played, collector } = await connected();
    played.orders.set('1', anOrder(1));
    played.shipments.set('9', aShipment(['1'], 'delivered'));
    played.payments.set('77', { collection: { id: 77, order_id: 1 } });
    played.packs.set('8', { id: 8, status: 'released', orders: [{ id: 1 }] });
    const claim = { id: 510, type: 'mediations', status: 'opened', quantity_type: 'total', date_created: ago(1) };
    played.claims.set('510', { ...claim, ...about });
    await told(collector, '/v1/claims/510', '/post-purchase/v1/claims/510');
    const last = (await collector.store.events()).at(-1);
    expect([last?.action, last?.amount, last?.event.object_parameters]).toMatchObject([
      ...['refund.requested', 180, { reference: '510', order: '1' }],
    ]);
    expect((await actionsIn(collector)).filter((action) => action === 'refund.requested')).toHaveLength(1);
  });

  test('of another seller, in which the account was the buyer, is nobody’s sale here', async () => {
    const { played, collector } = await connected();
    played.orders.set('1', anOrder(1, { seller: { id: 7 }, buyer: { id: seller } }));
    await told(collector, '/orders/1');
    expect(await actionsIn(collector)).toEqual([]);
  });

  test('is placed and shipped earlier where the options say so', async () => {
    const { played, collector } = await connected({ mercadoLibre: { placed: true, shippedFrom: 'picked_up' } });
    played.orders.set('1', anOrder(1));
    played.shipments.set('9', aShipment(['1'], 'ready_to_ship', { substatus: 'picked_up' }));
    await told(collector, '/orders/1');
    expect(await actionsIn(collector)).toEqual(['order.placed', 'order.confirmed', 'order.shipped']);
  });

  test('of a time that is older than the retention is not told anew', async () => {
    const { played, collector } = await connected({ retentionDays: 30 });
    const old = { date_created: ago(24 * 50), date_closed: ago(24 * 50), payments: [] };
    played.orders.set('1', anOrder(1, { ...old, last_updated: ago(1) }));
    played.shipments.set('9', aShipment(['1'], 'delivered', { last_updated: ago(2) }));
    await told(collector, '/orders/1');
    expect(await actionsIn(collector)).toEqual(['order.shipped', 'order.delivered']);
  });

  test('whose buyer was erased is not told any more, also where an answer has left the buyer out meanwhile', async () => {
    const { played, collector } = await connected();
    played.orders.set('1', anOrder(1));
    await told(collector, '/orders/1');
    played.orders.set('1', anOrder(1, { buyer: undefined, last_updated: ago(2) }));
    await told(collector, '/orders/1');
    await collector.store.erase({ user: '55', source: 'mercadolibre' });
    played.orders.set('1', anOrder(1, { last_updated: ago(1) }));
    played.shipments.set('9', aShipment(['1'], 'shipped'));
    await told(collector, '/orders/1', '/shipments/9');
    expect(await actionsIn(collector)).toEqual([]);
  });
});

describe('trouble with the API', () => {
  test('what an answer leaves out is looked at again', async () => {
    const { played, clock, collector } = await connected();
    played.orders.set('1', anOrder(1));
    played.shipments.set('9', aShipment(['1'], 'shipped'));
    const headers = { 'X-Content-Missing': 'shipping' };
    played.plant({
      on: 'GET /orders/1/shipments',
      status: 206,
      headers,
      meanwhile: () => played.shipments.get('9')!.orders.pop(),
    });
    expect(await notify(collector, '/orders/1')).toBe(200);
    await vi.waitFor(async () => expect(await actionsIn(collector)).toEqual(['order.confirmed']));
    played.shipments.get('9')!.orders.push('1');
    clock.move(minute);
    await vi.waitFor(async () => expect(await actionsIn(collector)).toEqual(['order.confirmed', 'order.shipped']), {
      timeout: 5000,
    });
  });

  test.each([
    ['fails', { status: 503 }, 'The API fails (503).'],
    ['answers no JSON', { status: 502 }, 'The API fails (502).'],
    ['has had enough', { status: 429 }, 'takes no more requests'],
    [
      'has had enough, and says for how long',
      { status: 429, headers: { 'Retry-After': '50' } },
      'takes no more requests',
    ],
  ])('an API that %s is asked again later, and the connection says why', async (_, fault, problem) => {
    const { played, clock, collector } = await connected();
    played.orders.set('1', anOrder(1));
    played.plant({ on: 'GET /orders/1', ...fault });
    expect(await notify(collector, '/orders/1')).toBe(200);
    await vi.waitFor(async () => {
      const { connections } = await shownConnections(collector);
      expect(connections).toMatchObject([{ problem: expect.stringContaining(problem) as string, waiting: 1 }]);
    });
    expect(await actionsIn(collector)).toEqual([]);
    clock.move(minute);
    await settled(collector);
    expect(await actionsIn(collector)).toEqual(['order.confirmed']);
    expect((await shownConnections(collector)).connections).toMatchObject([{ problem: null }]);
  });

  test('while the API asks for a pause nothing else is asked', async () => {
    const { played, clock, collector } = await connected();
    for (const id of [1, 2, 3]) played.orders.set(String(id), anOrder(id, { payments: [] }));
    played.plant({ on: 'GET /orders/1', status: 429, headers: { 'Retry-After': '1000' } });
    await notify(collector, '/orders/1');
    await vi.waitFor(() => expect(played.asked('GET /orders/1')).toBe(1));
    await notify(collector, '/orders/2');
    await notify(collector, '/orders/3');
    await vi.waitFor(async () => {
      const { connections } = await shownConnections(collector);
      expect(connections).toMatchObject([{ waiting: 3, problem: expect.stringContaining('(429)') as string }]);
    });
    expect(played.asked('GET /orders/2') + played.asked('GET /orders/3')).toBe(0);
    clock.move(2000 * 1000);
    await settled(collector);
    expect(await actionsIn(collector)).toHaveLength(3);
  });

  test('a token that the API does not take any more is renewed once for all', async () => {
    const { played, clock, collector } = await connected();
    const ids = ['1', '2', '3', '4'];
    for (const id of ids) played.orders.set(id, anOrder(Number(id), { payments: [] }));
    clock.move(2 * minute);
    played.revoke('access');
    await told(collector, ...ids.map((id) => `/orders/${id}`));
    expect(await actionsIn(collector)).toHaveLength(4);
    expect(played.pairs()).toBe(2);
  });

  test('a right that the application lacks is told, and the rest is told all the same', async () => {
    const { played, collector } = await connected();
    played.orders.set('1', anOrder(1));
    played.plant({ on: 'GET /orders/1/shipments', status: 403 });
    await told(collector, '/orders/1');
    expect(await actionsIn(collector)).toEqual(['order.confirmed']);
    const { connections } = await shownConnections(collector);
    expect(connections).toMatchObject([{ problem: expect.stringContaining('refuses a request (403)') as string }]);
  });

  test('an API that hangs holds up neither notifications nor the end of the collector', async () => {
    const { played, collector } = await connected();
    played.plant({ on: 'GET /orders/1', hangs: true });
    await notify(collector, '/orders/1');
    await vi.waitFor(() => expect(played.asked('GET /orders/1')).toBe(1));
    expect(await notify(collector, '/orders/2')).toBe(200);
    await collector.close();
  });
});

describe('notifications that do not come', () => {
  test('are caught up with by those that were given up, of this account alone', async () => {
    const { played, clock, collector } = await connected();
    // The API gives less than it is asked for.
    played.shortenPages(25);
    played.orders.set('1', anOrder(1, { last_updated: ago(40) }));
    played.orders.set('2', anOrder(2, { last_updated: ago(40) }));
    const sent = { sent: ago(1), topic: 'orders_v2' };
    for (let number = 0; number < 60; number++)
      played.missed.push({ ...sent, resource: '/items/MLU1', user_id: seller });
    played.missed.push(
      { ...sent, resource: '/orders/1', user_id: seller },
      { ...sent, resource: '/orders/2', user_id: 7 },
    );
    clock.move(20 * minute);
    await vi.waitFor(async () => expect(await actionsIn(collector)).toEqual(['order.confirmed']), { timeout: 10_000 });
    expect(played.asked('GET /orders/2')).toBe(0);
  });

  test('are found by what has changed since, also on the second page, and claims with them', async () => {
    const { played, clock, collector } = await connected();
    for (let id = 1; id <= 55; id++) played.orders.set(String(id), anOrder(id, { payments: [], last_updated: ago(0) }));
    const claim = {
      id: 510,
      type: 'return',
      resource: 'order',
      resource_id: 7,
      date_created: ago(0),
      last_updated: ago(0),
    };
    played.claims.set('510', claim);
    clock.move(hour + 10 * minute);
    await reconciledAfter(collector, Date.now() + hour);
    const actions = await actionsIn(collector);
    expect(actions.filter((action) => action === 'order.confirmed')).toHaveLength(55);
    expect(actions.filter((action) => action === 'refund.requested')).toHaveLength(1);
  });

  test('of a cancellation, which no search shows, are found by a look at the orders that are open', async () => {
    const { played, clock, collector } = await connected();
    played.orders.set('1', anOrder(1));
    await told(collector, '/orders/1');
    played.orders.set(
      '1',
      anOrder(1, { status: 'cancelled', last_updated: ago(1), cancel_detail: { code: 'seller', date: ago(1) } }),
    );
    clock.move(hour + 10 * minute);
    await vi.waitFor(async () => expect(await actionsIn(collector)).toEqual(['order.confirmed', 'order.cancelled']), {
      timeout: 10_000,
    });
  });

  test('while the collector is away are found at its next start', async () => {
    const database = await databaseFile();
    const playing = await play();
    const { played, clock } = playing;
    const first = await connectedCollector(playing, { database });
    await first.close();
    played.orders.set('1', anOrder(1, { last_updated: ago(0) }));
    clock.move(72 * hour);
    played.orders.set('2', anOrder(2, { last_updated: new Date(clock.now() - hour).toISOString() }));
    const second = await startFor(playing, { database });
    await vi.waitFor(async () => expect((await actionsIn(second)).length).toBe(2), { timeout: 10_000 });
  });
});

test.each([
  ['a file', databaseFile],
  ['PostgreSQL', () => postgres.newDatabase()],
])('two collectors on %s tell each thing once, and renew the tokens once', async (_, place) => {
  const database = await place();
  const playing = await play();
  const first = await connectedCollector(playing, { database });
  const second = await startFor(playing, { database });
  for (let id = 1; id <= 10; id++) playing.played.orders.set(String(id), anOrder(id, { payments: [] }));
  playing.clock.move(7 * hour);
  const resources = Array.from({ length: 20 }, (_, index) => `/orders/${1 + (index % 10)}`);
  // A notification that was not taken in time is sent again.
  const send = async (collector: Collector, resource: string) => {
    while ((await notify(collector, resource)) !== 200);
  };
  await Promise.all(resources.map((resource, index) => send(index % 2 ? first : second, resource)));
  await settled(first);
  const events = await first.store.events();
  const references = events.map(({ event }) => (event.object_parameters as { reference: string }).reference);
  expect(references.sort()).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 1)).sort());
  expect(playing.played.pairs()).toBe(2);
});

test('a job whose collector has ended is done by another one after its lease', async () => {
  const database = await databaseFile();
  const playing = await play();
  const first = await connectedCollector(playing, { database });
  playing.played.orders.set('1', anOrder(1));
  await first.close();
  // As a process leaves it that is killed at work.
  const second = await startFor(playing, { database, connections: {} });
  await second.store.noteNotifications([{ kind: 'mercadolibre', account: String(seller), resource: '/orders/1' }], 0);
  expect(
    await second.store.claimJobs(['mercadolibre'], playing.clock.now(), playing.clock.now() + minute, 5),
  ).not.toEqual([]);
  await second.close();
  const third = await startFor(playing, { database });
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(await actionsIn(third)).toEqual([]);
  playing.clock.move(2 * minute);
  await vi.waitFor(async () => expect(await actionsIn(third)).toEqual(['order.confirmed']), { timeout: 10_000 });
});

test('a collector that is killed at work loses nothing and leaves nothing to be told twice', async () => {
  const playing = await play();
  const { played, clock } = playing;
  const { database, process } = await processFor(playing);
  await comeBack(process, played.giveLeave(await beginConnecting(process)));
  const ids = Array.from({ length: 8 }, (_, index) => String(index + 1));
  for (const id of ids) played.orders.set(id, anOrder(Number(id), { payments: [], last_updated: ago(50) }));
  // All but the first are answered before the kill, and some of those are stored.
  played.plant({ on: 'GET /orders/1', hangs: true });
  for (const id of ids) while ((await notify(process, `/orders/${id}`)) !== 200);
  await vi.waitFor(() => expect(played.asked('/shipments')).toBeGreaterThan(2), { timeout: 10_000 });
  process.kill('SIGKILL');
  await process.ended;
  const next = await startFor(playing, { database });
  clock.move(3 * minute);
  await settled(next);
  const references = (await next.store.events()).map(
    ({ event }) => (event.object_parameters as { reference: string }).reference,
  );
  expect(references.sort()).toEqual(ids.sort());
});
