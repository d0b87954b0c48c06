import { beforeEach, describe, expect, it } from 'vitest';
import { toAmount } from '../../../src/facts/money.ts';
import { readMessage } from '../../../src/observe/sources/data-layer/messages.ts';
import { advance, useClock } from '../../support/harness.ts';
import { openShop, PLATFORM, line, mate } from '../support/shop-page.ts';

beforeEach(() => void useClock());

type Sent = { quantity?: number; amount?: unknown };

/** What is sent of a message of the data layer: quantities and the whole amount. */
const send = (event: string, ecommerce: object): [actions: string[], quantities: unknown[], amount: unknown] => {
  const { ledger, sent, actions } = openShop();
  const emit = ledger.addSource({ name: 'ga4' });
  for (const fact of readMessage({ event, ecommerce })) emit(...fact);
  ledger.flush(true);
  const [first] = sent;
  const { items = [] } = (first?.object_parameters ?? {}) as { items?: Sent[] };
  return [actions(), items.map(({ quantity }) => quantity), first?.amount];
};
const item = (over: object) => ({ item_id: '7', item_name: 'Cheese', price: 10, ...over });
const one = (over: object, value?: unknown) => ({ currency: 'EUR', value, items: [item(over)] });

describe('quantities and amounts of the data layer', () => {
  it.each([
    ['a decimal', { quantity: 1.85 }, undefined, 1.85, 18.5],
    ['a fraction', { quantity: 0.5 }, 5, 0.5, 5],
    ['kilos', { quantity: '2.6' }, undefined, 2.6, 26],
    ['a decimal comma', { quantity: '2,00' }, undefined, 2, 20],
    ['a unit', { quantity: '3 pcs' }, undefined, 3, 30],
    ['a text that is no number', { quantity: 'some' }, undefined, 1, 10],
    ['a price with a decimal that has no exact form', { quantity: 3, price: 0.1 }, undefined, 3, 0.3],
    ['a stated value that a discount has lowered', { quantity: 3 }, 27.5, 3, 27.5],
    ['a stated value of 0, which nobody has computed', { quantity: 2 }, 0, 2, 20],
  ])('an addition with %s is sent with its quantity and amount', (_, over, value, quantity, amount) => {
    expect(send('add_to_cart', one(over, value))).toEqual([['cart.added'], [quantity], amount]);
    expect(send('remove_from_cart', one(over, value))).toEqual([['cart.removed'], [quantity], amount]);
  });

  it('a stated quantity of 0 is no addition', () => {
    for (const quantity of [0, '0', '0,00']) expect(send('add_to_cart', one({ quantity }))[0]).toEqual([]);
  });

  it('an order keeps all its lines, and its stated value counts', () => {
    const items = ['2,00', '3 pcs', 1.5, 'x'].map((quantity, index) => item({ item_id: index, quantity }));
    const sent = send('purchase', { transaction_id: 'T', currency: 'EUR', value: 71, items });
    expect(sent).toEqual([['order.placed'], [2, 3, 1.5, 1], 71]);
  });

  it.each([
    ['a view of three pieces', { quantity: 3 }, 30],
    ['a view of three pieces without a value', { quantity: 3 }, undefined],
    ['a view whose item has no price', { quantity: 4, price: undefined }, 40],
    ['a view of half a kilo', { quantity: 0.5, price: undefined }, 5],
  ])('%s has the price of one piece as amount', (_, over, value) => {
    expect(send('view_item', one(over, value))).toEqual([['product.viewed'], [], 10]);
  });

  it('a value belongs to the quantity of its own source, and not to that of the platform', async () => {
    const { ledger, sent } = openShop();
    const platform = ledger.addSource(PLATFORM);
    const ga4 = ledger.addSource({ name: 'ga4' });
    platform({ type: 'cart.added', confirmed: true, currency: 'EUR', lines: [line({ ...mate, price: 100_000 }, 3)] });
    for (const fact of readMessage({ event: 'add_to_cart', ecommerce: one({ item_id: '101', item_name: 'Mate' }, 10) }))
      ga4(...fact);
    await advance(2_000);
    expect(sent.map(({ action, amount }) => [action, amount])).toEqual([['cart.added', 30]]);

    const other = openShop();
    const late = other.ledger.addSource(PLATFORM);
    const early = other.ledger.addSource({ name: 'ga4' });
    for (const fact of readMessage({ event: 'add_to_cart', ecommerce: one({ item_id: '101', item_name: 'Mate' }, 10) }))
      early(...fact);
    late({ type: 'cart.added', confirmed: true, currency: 'EUR', lines: [line({ ...mate, price: 100_000 }, 3)] });
    await advance(2_000);
    expect(other.sent.map(({ action, amount }) => [action, amount])).toEqual([['cart.added', 30]]);
  });
});

describe('prices of the data layer with three digits after a dot', () => {
  const priced = (currency: string, ...prices: unknown[]) => ({
    currency,
    items: prices.map((price, index) => ({ item_id: index, item_name: index, price })),
  });
  const pricesOf = (ecommerce: object) => {
    const [[fact] = []] = readMessage({ event: 'view_cart', ecommerce });
    return fact?.lines?.map(({ product }) => product.price && toAmount(product.price));
  };

  it.each([
    ['euros follow the specification', priced('EUR', '1.250'), [1.25]],
    ['Chilean pesos have no decimals', priced('CLP', '12.990', '990'), [12990, 990]],
    ['a numeric value decides', { ...priced('EUR', '12.990', '7.500'), value: 20490 }, [12990, 7500]],
    ['a numeric value decides', { ...priced('ARS', '1.250', '0.75'), value: 2 }, [1.25, 0.75]],
    ['the value fits the sum and not each price', { ...priced('ARS', '1.250', 500), value: 501.25 }, [1.25, 500]],
    ['the other items decide', priced('ARS', '1.250', '89.90'), [1.25, 89.9]],
    ['the other items decide', priced('EUR', '1.250', '89,90'), [1250, 89.9]],
  ])('the prices of items are read as their message means them: %s', (_, ecommerce, amounts) => {
    expect(pricesOf(ecommerce)).toEqual(amounts);
  });

  it('a doubtful value is read as the numeric prices of its items mean it', () => {
    const order = { transaction_id: 'T', value: '25.980', tax: '2.598' };
    const [[fact] = []] = readMessage({ event: 'purchase', ecommerce: { ...priced('USD', 12990, 12990), ...order } });
    expect([fact?.total, fact?.tax].map((units) => toAmount(units!))).toEqual([25980, 2598]);
  });

  it('the value of a lead is read by the specification, or by its currency', () => {
    const values = ['EUR', 'CLP'].map((currency) => send('generate_lead', { currency, value: '1.250' })[2]);
    expect(values).toEqual([1.25, 1250]);
  });
});
