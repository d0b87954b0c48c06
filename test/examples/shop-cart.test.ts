import { beforeEach, describe, expect, it } from 'vitest';
import { formatMoney } from '../../examples/shop/public/money.js';
import {
  addToCart,
  clearCart,
  readCart,
  setCoupon,
  setQuantity,
} from '../../examples/shop/public/scripts/cart-store.js';
import { findOrder, placeOrder } from '../../examples/shop/public/scripts/orders.js';
import { reportCartChange, reportOrderPlaced } from '../../examples/shop/public/scripts/report.js';

type Call = [
  action: string,
  props: { amount: number; object_parameters: { reference: string; items: { quantity: number }[] } },
];

let calls: Call[];
const answerWith = (isInitialized: boolean | undefined, answer: Promise<unknown>) => {
  const track = (...call: Call) => {
    calls.push(call);
    return answer;
  };
  Object.assign(window, { vitrina: { isInitialized, track } });
};

const cups = ['tazas-medanos', 'CO-MED-MOS'] as const;
const never = new Promise(() => {});

beforeEach(() => {
  localStorage.clear();
  calls = [];
  answerWith(true, Promise.resolve({ succeeded: true, stored: true }));
});

describe('cart of the shop', () => {
  it('a cart keeps its reference while it changes, and has a new one after it is cleared', () => {
    const { reference } = addToCart(...cups, 1).cart;
    expect(setQuantity(...cups, 4).cart.reference).toBe(reference);
    expect(readCart().reference).toBe(reference);
    clearCart();
    expect(readCart()).not.toMatchObject({ reference });
    expect(readCart().lines).toEqual([]);
  });

  it('each change of the cart is reported with the changed quantity and its exact amount', () => {
    reportCartChange(addToCart(...cups, 1));
    reportCartChange(addToCart(...cups, 3));
    reportCartChange(setQuantity(...cups, 1));
    reportCartChange(setQuantity(...cups, 1));
    reportCartChange(setQuantity(...cups, 0));
    expect(
      calls.map(([action, { amount, object_parameters }]) => [action, amount, object_parameters.items[0]?.quantity]),
    ).toEqual([
      ['cart.added', 1689.9, 1],
      ['cart.added', 5069.7, 3],
      ['cart.removed', 5069.7, 3],
      ['cart.removed', 1689.9, 1],
    ]);
    expect(readCart().lines).toEqual([]);
  });

  it('a cart holds at most twenty of one product, in whole numbers', () => {
    expect(addToCart(...cups, 15).difference).toBe(15);
    expect(addToCart(...cups, 15).difference).toBe(5);
    expect(setQuantity(...cups, 2.7).line.quantity).toBe(2);
    expect(setQuantity(...cups, -3).cart.lines).toEqual([]);
    expect(setQuantity(...cups, NaN).cart.lines).toEqual([]);
  });

  it('invalid cart lines in storage are ignored', () => {
    const known = { slug: cups[0], sku: cups[1], quantity: 2 };
    const strange = [
      null,
      7,
      { ...known, slug: 'gone' },
      { ...known, sku: 'gone' },
      { ...known, quantity: '2' },
      known,
    ];
    localStorage.setItem('coronilla:cart', JSON.stringify({ reference: 'cart-1', lines: strange }));
    expect(readCart()).toEqual({ reference: 'cart-1', lines: [known] });
    for (const text of ['{', '[]', 'null', '"x"', '{"lines":{}}']) {
      localStorage.setItem('coronilla:cart', text);
      expect(readCart().lines).toEqual([]);
    }
  });

  it('prices are formatted as in Uruguay, with decimals only if they are not zero', () => {
    expect([formatMoney(248000), formatMoney(168990)]).toEqual(['UYU\u00a02,480', 'UYU\u00a01,689.90']);
  });
});

describe('order of the shop', () => {
  const place = () => placeOrder(addToCart(...cups, 2).cart.lines, 'deliver');
  const report = (reference: string) => {
    const order = findOrder(reference);
    if (order) reportOrderPlaced(order);
  };

  it('an order is reported once, with delivery in its total, however often its page is loaded', () => {
    const { reference } = place();
    report(reference);
    report(reference);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject([
      'order.placed',
      {
        amount: 3669.8,
        currency: 'UYU',
        object_parameters: {
          reference,
          source: 'coronilla',
          delivery: 'deliver',
          total: { amount: 3669.8, currency: 'UYU' },
        },
      },
    ]);
  });

  it('an order is reported again after a reload if the tracker had not loaded before', () => {
    answerWith(undefined, never);
    const { reference } = place();
    report(reference);
    expect(findOrder(reference)?.isReported).toBe(false);
    answerWith(true, never);
    report(reference);
    report(reference);
    expect(calls.map(([, { object_parameters }]) => object_parameters.reference)).toEqual([reference, reference]);
  });

  it('an order counts as reported when the stub answers that the event is stored', async () => {
    answerWith(undefined, Promise.resolve({ succeeded: false, stored: true }));
    const { reference } = place();
    report(reference);
    await expect.poll(() => findOrder(reference)?.isReported).toBe(true);
  });

  it('the delivery of an order is free from 6,000 pesos on, or if the buyer collects it', () => {
    const { lines } = addToCart(...cups, 3).cart;
    expect(placeOrder(lines, 'deliver').shipping).toBe(29000);
    expect(placeOrder(lines, 'collect').shipping).toBe(0);
    expect(placeOrder(setQuantity(...cups, 4).cart.lines, 'deliver')).toMatchObject({ goods: 675960, shipping: 0 });
  });

  it('a coupon lowers the total by its share of the goods, and is reported once, after its order', () => {
    setQuantity(...cups, 4);
    setCoupon('RIVER10');
    const { lines, coupon } = readCart();
    const order = placeOrder(lines, 'deliver', coupon);
    expect(order).toMatchObject({ goods: 675960, discount: 67596, shipping: 0, total: 608364 });
    report(order.reference);
    report(order.reference);
    expect(calls.map(([action]) => action)).toEqual(['order.placed', 'coupon.redeemed']);
    expect(calls[0]?.[1].amount).toBe(6083.64);
    expect(calls[1]?.[1]).toEqual({ object_parameters: { code: 'RIVER10', description: 'A tenth off all goods' } });
    clearCart();
    expect(readCart().coupon).toBeUndefined();
  });

  it('a stored coupon that the shop does not know takes nothing off', () => {
    localStorage.setItem('coronilla:cart', JSON.stringify({ reference: 'cart-1', lines: [], coupon: 'GONE' }));
    expect(readCart().coupon).toBeUndefined();
    expect(placeOrder(addToCart(...cups, 2).cart.lines, 'collect', 'GONE')).toMatchObject({
      discount: 0,
      total: 337980,
    });
  });

  it('an order can be placed without a tracker', () => {
    Object.assign(window, { vitrina: undefined });
    expect(() => report(place().reference)).not.toThrow();
  });
});
