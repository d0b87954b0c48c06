// @vitest-environment node
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Collector, type CollectorOptions, startCollector } from '../../collector/src/index.ts';
import { atEnd, business, shop as origin } from './support/collector-harness.ts';
import { actionsIn, shownConnections } from './support/connected-collector.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';

const postgres = sharedPostgres();
const places = [
  ['a file', databaseFile],
  ['PostgreSQL', () => postgres.newDatabase()],
] as const;

const shopifyShop = { shop: 'demo.myshopify.com', business, secret: 'the-secret-of-the-app' };
const wooShop = { shop: 'https://shop.example/tienda', business, secret: 'the-secret-of-the-webhook' };

async function start(more: CollectorOptions = {}): Promise<Collector> {
  const collector = await startCollector({
    businesses: { [business]: { name: 'Demo', origins: [origin] } },
    ...{ scriptVersions: false, connections: { shopify: [shopifyShop], woocommerce: [wooShop] }, ...more },
  });
  atEnd(collector.close);
  return collector;
}

const sign = (body: string, secret: string, encoding: 'hex' | 'base64' = 'base64') =>
  createHmac('sha256', secret).update(body).digest(encoding);

async function post({ url }: Collector, path: string, body: string, headers: Record<string, string>) {
  const given = { 'Content-Type': 'application/json', ...headers };
  return (await fetch(`${url}/connections/${path}/webhooks`, { method: 'POST', headers: given, body })).status;
}

/** Posts as Shopify does (shopify.dev, webhooks, 2026). */
const fromShopify = (
  collector: Collector,
  topic: string,
  content: object | string,
  more: Record<string, string> = {},
) => {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  return post(collector, 'shopify', body, {
    ...{ 'X-Shopify-Topic': topic, 'X-Shopify-Shop-Domain': shopifyShop.shop, 'X-Shopify-Webhook-Id': 'b54557e4' },
    ...{ 'X-Shopify-Hmac-Sha256': sign(body, shopifyShop.secret), ...more },
  });
};

/** Posts as WooCommerce does (its source, class-wc-webhook.php, 2026). */
const fromWoo = (collector: Collector, topic: string, content: object, more: Record<string, string> = {}) => {
  const body = JSON.stringify(content);
  return post(collector, 'woocommerce', body, {
    ...{ 'X-WC-Webhook-Topic': topic, 'X-WC-Webhook-Source': `${wooShop.shop}/`, 'X-WC-Webhook-ID': '3' },
    ...{ 'X-WC-Webhook-Signature': sign(body, wooShop.secret), ...more },
  });
};

const hour = 3_600_000;
const now = Date.now();
const ago = (hours: number) => new Date(now - hours * hour).toISOString();
/** WooCommerce writes no zone. */
const gmt = (hours: number) => ago(hours).replace(/\.\d+Z$/, '');

/** An order as it is in a webhook of Shopify (resource Order, 2026), shortened. */
const shopifyOrder = (more: object = {}) => ({
  ...{ id: 820982911946, name: '#9999', order_number: 9999, token: 'tok1', checkout_token: 'chk1' },
  ...{ email: 'ana@mail.example', customer: { id: 115310627314, email: 'ana@mail.example' } },
  ...{ currency: 'USD', total_price: '403.00', financial_status: 'pending', fulfillment_status: null },
  line_items: [
    { product_id: 788032119674292900, variant_id: 1, title: 'Shoe', quantity: 2, price: '199.00', sku: 'S-1' },
  ],
  ...{ fulfillments: [], refunds: [], cancelled_at: null },
  ...{ created_at: ago(10), processed_at: ago(10), updated_at: ago(10) },
  ...more,
});

