import { describe, expect, it } from 'vitest';
import { toUnits } from '../../../src/facts/money.ts';
import { readMessage } from '../../../src/observe/sources/data-layer/messages.ts';
import * as samples from '../support/samples.ts';

/** The facts of a message, without their undefined fields. */
const read = (message: unknown, options = {}) =>
  JSON.parse(JSON.stringify(readMessage(message, options))) as ReturnType<typeof readMessage>;
const only = (message: unknown, options = {}) => {
  const facts = read(message, options);
  expect(facts).toHaveLength(1);
  return facts[0]!;
};
const args = (...values: unknown[]) =>
  (function (..._: unknown[]) {
    // eslint-disable-next-line prefer-rest-params -- the very object that gtag pushes
    return arguments;
  })(...values);

describe('GA4 message', () => {
  it('a GA4 view_item message gives the viewed product', () => {
    expect(only(samples.ga4ViewItem)).toEqual([
      {
        type: 'product.viewed',
        currency: 'USD',
        lines: [
          {
            product: {
              reference: 'SKU_12345',
              name: 'Stan and Friends Tee',
              variant: 'green',
              brand: 'Google',
              categories: ['Apparel', 'Adult', 'Shirts', 'Crew', 'Short sleeve'],
              price: toUnits(10.01),
            },
            quantity: 1,
          },
        ],
      },
      'ga4',
    ]);
  });

  it('a GA4 purchase message gives the order with its amounts and coupons', () => {
    const [fact, by] = only(samples.ga4Purchase);
    expect(by).toBe('ga4');
    expect(fact).toMatchObject({
      type: 'order.placed',
      reference: 'T_12345',
      total: toUnits(72.05),
      tax: toUnits(3.6),
      shipping: toUnits(5.99),
      currency: 'USD',
      coupons: ['SUMMER_SALE', 'SUMMER_FUN'],
    });
    expect(fact.lines).toHaveLength(2);
  });

  it.each([
    ['add_to_cart', 'cart.added'],
    ['remove_from_cart', 'cart.removed'],
    ['view_cart', 'cart.viewed'],
    ['begin_checkout', 'checkout.started'],
    ['view_item_list', 'products'],
  ])('the GA4 event %s gives the fact %s', (event, what) => {
    expect(only({ event, ecommerce: { items: [{ item_id: '1' }] } })[0].type).toBe(what);
  });

  it.each(['refund', 'search', 'page_view', 'constructor', 'toString', '__proto__', 'gtm.click', 'add_to_wishlist'])(
    'the GA4 event %s gives no fact',
    (event) => {
      expect(
        read({ event, ecommerce: { transaction_id: '1', items: event === 'refund' ? [{ item_id: '1' }] : undefined } }),
      ).toEqual([]);
    },
  );

  it('numbers of a GA4 message may be text, and empty values count as missing', () => {
    const [fact] = only(samples.textNumbers);
    expect(fact).toMatchObject({
      total: toUnits(1542),
      lines: [{ quantity: 2, product: { price: toUnits(771) } }],
    });
    expect(fact).not.toHaveProperty('coupons');
    expect(fact.lines?.[0]?.product).not.toHaveProperty('brand');
  });

  it('a GA4 purchase is found without an event, with the event inside ecommerce, and without ecommerce', () => {
    const ecommerce = { transaction_id: 'T1', value: 5, items: [{ item_id: '1' }] };
    expect(only({ ecommerce })[0]).toMatchObject({ type: 'order.placed', reference: 'T1' });
    expect(only({ ecommerce: { ...ecommerce, event: 'purchase' } })[0].reference).toBe('T1');
    expect(only({ event: 'purchase', ...ecommerce })[0].reference).toBe('T1');
  });

  it('a GA4 checkout step, cancellation, return or refund with an order number gives no order', () => {
    const ecommerce = { transaction_id: 'T1', value: 5, items: [{ item_id: '1' }] };
    for (const event of ['add_payment_info', 'add_shipping_info', 'order_cancelled', 'return_requested', 'refund'])
      expect(readMessage({ event, ecommerce })).toEqual([]);
  });

  it.each([
    ...[
      'orderCancelled',
      'ORDER_CANCELED',
      'cancel_order',
      'orderCancel',
      'order.cancellation',
      'cancelled',
      'eec.cancel',
      'pedido_cancelado',
      'compra_cancelada',
      'pedidoAnulado',
      'pedido_reembolsado',
      'reembolso',
      'devolucion',
      'devolução',
      'estorno_pedido',
      'view_order',
      'ver_pedido',
      'order_details',
      'orderViewed',
    ],
    ...['order_returned', 'return', 'returnOrder', 'order-return', 'purchase_returns', 'transactionReturned'],
    ...['partial_refund', 'orderRefunded', 'refund_order', 'gtm4wp.orderRefundEEC', 'refundRequested', 'refunds'],
  ])('the GA4 event %s undoes an order and gives none', (event) => {
    const ecommerce = { transaction_id: 'T1', value: 5, items: [{ item_id: '1' }] };
    expect(readMessage({ event, ecommerce })).toEqual([]);
  });

  it.each([
    ...['purchase_return_customer', 'returning_customer_purchase', 'purchaseReturningCustomer', 'return_visitor_order'],
    ...[
      'order_non_cancellable',
      'cancel_anytime_subscription_bought',
      'purchase_nonrefundable',
      'thankyou',
      'pedido_pagado',
      'compra_realizada',
      'order_received',
    ],
  ])('the GA4 event %s only sounds like an undone order and gives an order', (event) => {
    const ecommerce = { transaction_id: 'T1', value: 5, items: [{ item_id: '1' }] };
    expect(only({ event, ecommerce })[0]).toMatchObject({ type: 'order.placed', reference: 'T1' });
  });

  it('the suffix that a shop adds to a GA4 event name is ignored', () => {
    expect(only({ event: 'add_to_cart_stape', ecommerce: { items: [{ item_id: '1' }] } })[0].type).toBe('cart.added');
    expect(only({ event: 'add_to_cart-x', ecommerce: { items: [{ item_id: '1' }] } }, { suffix: '-x' })[0].type).toBe(
      'cart.added',
    );
    expect(only({ event: 'add_to_cart', ecommerce: { items: [{ item_id: '1' }] } }, { suffix: '' })[0].type).toBe(
      'cart.added',
    );
  });

  it('a GA4 view of one product with several variants is a product view, and one of two products is a list', () => {
    const view = (...names: string[]) =>
      only({
        event: 'view_item',
        ecommerce: { items: names.map((item_name, index) => ({ item_id: String(index), item_name })) },
      })[0];
    expect(view('A', 'B').type).toBe('products');
    expect(view('A', 'A')).toMatchObject({ type: 'product.viewed', lines: [{ product: { name: 'A' } }] });
  });

  it('the product id is found in the id of a feed or of a variant', () => {
    const product = (item: object) => only({ event: 'view_item', ecommerce: { items: [item] } })[0].lines?.[0]?.product;
    expect(product({ item_id: 'shopify_US_123_456' })).toMatchObject({ reference: '123', sku: '456' });
    expect(product({ item_id: '77', item_group_id: '70' })).toMatchObject({ reference: '70', sku: '77' });
    expect(product({ item_id: '#55' })).toMatchObject({ reference: '55' });
    expect(product({ item_id: 981 })).toMatchObject({ reference: '981' });
  });

  it('a GA4 generate_lead event completes a form, and so does an event named in the options', () => {
    expect(only({ event: 'generate_lead', form_id: 'contact' })).toEqual([
      { type: 'form.completed', reference: 'contact' },
      'ga4',
    ]);
    expect(read({ event: 'sign_up' })).toEqual([]);
    expect(only({ event: 'sign_up' }, { forms: ['sign_up'] })[0].reference).toBe('sign_up');
  });
});

