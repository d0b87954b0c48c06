// @vitest-environment node
import { describe, expect, test } from 'vitest';
import {
  type OrderState,
  type Rules,
  compareOrder,
  unknownOrder,
} from '../../collector/src/connections/mercado-libre/compare-order.ts';
import { parseJson } from '../../collector/src/connections/read-json.ts';
import { pathOf, readResource } from '../../collector/src/connections/mercado-libre/resources.ts';
import {
  readClaim,
  readOrder,
  readShipment,
  type Snapshot,
} from '../../collector/src/connections/mercado-libre/snapshot.ts';

const rules: Rules = { placed: false, shippedFrom: 'shipped', changes: false };
const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T09:00:00.000-03:00`;
const at = (number: number) => Date.parse(day(number));
const now = at(30);

const paid = { id: 77, status: 'approved', transaction_amount: 180, date_approved: day(2), date_last_modified: day(2) };
const refundedWhole = { ...paid, status: 'refunded', transaction_amount_refunded: 180, date_last_modified: day(8) };

/** An order as the API tells it, after the public documentation of 2026-08-07. */
const order = (more: object = {}) => ({
  ...{ id: 2000012345, pack_id: 2000009999, status: 'paid', tags: ['paid'], date_created: day(1), date_closed: day(2) },
  ...{ last_updated: day(9), total_amount: 180, currency_id: 'UYU', payments: [paid] },
  order_items: [
    { item: { id: 'MLU123', title: 'Mate', seller_sku: 'A-1' }, quantity: 2, unit_price: 90, currency_id: 'UYU' },
  ],
  ...{ buyer: { id: 55 }, seller: { id: 468424240 } },
  ...more,
});

const shipment = (status: string, more: object = {}, history?: unknown) =>
  readShipment({ id: 9, status, last_updated: day(7), ...more }, history)!;

const claim = (more: object = {}) =>
  readClaim({
    id: 510,
    type: 'mediations',
    resource: 'order',
    resource_id: 2000012345,
    date_created: day(6),
    ...more,
  })!;

interface Seen {
  order?: object;
  shipments?: Snapshot['shipments'];
  isPackSplit?: boolean;
  claims?: Snapshot['claims'];
}

const snapshot = ({ order: more, shipments = [], isPackSplit = false, claims = [] }: Seen): Snapshot => ({
  ...{ order: readOrder(order(more))!, shipments, isPackSplit, claims },
});

const compare = (known: OrderState, seen: Seen, some: Partial<Rules> = {}, others: OrderState[] = []) =>
  compareOrder(known, snapshot(seen), others, { ...rules, ...some }, now);

/** What is told of something that was never seen before: actions with their days. */
const told = (seen: Seen, some?: Partial<Rules>) =>
  compare(unknownOrder, seen, some).facts.map((fact) => `${fact.action} ${new Date(fact.at).getUTCDate()}`);

describe('what an order tells at its first sight', () => {
  const cases: [string, Seen, string[], Partial<Rules>?][] = [
    ['an unpaid order tells nothing', { order: { status: 'payment_required', payments: [] } }, []],
    [
      'an unpaid order is placed, where that is wanted',
      { order: { status: 'payment_required', payments: [] } },
      ['order.placed 1'],
      { placed: true },
    ],
    [
      'an order whose payment is under way tells nothing',
      { order: { status: 'payment_in_process', payments: [{ ...paid, status: 'in_process', date_approved: null }] } },
      [],
    ],
    ['an order that is paid in part is not confirmed', { order: { status: 'partially_paid' } }, []],
    ['a paid order is confirmed at its closing', {}, ['order.confirmed 2']],
    [
      'without a closing it is confirmed when its payment was approved',
      { order: { date_closed: null, payments: [{ ...paid, date_approved: day(3) }] } },
      ['order.confirmed 3'],
    ],
    [
      'with neither it is confirmed when it was last changed',
      { order: { date_closed: null, payments: [] } },
      ['order.confirmed 9'],
    ],
    [
      'an order that waits for its cancellation was confirmed',
      { order: { status: 'pending_cancel' } },
      ['order.confirmed 2'],
    ],
    [
      'a shipment that is being prepared tells nothing',
      { shipments: [shipment('ready_to_ship', { substatus: 'picked_up' })] },
      ['order.confirmed 2'],
    ],
    [
      'a shipment that was picked up is shipped, where that is wanted',
      { shipments: [shipment('ready_to_ship', { substatus: 'picked_up' })] },
      ['order.confirmed 2', 'order.shipped 7'],
      { shippedFrom: 'picked_up' },
    ],
    [
      'a printed label is no pick-up',
      { shipments: [shipment('ready_to_ship', { substatus: 'printed' })] },
      ['order.confirmed 2'],
      { shippedFrom: 'picked_up' },
    ],
    ['a shipment under way is shipped', { shipments: [shipment('shipped')] }, ['order.confirmed 2', 'order.shipped 7']],
    [
      'what is delivered at first sight was confirmed and shipped before, each at its own time',
      {
        shipments: [
          shipment('delivered', {}, [
            { status: 'shipped', date: day(4) },
            { status: 'delivered', date: day(6) },
          ]),
        ],
      },
      ['order.confirmed 2', 'order.shipped 4', 'order.delivered 6'],
    ],
    [
      'the other form of a history tells the same times',
      { shipments: [shipment('delivered', {}, { date_history: { date_shipped: day(4), date_delivered: day(6) } })] },
      ['order.confirmed 2', 'order.shipped 4', 'order.delivered 6'],
    ],
    [
      'what could not be delivered was shipped',
      { shipments: [shipment('not_delivered')] },
      ['order.confirmed 2', 'order.shipped 7'],
    ],
    ['a delivery to be agreed on tells nothing', { shipments: [shipment('to_be_agreed')] }, ['order.confirmed 2']],
    [
      'several shipments are told once, at the first',
      {
        shipments: [
          shipment('shipped', { id: 9, last_updated: day(7) }),
          shipment('delivered', { id: 10, last_updated: day(5) }),
        ],
      },
      ['order.confirmed 2', 'order.shipped 5', 'order.delivered 5'],
    ],
    [
      'an order that was cancelled unpaid was never confirmed',
      { order: { status: 'cancelled', payments: [], cancel_detail: { code: 'buyer_cancel', date: day(4) } } },
      ['order.cancelled 4'],
    ],
    [
      'an order that was cancelled and paid back tells all three',
      { order: { status: 'cancelled', payments: [refundedWhole], cancel_detail: { code: 'seller', date: day(8) } } },
      ['order.confirmed 2', 'order.cancelled 8', 'refund.received 8'],
    ],
    [
      'a cancellation without its details counts when it was last changed',
      { order: { status: 'invalid', payments: [] } },
      ['order.cancelled 9'],
    ],
    [
      'a paid order with the tag unfulfilled is cancelled',
      { order: { tags: ['paid', 'unfulfilled'] } },
      ['order.confirmed 2', 'order.cancelled 9'],
    ],
    [
      'an order that is confirmed there, and whose money is all back, was paid and is cancelled',
      { order: { status: 'confirmed', payments: [refundedWhole] } },
      ['order.confirmed 2', 'order.cancelled 9', 'refund.received 8'],
    ],
    [
      'one of two payments that is back cancels nothing',
      { order: { status: 'confirmed', payments: [refundedWhole, { ...paid, id: 78 }] } },
      ['refund.received 8'],
    ],
    [
      'an order that is split off its pack tells nothing',
      {
        order: {
          status: 'cancelled',
          payments: [refundedWhole],
          cancel_detail: { code: 'pack_splitted', date: day(4) },
        },
      },
      [],
    ],
    [
      'the same where only the pack says so',
      { isPackSplit: true, order: { status: 'cancelled', payments: [refundedWhole] } },
      [],
    ],
    [
      'a split pack takes nothing back of an order that the buyer has cancelled',
      {
        isPackSplit: true,
        order: { status: 'cancelled', payments: [], cancel_detail: { code: 'buyer', date: day(4) } },
      },
      ['order.cancelled 4'],
    ],
    [
      'a part of the money that is back is told',
      { order: { payments: [{ ...paid, transaction_amount_refunded: 30, date_last_modified: day(5) }] } },
      ['order.confirmed 2', 'refund.received 5'],
    ],
    ['a mediation asks for the money back', { claims: [claim()] }, ['order.confirmed 2', 'refund.requested 6']],
    [
      'a return asks for the money back',
      { claims: [claim({ type: 'return' })] },
      ['order.confirmed 2', 'refund.requested 6'],
    ],
    [
      'a purchase that the buyer cancels asks for the money back',
      { claims: [claim({ type: 'cancel_purchase' })] },
      ['order.confirmed 2', 'refund.requested 6'],
    ],
    ['a sale that the seller cancels does not', { claims: [claim({ type: 'cancel_sale' })] }, ['order.confirmed 2']],
    [
      'unless something is sent back',
      { claims: [claim({ type: 'fulfillment', related_entities: ['return'] })] },
      ['order.confirmed 2', 'refund.requested 6'],
    ],
    ['an exchange does not', { claims: [claim({ type: 'change' })] }, ['order.confirmed 2']],
    [
      'but where that is wanted',
      { claims: [claim({ type: 'change' })] },
      ['order.confirmed 2', 'refund.requested 6'],
      { changes: true },
    ],
  ];
  test.each(cases)('%s', (_, seen, expected, some) => {
    expect(told(seen, some)).toEqual(expected);
    expect(compare(compare(unknownOrder, seen, some).state, seen, some).facts).toEqual([]);
  });
});

describe('what a later look tells', () => {
  /** The state after some looks, one after the other. */
  const after = (...looks: Seen[]) => looks.reduce((state, seen) => compare(state, seen).state, unknownOrder);
  const actions = (known: OrderState, seen: Seen, others: OrderState[] = []) =>
    compare(known, seen, {}, others).facts.map(({ action, props }) => [action, props.amount]);
  const refunded = (amount: number, day_: number) => ({
    order: { last_updated: day(day_), payments: [{ ...paid, transaction_amount_refunded: amount }] },
  });

  test('only what has become true since is told', () => {
    expect(actions(after({}), { shipments: [shipment('shipped')] })).toEqual([['order.shipped', 180]]);
  });

  test('an answer that was overtaken by a newer one tells nothing of the order, and still of its claims', () => {
    const known = after({ order: { status: 'payment_required', payments: [], last_updated: day(9) } });
    const old = { order: { last_updated: day(8) }, shipments: [shipment('shipped')] };
    expect(actions(known, old)).toEqual([]);
    expect(actions(known, { ...old, claims: [claim()] })).toEqual([['refund.requested', undefined]]);
  });

  test('each part of the money that comes back is told once, by what has grown', () => {
    const first = after(refunded(30.1, 5));
    expect(compare(first, refunded(100.3, 6)).facts).toMatchObject([
      {
        key: ['payment', '77', '10030'],
        props: { amount: 70.2, currency: 'UYU', object_parameters: { reference: '77' } },
      },
    ]);
    expect(actions(after(refunded(30.1, 5), refunded(100.3, 6)), refunded(100.3, 7))).toEqual([]);
  });

  test('money of a payment that two orders share is told once', () => {
    expect(actions(after({}), refunded(30, 9), [after(refunded(30, 9))])).toEqual([]);
    expect(actions(after({}), refunded(50, 9), [after(refunded(30, 9))])).toEqual([['refund.received', 20]]);
  });

  test('an order that was confirmed and is then split off its pack is not cancelled, also later', () => {
    const split = {
      order: { status: 'cancelled', payments: [refundedWhole], cancel_detail: { code: 'pack_splitted' } },
    };
    expect(actions(after({}), split)).toEqual([]);
    const later = { ...split, order: { ...split.order, cancel_detail: null, last_updated: day(20) } };
    expect(actions(after({}, split), later)).toEqual([]);
  });

  test('an answer without the parts that the API has left out takes nothing back', () => {
    const known = after({ shipments: [shipment('shipped')] });
    expect(actions(known, { order: { payments: undefined, last_updated: undefined, order_items: undefined } })).toEqual(
      [],
    );
    expect(known.told).toEqual(['confirmed', 'shipped']);
  });
});

test('an order is told with its number, its items and what it costs, and a refund with its order', () => {
  const { facts } = compare(unknownOrder, { claims: [claim({ quantity_type: 'total' })] });
  expect(facts.map(({ key, props }) => [key, props])).toEqual([
    [
      ['order', '2000012345', 'confirmed'],
      {
        object_parameters: {
          ...{ reference: '2000012345', source: 'mercadolibre', total: { amount: 180, currency: 'UYU' } },
          items: [
            {
              product: { name: 'Mate', reference: 'MLU123', source: 'mercadolibre', sku: 'A-1' },
              ...{ quantity: 2, price: { amount: 90, currency: 'UYU' } },
            },
          ],
        },
        ...{ amount: 180, currency: 'UYU', metadata: { pack: '2000009999' } },
      },
    ],
    [
      ['claim', '510', 'requested'],
      {
        object_parameters: {
          ...{ reference: '510', source: 'mercadolibre', order: '2000012345' },
          total: { amount: 180, currency: 'UYU' },
        },
        ...{ amount: 180, currency: 'UYU', metadata: { pack: '2000009999', claim: 'mediations' } },
      },
    ],
  ]);
});

test('ids that are longer than a number is exact stay as they are, and texts are left alone', () => {
  expect(parseJson('{"id":98765432109876543,"n":-1.5e3,"note":"12345678901234567890 \\" 1"}')).toEqual({
    ...{ id: '98765432109876543', n: -1500, note: '12345678901234567890 " 1' },
  });
  expect(readOrder(parseJson('{"id":98765432109876543}'))?.id).toBe('98765432109876543');
});

test('a notification can name orders, shipments, payments and claims by digits, and nothing else', () => {
  const path = (text: unknown) => {
    const resource = readResource(text);
    return resource && pathOf(resource);
  };
  expect(['/orders/12', '/shipments/9', '/collections/7', '/payments/7'].map(path)).toEqual([
    ...['/orders/12', '/shipments/9', '/collections/7', '/collections/7'],
  ]);
  expect(['/post-purchase/v1/claims/5', '/v1/claims/5'].map(path)).toEqual(Array(2).fill('/post-purchase/v1/claims/5'));
  const others = [
    '/orders/1/../../users/me',
    '/orders/1?x=1',
    '/orders/x',
    '/items/MLU1',
    '//evil.example/orders/1',
    7,
    '/orders/1\n',
  ];
  expect(others.map(path)).toEqual(Array(others.length).fill(undefined));
});