/** An order as it is in a webhook of WooCommerce (REST API v3, order properties, 2026), shortened. */
const wooOrder = (more: object = {}) => ({
  ...{ id: 727, number: '727', order_key: 'wc_order_58d2d042d1d', status: 'processing', currency: 'UYU' },
  ...{ total: '29.35', customer_id: 26, billing: { email: 'ana@mail.example' }, payment_method: 'cod' },
  line_items: [{ product_id: 93, variation_id: 0, name: 'Mate', quantity: 2, price: 6, total: '12.00', sku: '' }],
  ...{ date_created_gmt: gmt(10), date_modified_gmt: gmt(10), date_paid_gmt: null, date_completed_gmt: null },
  ...{ refunds: [], ...more },
});

describe.each(places)('orders that webhooks bring to %s', (_, place) => {
  test('of Shopify are told once each, though an update comes before the creation and all comes twice', async () => {
    const collector = await start({ database: await place() });
    const parcel = { id: 1, status: 'success', shipment_status: null, created_at: ago(5), updated_at: ago(5) };
    const sent = { financial_status: 'paid', fulfillments: [parcel], updated_at: ago(5) };
    const refund = {
      id: 9,
      created_at: ago(1),
      transactions: [{ kind: 'refund', status: 'success', amount: '10.10' }],
    };
    const arrived = { ...parcel, shipment_status: 'delivered', updated_at: ago(2) };
    const last = { ...sent, fulfillments: [arrived], refunds: [refund], cancelled_at: ago(0.5), updated_at: ago(0.5) };
    for (const _again of [1, 2]) {
      expect(await fromShopify(collector, 'orders/updated', shopifyOrder(sent))).toBe(200);
      expect(await fromShopify(collector, 'orders/create', shopifyOrder())).toBe(200);
      expect(await fromShopify(collector, 'orders/fulfilled', shopifyOrder(last))).toBe(200);
      expect(await fromShopify(collector, 'refunds/create', refund)).toBe(200);
    }
    const events = await collector.store.events();
    expect(
      events.map(({ action, amount, tracked_at }) => [
        action,
        amount,
        Math.round((now / 1000 - tracked_at) / 360) / 10,
      ]),
    ).toEqual([
      ['order.placed', 403, 10],
      ['order.confirmed', 403, 5],
      ['order.shipped', 403, 5],
      ['order.delivered', 403, 2],
      ['order.cancelled', 403, 0.5],
      ['refund.received', 10.1, 1],
    ]);
    const reference = '820982911946';
    expect(events[0]).toMatchObject({
      ...{ observed_by: 'shopify', user_source: 'shopify', user_id: '115310627314', trusted: true },
      event: { object_parameters: { reference, source: 'shopify', items: [{ quantity: 2, product: { sku: 'S-1' } }] } },
    });
    expect(JSON.stringify(events)).not.toContain('ana@');
    for (const ref of ['number:9999', 'name:#9999', 'token:tok1', 'checkout_token:chk1'])
      expect(await collector.store.ordersOfRef({ business, kind: 'shopify', ref })).toEqual([reference]);
  });

  test('of WooCommerce are told once each; what is paid on delivery is confirmed when it is paid', async () => {
    const collector = await start({ database: await place() });
    expect(await fromWoo(collector, 'order.created', wooOrder({ status: 'checkout-draft' }))).toBe(200);
    expect(await actionsIn(collector)).toEqual([]);
    const done = { status: 'completed', date_paid_gmt: gmt(3), date_completed_gmt: gmt(4), date_modified_gmt: gmt(3) };
    const back = { ...done, refunds: [{ id: 726, reason: '', total: '-10.00' }], date_modified_gmt: gmt(1) };
    for (const content of [wooOrder(), wooOrder(), wooOrder(done), wooOrder(back), wooOrder(), wooOrder(back)])
      expect(await fromWoo(collector, 'order.updated', content)).toBe(200);
    expect(await fromWoo(collector, 'order.deleted', { id: 727 })).toBe(200);
    const events = await collector.store.events();
    expect(
      events.map(({ action, amount, tracked_at }) => [action, amount, Math.round((now / 1000 - tracked_at) / 3600)]),
    ).toEqual([
      ['order.placed', 29.35, 10],
      ['order.confirmed', 29.35, 3],
      ['order.shipped', 29.35, 4],
      ['refund.received', 10, 1],
    ]);
    expect(events[0]).toMatchObject({ observed_by: 'woocommerce', user_id: '26' });
    const ref = { business, kind: 'woocommerce', ref: 'order_key:wc_order_58d2d042d1d' };
    expect(await collector.store.ordersOfRef(ref)).toEqual(['727']);
  });
});

