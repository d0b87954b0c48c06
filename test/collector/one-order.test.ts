// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Collector, Figures } from '../../collector/src/index.ts';
import { aBatch, anEvent, ask, business, resultsOf, send } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record } from './support/records.ts';
import { bearer, collectorWithKey, otherKey, sendAsServer } from './support/servers.ts';

const postgres = sharedPostgres();

const uyu = (amount: number) => [{ currency: 'UYU', amount }];

const placed = (about: object, more: object = {}) =>
  anEvent({ action: 'order.placed', amount: 100, currency: 'UYU', object_parameters: about, ...more });

type Teller = (collector: Collector) => Promise<void>;

async function received(answer: Promise<Response>): Promise<void> {
  expect((await resultsOf(await answer)).map(({ status }) => status)).toEqual(['received']);
}

const browser =
  (about: object, more: object = {}): Teller =>
  (collector) =>
    received(send(collector, aBatch([placed(about, { session: 'buyer', ...more })])));

const server =
  (about: object, more: object = {}): Teller =>
  (collector) =>
    received(sendAsServer(collector, aBatch([placed(about, { session: null, amount: 90, ...more })])));

/** A connected account tells an order, as it was fetched. */
const account =
  (kind: string, order: string, refs: string[] = []): Teller =>
  async ({ store }) => {
    const key = { kind, account: '468', business };
    await store.keepConnection({ ...key, tokens: 'sealed', expires_at: 1e15 }, [], 0);
    await store.addJobs([{ ...key, resource: `/orders/${order}`, due_at: 0 }]);
    const [job] = await store.claimJobs([kind], 1e14, 1e14 + 1, 1);
    const event = { object_parameters: { reference: order, source: kind }, observed_by: kind };
    const told = { id: `${kind}-${order}`, action: 'order.placed', session: null, trusted: true };
    const compare = () => ({
      row: {
        account: '468',
        status: 'paid',
        pack_id: null,
        buyer_id: '55',
        last_updated: 1,
        check_at: null,
        state: '{}',
      },
      events: [
        record({
          ...{ ...told, business, tracked_at: Date.now() / 1000 - 5, amount: 80, currency: 'UYU', observed_by: kind },
          event: JSON.stringify(event),
        }),
      ],
    });
    await store.settleJob(job!, { orders: [{ order_id: order, refs, compare }] }, 1e14);
  };

async function figuresAfter(collector: Collector, tellers: Teller[], more = ''): Promise<Figures> {
  // The index takes one after the other, so that what it has heard of an order changes.
  for (const tell of tellers) {
    await tell(collector);
    while ((await collector.store.fillIndex(1)) > 0);
  }
  return (await (await ask(collector, `figures?minutes=60${more}`)).json()) as Figures;
}

