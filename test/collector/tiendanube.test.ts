// @vitest-environment node
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import { business } from './support/collector-harness.ts';
import { actionsIn, comeBack, shownConnections } from './support/connected-collector.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import {
  beginConnecting,
  connected,
  post,
  settled,
  signatureOf,
  startFor,
  storeId,
  told,
  webhook,
} from './support/tiendanube.ts';

const postgres = sharedPostgres();

const hour = 3_600_000;

/** A time so many hours ago, as the API writes it (resources/order, version 2025-03). */
const ago = (hours: number) => new Date(Date.now() - hours * hour).toISOString().replace(/\.\d+Z$/, '+0000');

/** The other way in which it writes times. */
const objectAgo = (hours: number) => {
  const date = new Date(Date.now() - hours * hour).toISOString().replace('T', ' ').replace('Z', '000');
  return { date, timezone_type: 3, timezone: 'UTC' };
};

/** An order as `GET /orders/ID` tells it (resources/order, version 2025-03, collected 2026-11-29). */
const anOrder = (more: object = {}) => ({
  ...{ id: 987, token: 'a1b2c3', number: 105, store_id: storeId, storefront: 'store', currency: 'ARS' },
  ...{ contact_email: 'ana@mail.example', contact_name: 'Ana', customer: { id: 55, email: 'ana@mail.example' } },
  ...{ subtotal: '180.50', total: '230.50', discount: '0.00', gateway: 'offline' },
  products: [{ id: 1, product_id: 11, variant_id: 12, name: 'Mate', price: '90.25', quantity: 2, sku: 'A-1' }],
  ...{ status: 'open', payment_status: 'pending', shipping_status: 'unpacked' },
  ...{ created_at: ago(10), completed_at: objectAgo(10), updated_at: ago(10) },
  ...{ paid_at: null, shipped_at: null, cancelled_at: null },
  ...more,
});
const paid = { payment_status: 'paid', paid_at: ago(9), updated_at: ago(9) };
const shipped = { ...paid, shipping_status: 'shipped', shipped_at: ago(5), updated_at: ago(5) };
const delivered = { ...shipped, shipping_status: 'delivered', updated_at: ago(2) };

const near = (hours: number) => expect.closeTo((Date.now() - hours * hour) / 1000, -2) as number;

describe.each([
  ['a file', databaseFile],
  ['PostgreSQL', () => postgres.newDatabase()],
])('an order of a store of Tiendanube in %s', (_, place) => {
  test('is told from its making to its delivery, once each, with its own times, amounts and customer', async () => {
    const { played, collector } = await connected({ database: await place() });
    played.orders.set('987', anOrder());
    await told(collector, ['order/created', 987], ['order/created', 987]);
    // A webhook is only a reason to look: nothing is paid yet.
    await told(collector, ['order/paid', 987], ['order/fulfilled', 987], ['order/cancelled', 987]);
    expect(await actionsIn(collector)).toEqual(['order.placed']);
    played.orders.set('987', anOrder(delivered));
    await told(collector, ['order/updated', 987], ['order/fulfilled', 987], ['order/paid', 987]);
    const events = (await collector.store.events()).map(({ action, tracked_at }) => [action, tracked_at]);
    expect(events).toEqual([
      ['order.placed', near(10)],
      ['order.confirmed', near(9)],
      ['order.shipped', near(5)],
      ['order.delivered', near(2)],
    ]);
    const [placed] = await collector.store.events();
    expect(placed).toMatchObject({
      ...{ observed_by: 'tiendanube', amount: 230.5, currency: 'ARS', user_id: '55', user_source: 'tiendanube' },
      trusted: true,
    });
    expect(placed?.event).toMatchObject({
      object_parameters: {
        ...{ reference: '987', source: 'tiendanube', total: { amount: 230.5, currency: 'ARS' } },
        items: [
          {
            product: { name: 'Mate', reference: '11', sku: 'A-1' },
            quantity: 2,
            price: { amount: 90.25, currency: 'ARS' },
          },
        ],
      },
    });
    expect(JSON.stringify(await collector.store.events())).not.toContain('ana@');
    for (const ref of ['number:105', 'token:a1b2c3'])
      expect(await collector.store.ordersOfRef({ business, kind: 'tiendanube', ref })).toEqual(['987']);
  });

  test('is told as cancelled, and as paid back without an amount that nobody says', async () => {
    const { played, collector } = await connected({ database: await place() });
    played.orders.set('987', anOrder(paid));
    await told(collector, ['order/paid', 987]);
    const partly = { ...paid, payment_status: 'partially_refunded', updated_at: ago(4) };
    played.orders.set('987', anOrder(partly));
    await told(collector, ['order/updated', 987]);
    const ended = { status: 'cancelled', payment_status: 'refunded', cancelled_at: ago(1), updated_at: ago(1) };
    played.orders.set('987', anOrder({ ...paid, ...ended }));
    await told(collector, ['order/voided', 987], ['order/cancelled', 987]);
    // What was overtaken comes last, and says nothing new.
    played.orders.set('987', anOrder(shipped));
    await told(collector, ['order/fulfilled', 987]);
    // All of this one comes back at once.
    played.orders.set('988', anOrder({ ...paid, id: 988, payment_status: 'refunded', updated_at: ago(1) }));
    await told(collector, ['order/updated', 988]);
    const events = (await collector.store.events()).map(({ action, amount }) => [action, amount]);
    expect(events).toEqual([
      ['order.placed', 230.5],
      ['order.confirmed', 230.5],
      ['refund.received', null],
      ['order.cancelled', 230.5],
      ['refund.received', null],
      ['order.placed', 230.5],
      ['order.confirmed', 230.5],
      ['refund.received', 230.5],
    ]);
  });
});