describe('a webhook of a shop in the options', () => {
  test('is refused with 401 where its signature is missing, of another secret, in hexadecimal, or of a stranger', async () => {
    const collector = await start();
    const body = JSON.stringify(shopifyOrder());
    const wrong: Record<string, string>[] = [
      { 'X-Shopify-Hmac-Sha256': '' },
      { 'X-Shopify-Hmac-Sha256': sign(body, 'other') },
      { 'X-Shopify-Hmac-Sha256': sign(body, shopifyShop.secret, 'hex') },
      { 'X-Shopify-Shop-Domain': 'other.myshopify.com' },
    ];
    for (const more of wrong) expect(await fromShopify(collector, 'orders/create', shopifyOrder(), more)).toBe(401);
    const redact = { customer: { id: 1 }, orders_to_redact: [] };
    expect(await fromShopify(collector, 'customers/redact', redact, { 'X-Shopify-Hmac-Sha256': 'x' })).toBe(401);
    expect(await fromWoo(collector, 'order.created', wooOrder(), { 'X-WC-Webhook-Signature': 'x' })).toBe(401);
    expect(await post(collector, 'woocommerce', 'webhook_id=3', {})).toBe(200);
    expect(await actionsIn(collector)).toEqual([]);
  });

  test('shows the shop with its health, and the options alone can take it away', async () => {
    const collector = await start();
    await fromShopify(collector, 'orders/create', shopifyOrder());
    const { connections, platforms } = await shownConnections(collector);
    expect(connections).toMatchObject([
      {
        kind: 'shopify',
        account: shopifyShop.shop,
        state: 'connected',
        problem: null,
        connect: null,
        configured: true,
      },
      { kind: 'woocommerce', account: wooShop.shop, last_notified_at: null },
    ]);
    expect(connections[0]?.last_notified_at).not.toBeNull();
    expect(platforms.map(({ kind, connect, notifications }) => [kind, connect, notifications])).toEqual([
      ['shopify', null, '/connections/shopify/webhooks'],
      ['woocommerce', null, '/connections/woocommerce/webhooks'],
    ]);
    const response = await fetch(`${collector.url}/inspector/api/connections/disconnect`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${collector.token}`, 'X-Vitrina': 'disconnect' },
      body: JSON.stringify({ business, kind: 'shopify', account: shopifyShop.shop }),
    });
    expect(response.status).toBe(409);
  });

  test('that demands the erasure of a customer of Shopify is obeyed', async () => {
    const collector = await start();
    await fromShopify(collector, 'orders/create', shopifyOrder());
    const customer = { id: 115310627314, email: 'ana@mail.example' };
    expect(await fromShopify(collector, 'customers/redact', { customer, orders_to_redact: [] })).toBe(200);
    expect(await actionsIn(collector)).toEqual([]);
    await fromShopify(collector, 'orders/updated', shopifyOrder({ updated_at: ago(0) }));
    expect(await actionsIn(collector)).toEqual([]);
    // As a number of JavaScript this customer would be another one.
    const order = JSON.stringify(shopifyOrder({ id: 450789470 })).replace('115310627314', '9007199254740993');
    await fromShopify(collector, 'orders/create', order);
    expect(await actionsIn(collector)).toEqual(['order.placed']);
    const demand = '{"customer":{"id":9007199254740993},"orders_to_redact":[]}';
    expect(await fromShopify(collector, 'customers/redact', demand)).toBe(200);
    expect(await actionsIn(collector)).toEqual([]);
  });
});
