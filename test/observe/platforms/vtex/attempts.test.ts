import { beforeEach, describe, expect, it } from 'vitest';
import { vtex } from '../../../../src/observe/platforms/vtex/vtex.ts';
import { advance, useClock } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { serveShop } from '../../support/open-page.ts';
import { SLOW_MS, startTaggedVisit } from '../../support/tagged-visit.ts';
import { changed, formItem, message, orderForm } from './support/samples.ts';
import { posted } from './support/shop-of-vtex.ts';

beforeEach(() => void useClock());

const BOTTLE = { item_id: '15', item_name: 'Garrafa Térmica', quantity: 1 };
const cup = formItem(1, { id: '1601', productId: '16', refId: 'C-16', name: 'Caneca', skuName: '' });
const ITEMS = '/api/checkout/pub/orderForm/of-771/items';
const GRAPHQL = '/_v/private/graphql/v1';

const startShop = (answers: Record<string, () => unknown> = {}) => {
  serveShop(answers);
  const visit = startTaggedVisit(() => vtex());
  const say = (data: unknown) => void window.dispatchEvent(posted(data));
  const load = (...items: object[]) => say(message('cartLoaded', { orderForm: orderForm(items) }));
  return {
    ...visit,
    say,
    load,
    async open(path: string, ...items: object[]) {
      const prepare = () => void setGlobal('vtex', {});
      const page = await visit.open(`http://shop.localhost:3000${path}`, { prepare });
      load(...items);
      await advance(SLOW_MS);
      return page;
    },
  };
};
const error = { messages: [{ code: 'withoutStock', text: 'Sem estoque', status: 'error' }] };

describe('attempt to change a VTEX cart', () => {
  it('a link to /checkout/cart/add that leaves the page reports one addition', async () => {
    const { open, push, changes } = startShop();
    await open('/garrafa-termica/p', cup);
    await push('add_to_cart', BOTTLE);
    await open('/checkout/', cup, formItem());
    await open('/garrafa-termica/p', cup, formItem());
    expect(changes()).toEqual(['cart.added 1 × Garrafa Térmica ga4']);
  });

  it('an addition that the shop tracks itself is not reported again', async () => {
    const { open, load, changes } = startShop();
    const { tracker } = await open('/garrafa-termica/p', cup);
    void tracker.track('cart.added', {
      object_parameters: { items: [{ product: { name: 'Garrafa Térmica' }, quantity: 1 }] },
    });
    await advance(SLOW_MS);
    load(cup, formItem());
    await advance(SLOW_MS);
    expect(changes()).toEqual(['cart.added 1 × Garrafa Térmica manual']);
  });

  it.each<[string, string, string, () => unknown]>([
    [
      'status 400',
      ITEMS,
      '{"orderItems":[{"id":"1501","quantity":9}]}',
      () => Response.json({ error: {} }, { status: 400 }),
    ],
    [
      'an error in an order form with the same items',
      ITEMS,
      '{"orderItems":[{"id":"1501"}]}',
      () => orderForm([cup], error),
    ],
    [
      'an error of the store framework',
      GRAPHQL,
      '{"operationName":"addToCart"}',
      () => ({ errors: [{ message: 'x' }] }),
    ],
  ])('an addition that the shop refuses by %s is not reported', async (_, path, body, answer) => {
    const { open, push, say, load, changes } = startShop({
      [`POST ${path}`]: async () => {
        // Other requests of the store framework are many, so none of them is waited for.
        await advance(path === ITEMS ? 4_000 : 500);
        return answer();
      },
    });
    await open('/garrafa-termica/p', cup);
    await push('add_to_cart', BOTTLE);
    say(message('addToCart', { items: [changed(1)] }));
    await fetch(path, { method: 'POST', body });
    await advance(SLOW_MS);
    expect(changes()).toEqual([]);
    load(cup, formItem());
    await advance(SLOW_MS);
    expect(changes()).toEqual(['cart.added 1 × Garrafa Térmica vtex']);
  });

  it('an addition is reported although the order form still has the error of an earlier one', async () => {
    const { open, push, load, changes } = startShop({ [`POST ${ITEMS}`]: () => orderForm([cup, formItem()], error) });
    await open('/garrafa-termica/p', cup);
    await push('add_to_cart', BOTTLE);
    await fetch(ITEMS, { method: 'POST', body: '{"orderItems":[{"id":"1501"}]}' });
    await advance(100);
    load(cup, formItem());
    await advance(SLOW_MS);
    expect(changes()).toEqual(['cart.added 1 × Garrafa Térmica vtex']);
  });
});