describe('a webhook of Tiendanube', () => {
  test('is refused where its signature is missing, wrong, in base64, or of the same JSON written anew', async () => {
    const { played, collector } = await connected();
    played.orders.set('987', anOrder());
    const body = '{"store_id": 123456, "event": "order/created", "id": 987}';
    const anew = signatureOf(JSON.stringify(JSON.parse(body)));
    for (const signature of ['', signatureOf('other'), signatureOf(body, 'base64'), anew])
      expect((await post(collector, { body, signature })).status).toBe(401);
    await settled(collector);
    expect(played.asked('/orders/987')).toBe(0);
    expect((await post(collector, { body })).status).toBe(200);
    await vi.waitFor(async () => expect(await actionsIn(collector)).toEqual(['order.placed']));
  });

  test('leads to nothing where the store is a stranger or the event is of no interest, and is answered', async () => {
    const { played, collector } = await connected();
    const before = played.requests.length;
    for (const body of [webhook('order/created', 987, 7), webhook('product/created', 3)])
      expect((await post(collector, { body })).status).toBe(200);
    expect((await post(collector, { body: '[]' })).status).toBe(400);
    await settled(collector);
    expect(played.requests).toHaveLength(before);
  });

  test('is looked into again after 429, which says for how long to wait, and after a failure of the API', async () => {
    const { played, clock, collector } = await connected();
    played.orders.set('987', anOrder());
    played.plant({ on: '/orders/987', status: 429, headers: { 'x-rate-limit-reset': '30000' } });
    expect((await post(collector, { body: webhook('order/created', 987) })).status).toBe(200);
    await vi.waitFor(() => expect(played.asked('/orders/987')).toBe(1));
    await vi.waitFor(async () =>
      expect((await shownConnections(collector)).connections[0]?.problem).toContain('no more requests'),
    );
    clock.move(29_000 - 2000);
    await vi.waitFor(async () => expect(await actionsIn(collector)).toEqual([]));
    expect(played.asked('/orders/987')).toBe(1);
    played.plant({ on: '/orders/987', status: 502 });
    clock.move(10_000);
    await vi.waitFor(() => expect(played.asked('/orders/987')).toBe(2), { timeout: 5000 });
    await vi.waitFor(
      async () => {
        clock.move(60_000);
        expect(await actionsIn(collector)).toEqual(['order.placed']);
      },
      { timeout: 10_000, interval: 300 },
    );
  });
});

