import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { dataLayer } from '../../../src/observe/sources/data-layer/data-layer.ts';
import { readMessage } from '../../../src/observe/sources/data-layer/messages.ts';
import { advance, MINUTE, useClock } from '../../support/harness.ts';
import { setGlobal } from '../support/fake-gtm.ts';
import { startVisit } from '../support/open-page.ts';

beforeEach(() => void useClock());
afterEach(() => vi.restoreAllMocks());

/** The events of a page that pushes these messages, one after another. */
const visit = async (...messages: object[]) => {
  const layer = setGlobal('dataLayer', [] as unknown[]);
  const shop = startVisit();
  onTestFinished(shop.leave);
  shop.open({ address: 'http://shop.localhost:3000/' }, [dataLayer()]);
  for (const message of messages) {
    layer.push(message);
    await advance(MINUTE);
  }
  return shop.rows();
};
const ga4 = (id: string) => ({ item_id: id, item_name: `Name ${id}`, price: 10, quantity: 1 });
const products = (...ids: string[]) => ids.map((id) => ({ id, name: `Name ${id}`, price: 10, quantity: 1 }));
const viewed = { event: 'view_item', ecommerce: { currency: 'UYU', items: [ga4('A')] } };
const added = { event: 'add_to_cart', ecommerce: { currency: 'UYU', items: [ga4('A')] } };

describe('message in the terms of Universal Analytics under the name of a GA4 event', () => {
  it('an addition takes no product from the view before it', async () => {
    const rows = await visit(viewed, { event: 'add_to_cart', ecommerce: { add: { products: products('B') } } });
    expect(rows).toEqual([
      ['product.viewed', 'A/undefined'],
      ['cart.added', '1 × B/undefined'],
    ]);
  });

  it('a removal takes no product from the addition before it', async () => {
    const rows = await visit(added, { event: 'remove_from_cart', ecommerce: { remove: { products: products('B') } } });
    expect(rows).toEqual([
      ['cart.added', '1 × A/undefined'],
      ['cart.removed', '1 × B/undefined'],
    ]);
  });

  it('a view takes no product from the view before it', async () => {
    const rows = await visit(viewed, { event: 'view_item', ecommerce: { detail: { products: products('B') } } });
    expect(rows).toEqual([
      ['product.viewed', 'A/undefined'],
      ['product.viewed', 'B/undefined'],
    ]);
  });

  it('the start of the checkout has its own products, and so has the order', async () => {
    const checkout = { checkout: { products: products('B', 'C') } };
    const purchase = { purchase: { actionField: { id: 'T1', revenue: 20 }, products: products('B', 'C') } };
    const rows = await visit(
      { event: 'view_cart', ecommerce: { items: [ga4('A')] } },
      { event: 'begin_checkout', ecommerce: checkout },
      { event: 'purchase', ecommerce: purchase },
    );
    expect(rows.slice(-1)).toEqual([['order.placed', 'T1', '1 × B/undefined', '1 × C/undefined']]);
    const [[fact] = []] = readMessage({ event: 'begin_checkout', ecommerce: checkout });
    expect([fact?.type, fact?.lines?.map(({ product }) => product.reference)]).toEqual([
      'checkout.started',
      ['B', 'C'],
    ]);
  });

  it('an order has the number and the value that stand beside its products', () => {
    const send = (actionField: object) => {
      const ecommerce = { transaction_id: 'T1', value: 20, purchase: { actionField, products: products('B') } };
      return readMessage({ event: 'purchase', ecommerce }).map(([{ reference, total, lines }]) => [
        reference,
        total,
        lines?.length,
      ]);
    };
    expect(send({})).toEqual([['T1', 200_000, 1]]);
    expect(send({ id: 'T1', revenue: 20 })).toEqual([['T1', 200_000, 1]]);
  });

  it('a message with items in both terms is read in both, and a later event still finds the items that were kept', async () => {
    const both = { items: [ga4('A')], add: { products: products('A') } };
    expect(readMessage({ event: 'add_to_cart', ecommerce: both }).map(([, by]) => by)).toEqual(['ga4', 'ua']);
    const rows = await visit({ event: 'add_to_cart', ecommerce: both }, { event: 'remove_from_cart' });
    expect(rows).toEqual([
      ['cart.added', '1 × A/undefined'],
      ['cart.removed', '1 × A/undefined'],
    ]);
  });
});

it('a message is read, and an amount is summed up, on a page whose old library has replaced methods of lists', async () => {
  // Prototype.js 1.6 gives lists a `reduce` and an `entries` of its own.
  vi.spyOn(Array.prototype, 'reduce').mockImplementation(function (this: unknown[]) {
    return this.length > 1 ? this : this[0];
  });
  const ecommerce = { currency: 'EUR', value: 20_490, items: [ga4('A'), { ...ga4('B'), price: '12.990' }] };
  ecommerce.items[0]!.price = 7_500;
  const [[fact] = []] = readMessage({ event: 'view_cart', ecommerce });
  expect(fact?.lines?.map(({ product }) => product.price)).toEqual([75_000_000, 129_900_000]);
  const added = { event: 'add_to_cart', ecommerce: { currency: 'UYU', items: [{ ...ga4('A'), quantity: 3 }] } };
  const shop = startVisit();
  onTestFinished(shop.leave);
  const layer = setGlobal('dataLayer', [] as unknown[]);
  shop.open({ address: 'http://shop.localhost:3000/' }, [dataLayer()]);
  layer.push(added);
  await advance(MINUTE);
  expect(shop.events()).toMatchObject([{ action: 'cart.added', amount: 30, currency: 'UYU' }]);
});