describe('gtag call', () => {
  it('a gtag call is read from an arguments object, and not from an array', () => {
    const call = [
      'event',
      'purchase',
      { transaction_id: 'T', value: 3, currency: 'USD', items: [{ id: '1', name: 'A' }] },
    ];
    expect(only(args(...call))).toMatchObject([
      { type: 'order.placed', reference: 'T', lines: [{ product: { name: 'A' } }] },
      'ga4',
    ]);
    expect(read(call)).toEqual([]);
  });

  it.each([
    ['js'],
    ['config', 'G-1', { send_page_view: false }],
    ['consent', 'default', {}],
    ['event', 'purchase'],
    ['event'],
    [],
  ])('a gtag call without a usable event gives no fact (case %#: %s)', (...call) =>
    expect(read(args(...call))).toEqual([]),
  );
});

describe('Universal Analytics message', () => {
  it('a Universal Analytics message is recognised by its key, whatever its event is called', () => {
    expect(only(samples.uaAdd)).toEqual([
      {
        type: 'cart.added',
        currency: 'EUR',
        lines: [
          {
            product: {
              reference: '12345',
              name: 'Triblend Android T-Shirt',
              variant: 'Gray',
              brand: 'Google',
              categories: ['Apparel', 'Shirts'],
              price: toUnits(15.25),
            },
            quantity: 1,
          },
        ],
      },
      'ua',
    ]);
    expect(only(samples.uaPurchase)).toMatchObject([
      {
        type: 'order.placed',
        reference: 'T12345',
        total: toUnits(35.43),
        tax: toUnits(4.9),
        shipping: toUnits(5.99),
        coupons: ['SUMMER_SALE'],
      },
      'ua',
    ]);
  });

  it('one Universal Analytics push may give several facts', () => {
    const product = { id: '1', name: 'A' };
    const facts = read({ ecommerce: { impressions: [{ id: '2' }], detail: { products: [product] }, promoView: {} } });
    expect(facts.map(([{ type }]) => type)).toEqual(['product.viewed', 'products']);
  });

  it('Universal Analytics products may have negative quantities, and may be an object instead of a list', () => {
    const [fact] = only({
      ecommerce: { remove: { products: { 0: { id: '1', quantity: -2 }, 3: { id: '2', quantity: '1' } } } },
    });
    expect(fact.lines).toMatchObject([{ quantity: 2 }, { quantity: 1 }]);
    expect(only({ ecommerce: { add: { products: { id: '1', name: 'A' } } } })[0].lines).toHaveLength(1);
  });

  it('any Universal Analytics checkout step starts the checkout, except step 1 of viewCart', () => {
    const step = (event: string, number: number) =>
      only({ event, ecommerce: { checkout: { actionField: { step: number }, products: [] } } })[0].type;
    expect([step('checkout', 1), step('viewCart', 1), step('viewCart', 2)]).toEqual([
      'checkout.started',
      'cart.viewed',
      'checkout.started',
    ]);
  });

  it('an older Universal Analytics message without an event gives the order', () => {
    expect(only(samples.uaStandard)).toMatchObject([
      {
        type: 'order.placed',
        reference: '1234',
        total: toUnits(11.99),
        lines: [{ product: { reference: 'DD44' } }, { quantity: 2 }],
      },
      'ua',
    ]);
  });

  it('a push with both forms of a Universal Analytics order gives one order', () => {
    expect(read(samples.vtexOrder).map(([{ reference }]) => reference)).toEqual(['v100-01']);
  });
});

describe('other entry', () => {
  it.each([
    null,
    undefined,
    5,
    'text',
    true,
    [],
    ['cart.push', 1],
    {},
    { ecommerce: null },
    { ecommerce: 5 },
    { ecommerce: [] },
    { event: {} },
    () => {},
  ])('a data layer entry without a message gives no fact (case %#: %o)', (entry) => expect(read(entry)).toEqual([]));
});