describe('a sale that a store has made on Mercado Libre', () => {
  test('is told by Tiendanube unless the business has connected an account of Mercado Libre, or it is asked for', async () => {
    for (const [isConnected, meli, expected] of [
      [false, undefined, ['order.placed']],
      [true, undefined, []],
      [true, true, ['order.placed']],
    ] as const) {
      const { played, collector } = await connected(meli ? { tiendanube: { meli } } : {});
      const seller = { kind: 'mercadolibre', account: '468', business, tokens: 'sealed', expires_at: 0 };
      played.orders.set('987', anOrder({ storefront: 'meli' }));
      if (isConnected) await collector.store.keepConnection(seller, [], 0);
      expect((await post(collector, { body: webhook('order/created', 987) })).status).toBe(200);
      await vi.waitFor(async () =>
        expect((await collector.store.connections()).every(({ waiting }) => waiting === 0)).toBe(true),
      );
      expect(await actionsIn(collector)).toEqual(expected);
    }
  });
});

describe('a store of Tiendanube', () => {
  test('is connected by the person who began, with webhooks for the public address, once each', async () => {
    const publicAddress = 'https://events.shop.example/';
    const { played, clock, collector } = await connected({
      tiendanube: { publicAddress },
      database: await databaseFile(),
    });
    const url = 'https://events.shop.example/connections/tiendanube/webhooks';
    await vi.waitFor(() => expect(played.webhooks.length).toBe(12));
    expect(played.webhooks).toContainEqual({ event: 'order/paid', url });
    expect(played.webhooks).toContainEqual({ event: 'app/uninstalled', url });
    expect((await shownConnections(collector)).connections).toMatchObject([
      { kind: 'tiendanube', account: String(storeId), state: 'connected', problem: null },
    ]);
    const [row] = await collector.store.connections();
    expect(JSON.stringify(await collector.store.connection(row!))).not.toContain('bearer');
    clock.move(hour);
    const { status, text } = await comeBack(collector, played.install(`${played.url}/?state=${'x'.repeat(43)}`));
    expect([status, text]).toEqual([400, expect.stringContaining('begin again')]);
    const begun = await beginConnecting(collector);
    expect(begun).toContain('/apps/2044/authorize?state=');
    const wrong = `https://events.shop.example/connections/tiendanube/callback?code=other&state=${new URL(begun).searchParams.get('state')}`;
    expect((await comeBack(collector, wrong)).text).toContain('Tiendanube gives no token');
    expect((await comeBack(collector, played.install(await beginConnecting(collector)))).status).toBe(200);
    await settled(collector);
    expect(played.webhooks.length).toBe(12);
  });

  test('says that it has to be connected again once its application was uninstalled, and catches up then', async () => {
    const { played, collector } = await connected();
    played.uninstall();
    expect((await post(collector, { body: webhook('app/uninstalled') })).status).toBe(200);
    await vi.waitFor(async () =>
      expect((await shownConnections(collector)).connections).toMatchObject([
        { state: 'reconnect', problem: expect.stringContaining('Connect the store again') as string },
      ]),
    );
    played.orders.set('987', anOrder({ ...paid, updated_at: new Date().toISOString() }));
    expect((await comeBack(collector, played.install(await beginConnecting(collector)))).status).toBe(200);
    await vi.waitFor(async () => expect(await actionsIn(collector)).toEqual(['order.placed', 'order.confirmed']), {
      timeout: 5000,
    });
    // An uninstalling that is told late ends nothing.
    await told(collector, ['app/uninstalled']);
    expect((await shownConnections(collector)).connections).toMatchObject([{ state: 'connected', problem: null }]);
  });

  test('is looked at as a whole each hour, when it is resumed, and when a collector starts', async () => {
    const database = await databaseFile();
    const { played, clock, collector } = await connected({ database });
    const changed = (id: number, more: object) =>
      played.orders.set(String(id), anOrder({ id, ...more, updated_at: new Date(clock.now()).toISOString() }));
    changed(1, {});
    clock.move(hour + 60_000);
    await vi.waitFor(async () => expect(await actionsIn(collector)).toHaveLength(1), { timeout: 5000 });
    await settled(collector);
    changed(2, {});
    await told(collector, ['app/resumed']);
    await vi.waitFor(async () => expect(await actionsIn(collector)).toHaveLength(2), { timeout: 5000 });
    await collector.close();
    changed(1, paid);
    const next = await startFor({ played, clock }, { database });
    await vi.waitFor(async () => expect(await actionsIn(next)).toContain('order.confirmed'), { timeout: 5000 });
  });
});

