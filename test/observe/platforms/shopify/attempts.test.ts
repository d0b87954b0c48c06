import { beforeEach, describe, expect, it } from 'vitest';
import { shopify } from '../../../../src/observe/platforms/shopify/shopify.ts';
import { advance, MINUTE, useClock } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { serveShop } from '../../support/open-page.ts';
import { SLOW_MS, startTaggedVisit } from '../../support/tagged-visit.ts';
import { createCart, itemOf, setCookie } from './support/theme-page.ts';

beforeEach(() => void useClock());

const TEE = { item_id: 'shopify_FR_7001_41001', item_name: 'Tee - Small', quantity: 1 };
const FORM = '<form action="/cart/add" method="post"><input name="id" value="41001"></form>';

const startShop = (answers: Record<string, () => unknown> = {}) => {
  const { state, answer } = createCart();
  state.items = [itemOf('mug')];
  serveShop({ 'GET /cart.js': answer, ...answers });
  setCookie(state.token);
  const visit = startTaggedVisit(() => shopify());
  const prepare = () => void setGlobal('Shopify', { shop: 'casa.myshopify.com', routes: { root: '/' } });
  return {
    ...visit,
    put: (...items: typeof state.items) => void (state.items = items),
    async open(path = '/products/tee') {
      const page = await visit.open(`http://shop.localhost:3000${path}`, { html: FORM, prepare });
      await advance(SLOW_MS);
      return page;
    },
    submit: () => void document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true })),
  };
};
const refusal = () => Response.json({ status: 422, message: 'Cart Error', description: 'Sold out' }, { status: 422 });

describe('attempt to change a Shopify cart', () => {
  it('a form to /cart/add that leaves the page reports one addition', async () => {
    const { open, submit, push, put, changes } = startShop();
    await open();
    submit();
    await push('add_to_cart', TEE);
    put(itemOf('mug'), itemOf('small'));
    await open('/cart');
    await open();
    expect(changes()).toEqual(['cart.added 1 × Tee - Small ga4']);
  });

  it('the first form of a visit, which creates the cart, reports one addition, and the next one too', async () => {
    const { open, submit, push, put, changes } = startShop();
    setCookie();
    put();
    for (const quantity of [1, 2]) {
      await open();
      submit();
      await push('add_to_cart', TEE);
      put(itemOf('small', quantity));
      setCookie('hWN2tok3n1');
      await open('/cart');
    }
    expect(changes()).toHaveLength(2);
  });

  it('a form that the shop refuses does not hide the next addition', async () => {
    const { open, submit, push, put, changes } = startShop();
    await open();
    submit();
    await push('add_to_cart', TEE);
    await open('/cart/add');
    submit();
    put(itemOf('mug'), itemOf('small'));
    await open('/cart');
    expect(changes()).toEqual(['cart.added 1 × Tee - Small ga4', 'cart.added 1 × Tee shopify']);
  });

  it.each<[string, BodyInit]>([
    ['/cart/add.js', '{"items":[{"id":41001,"quantity":9}]}'],
    ['/fr/cart/add', new URLSearchParams({ id: '41001', quantity: '9' })],
    ['/cart/add.js', new Blob(['unreadable'])],
  ])(
    'an addition that the shop answers with status 422 at %s is not reported, however slow the answer is',
    async (path, body) => {
      const answer = async () => {
        await advance(4_000);
        return refusal();
      };
      const { open, push, put, changes } = startShop({ [`POST ${path}`]: answer });
      await open();
      await push('add_to_cart', TEE);
      await fetch(path, { method: 'POST', body });
      await advance(MINUTE);
      expect(changes()).toEqual([]);
      put(itemOf('mug'), itemOf('small'));
      await open('/cart');
      expect(changes()).toEqual(['cart.added 1 × Tee shopify']);
    },
  );

  it('an addition that the theme reports as refused is not reported', async () => {
    const { open, push, changes } = startShop();
    await open();
    await push('add_to_cart', TEE);
    const promise = advance(4_000).then(() => ({
      cart: null,
      userErrors: [{ code: 'INVALID', message: 'Only 12 left' }],
    }));
    document.body.dispatchEvent(
      Object.assign(new Event('shopify:cart:lines-update', { bubbles: true }), { action: 'add', promise }),
    );
    await promise;
    await advance(MINUTE);
    expect(changes()).toEqual([]);
  });

  it('an addition that the shop tracks and refuses does not hide the next one', async () => {
    const { open, put, changes } = startShop({ 'POST /cart/add.js': refusal });
    const { tracker } = await open();
    void tracker.track('cart.added', {
      object_parameters: { items: [{ product: { sku: 'TEE-S', name: 'Tee' }, quantity: 1 }] },
    });
    await fetch('/cart/add.js', { method: 'POST', body: '{"id":41001}' });
    await advance(1_000);
    put(itemOf('mug'), itemOf('small'));
    await fetch('/cart.js');
    await advance(SLOW_MS);
    expect(changes()).toEqual(['cart.added 1 × Tee manual', 'cart.added 1 × Tee shopify']);
  });
});