describe.each([
  ['a file', databaseFile],
  ['PostgreSQL', () => postgres.newDatabase()],
])('orders in %s', (_, place) => {
  const start = async () => collectorWithKey({}, { database: await place() });

  test.each<[string, Teller[], number, number]>([
    [
      'number alone, and a server its id beside it',
      [browser({ reference: '1001' }), server({ reference: '1001' }, { object: 'ord_1' })],
      1,
      90,
    ],
    [
      'id alone, which a server has beside the number',
      [browser({ reference: 'ord_1' }), server({ reference: '1001' }, { object: 'ord_1' })],
      1,
      90,
    ],
    ['number with a sign', [browser({ reference: '#1001' }), server({ reference: 'ord_1', number: 1001 })], 1, 90],
    [
      'number, of which a connected shop has another id',
      [browser({ reference: '100' }), account('tiendanube', '987', ['number:100', 'token:abc'])],
      1,
      80,
    ],
    [
      'token, of which a connected shop has another id',
      [browser({ reference: 'abc', source: 'tiendanube' }), account('tiendanube', '987', ['number:100', 'token:abc'])],
      1,
      80,
    ],
    [
      'number, as does the shop’s own server, and a connected shop has another id',
      [
        browser({ reference: '100' }),
        server({ reference: '100' }, { amount: undefined }),
        account('tiendanube', '987', ['number:100']),
      ],
      1,
      80,
    ],
    [
      'number without the name of the shop, which a server has',
      [browser({ reference: '1001' }), server({ reference: '1001', source: 'shopify' })],
      1,
      90,
    ],
    [
      'number with the name of the shop, which the server lacks',
      [browser({ reference: '1001', source: 'shopify' }), server({ reference: '1001' })],
      1,
      90,
    ],
    [
      'number of one shop, and an order of another has the same',
      [browser({ reference: '1001', source: 'shopify' }), account('mercadolibre', '1001')],
      2,
      180,
    ],
    [
      'number of a payment',
      [browser({ reference: '77' }), account('mercadolibre', '2000', ['payment:77', 'shipment:77'])],
      2,
      180,
    ],
  ])('are counted once where a browser knows the %s, whoever tells first', async (_title, tellers, orders, amount) => {
    for (const some of [tellers, [...tellers].reverse()]) {
      expect(await figuresAfter(await start(), some)).toMatchObject({ orders, revenue: uyu(amount), conversion: 1 });
    }
  });

  test('with equal numbers stay two in two businesses', async () => {
    const collector = await start();
    const elsewhere: Teller = () =>
      received(
        send(
          collector,
          { ...aBatch([placed({ reference: '1001' }, { object: 'ord_1' })]), business: 'other1' },
          {
            address: `${collector.endpoint}?b=other1`,
            origin: null,
            headers: bearer(otherKey),
          },
        ),
      );
    const figures = await figuresAfter(collector, [browser({ reference: 'ord_1' }), elsewhere]);
    expect(figures).toMatchObject({ orders: 2, revenue: uyu(200) });
  });

  test('are told by each name in the events that are stored, and only once in the figures of their time', async () => {
    const collector = await start();
    const at = Math.floor(Date.now() / 1000);
    const tellers = [
      browser({ reference: '1001' }, { tracked_at: at - 9000 }),
      server({ reference: 'ord_1', number: '1001' }),
    ];
    // The server's time counts, as it does where both know one name.
    expect(await figuresAfter(collector, tellers)).toMatchObject({ orders: 1 });
    const earlier = await ask(collector, `figures?from=${at - 10_000}&to=${at - 8000}`);
    expect(await earlier.json()).toMatchObject({ orders: 0 });
    expect(await collector.store.events()).toHaveLength(2);
  });

  test('of a stranger neither merge, change nor remove what servers and connected accounts have told', async () => {
    const real = [
      server({ reference: '1001' }, { object: 'ord_1' }),
      server({ reference: '1002' }, { object: 'ord_2' }),
      account('tiendanube', '987', ['number:100']),
    ];
    const long = { session: 'stranger', amount: 1, tracked_at: 1000 };
    const attempts = [
      browser({ reference: '1001', number: '1002', id: '987' }, { ...long, object: 'ord_2' }),
      browser({ reference: '987', source: 'tiendanube', number: '1001' }, long),
      browser({ reference: '100', source: 'tiendanube' }, long),
      browser({ reference: 'ord_2', id: 'ord_1' }, long),
    ];
    for (const tellers of [
      [...real, ...attempts],
      [...attempts, ...real],
    ]) {
      expect(await figuresAfter(await start(), tellers)).toMatchObject({ orders: 3, revenue: uyu(260) });
    }
    // Of orders that browsers alone tell, too, names are not made the same by a browser.
    const told = ['2001', '2002'].map((reference) => browser({ reference }));
    const merging = browser({ reference: '2001', number: '2002', id: '2002' }, { session: 'stranger' });
    expect(await figuresAfter(await start(), [...told, merging])).toMatchObject({ orders: 2, revenue: uyu(200) });
  });

  test('that were erased take the names with them by which others were joined', async () => {
    const collector = await start();
    const tellers = [browser({ reference: '100' }), account('tiendanube', '987', ['number:100'])];
    await figuresAfter(collector, tellers);
    await collector.store.erase({ order: '987', business });
    expect(await figuresAfter(collector, [browser({ reference: '987' })])).toMatchObject({
      orders: 2,
      revenue: uyu(200),
    });
  });
});