describe('what Tiendanube demands for the privacy of customers', () => {
  const ask = (collector: Collector, path: string, body: object, signature?: string) => {
    const text = JSON.stringify({ store_id: storeId, ...body });
    return post(collector, { body: text, path: `privacy/${path}`, signature: signature ?? signatureOf(text) });
  };
  const customer = { id: 55, email: 'ana@mail.example', phone: '+54', identification: '1' };

  async function demanded({ url, token }: Collector) {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/inspector/api/connections/privacy`, { headers });
    return ((await response.json()) as { requests: Record<string, unknown>[] }).requests;
  }

  test.each([
    ['a file', databaseFile],
    ['PostgreSQL', () => postgres.newDatabase()],
  ])('is met in %s: a report to download, the erasure of a customer, and that of a store', async (_, place) => {
    const { played, collector } = await connected({ database: await place() });
    for (const [id, buyer] of [
      [987, 55],
      [988, 55],
      [989, 56],
    ] as const) {
      played.orders.set(String(id), anOrder({ id, customer: { id: buyer } }));
      await told(collector, ['order/created', id]);
    }
    const question = { customer, orders_requested: [987], data_request: { id: 456 } };
    for (const _again of [1, 2]) expect((await ask(collector, 'customers-data-request', question)).status).toBe(200);
    const [asked, ...others] = await demanded(collector);
    expect(others).toEqual([]);
    expect(asked).toMatchObject({ topic: 'data_request', request: '456', customer: '55', orders: ['987'], business });
    const report = await fetch(collector.url + String(asked?.download), {
      headers: { Authorization: `Bearer ${collector.token}` },
    });
    const document = (await report.json()) as { events: unknown[]; privacy_requests: unknown[] };
    expect([document.events.length, document.privacy_requests.length]).toEqual([2, 1]);

    expect((await ask(collector, 'customers-redact', { customer, orders_to_redact: [987] }, 'x')).status).toBe(401);
    expect(await actionsIn(collector)).toHaveLength(3);
    expect((await ask(collector, 'customers-redact', { customer, orders_to_redact: [987] })).status).toBe(200);
    expect(await actionsIn(collector)).toHaveLength(1);
    expect(await demanded(collector)).toMatchObject([
      { topic: 'customer_redact', erased: 2, customer: null, orders: [] },
    ]);
    await told(collector, ['order/updated', 987]);
    expect(await actionsIn(collector)).toHaveLength(1);

    // It comes after the store has left.
    await collector.store.disconnect({ kind: 'tiendanube', account: String(storeId), business });
    expect((await ask(collector, 'store-redact', {})).status).toBe(200);
    expect(await actionsIn(collector)).toEqual([]);
    expect(await demanded(collector)).toMatchObject([{}, {}].map(() => ({ customer: null, download: null })));
    expect((await ask(collector, 'store-redact', { store_id: 7 })).status).toBe(200);
    expect((await ask(collector, 'elsewhere', {})).status).toBe(404);
  });

  test('takes longer than the platform waits: it is told to ask again, and the erasure is done once', async () => {
    const database = await postgres.newDatabase();
    const { played, collector } = await connected({ database });
    played.orders.set('987', anOrder());
    await told(collector, ['order/created', 987]);
    const other = new pg.Client({ connectionString: database });
    await other.connect();
    await other.query('BEGIN');
    await other.query('LOCK TABLE marketplace_orders IN ACCESS EXCLUSIVE MODE');
    const first = await ask(collector, 'store-redact', {});
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '5']);
    const again = ask(collector, 'store-redact', {});
    await other.query('ROLLBACK');
    await other.end();
    expect((await again).status).toBe(200);
    expect(await actionsIn(collector)).toEqual([]);
    expect(await demanded(collector)).toMatchObject([{ topic: 'store_redact', erased: 1 }]);
    expect((await ask(collector, 'store-redact', {})).status).toBe(200);
    expect(await demanded(collector)).toHaveLength(1);
  });
});
