import { beforeEach, describe, expect, it } from 'vitest';
import { woocommerce } from '../../../../src/observe/platforms/woocommerce/woocommerce.ts';
import { advance, MINUTE, useClock } from '../../../support/harness.ts';
import { serveShop } from '../../support/open-page.ts';
import { SLOW_MS, startTaggedVisit } from '../../support/tagged-visit.ts';
import { cart, item, variation } from './support/samples.ts';

beforeEach(() => void useClock());

const SHOP = 'http://shop.localhost:3000';
const MATE = { item_id: 'MATE', item_name: 'Mate & bombilla', quantity: 1 };
const mate = (quantity = 1) => item({ quantity });

/** A shop whose cart begins with a shirt, so that the first page has a cart to compare with. */
const startShop = (answers: Record<string, () => unknown> = {}) => {
  let items: unknown[] = [];
  let hash = 0;
  serveShop({ 'GET /wp-json/wc/store/v1/cart': () => cart(items), ...answers });
  const visit = startTaggedVisit(() => woocommerce());
  const put = (...next: unknown[]) => {
    items = next;
    document.cookie = `woocommerce_cart_hash=h${(hash += 1)}; path=/`;
  };
  const prepare = () => {
    document.head.innerHTML = `<link rel="https://api.w.org/" href="${SHOP}/wp-json/">`;
    document.body.className = 'woocommerce-js';
  };
  put(variation());
  return { ...visit, put, open: (path = '/product/mate/') => visit.open(SHOP + path, { prepare }) };
};
const post = (path: string, body: BodyInit) => fetch(path, { method: 'POST', body });

describe('attempt to change a WooCommerce cart', () => {
  it.each([0, SLOW_MS])('a product form that leaves the page after %i ms reports one addition', async (stay) => {
    const { open, put, push, changes } = startShop();
    await open();
    await advance(stay);
    await push('add_to_cart', MATE);
    put(variation(), mate());
    await open();
    await advance(SLOW_MS);
    await open();
    await advance(SLOW_MS);
    expect(changes()).toEqual(['cart.added 1 × Mate & bombilla ga4']);
  });

  it('a link that removes a line and leaves the page reports one removal', async () => {
    const { open, put, push, changes } = startShop();
    put(variation(), mate());
    await open('/cart/');
    await advance(SLOW_MS);
    await push('remove_from_cart', MATE);
    put(variation());
    await open('/cart/');
    await advance(MINUTE);
    expect(changes()).toEqual(['cart.removed 1 × Mate & bombilla ga4']);
  });

  it('an addition that the shop tracks on submit is not reported again, and one that it does not track is', async () => {
    const { open, put, changes } = startShop();
    const { tracker } = await open();
    await advance(SLOW_MS);
    void tracker.track('cart.added', {
      object_parameters: { items: [{ product: { sku: 'MATE', name: 'Mate' }, quantity: 1 }] },
    });
    put(variation(), mate());
    await open();
    await advance(SLOW_MS);
    put(variation(), mate(2));
    await open();
    await advance(SLOW_MS);
    expect(changes()).toEqual(['cart.added 1 × Mate manual', 'cart.added 1 × Mate & bombilla woocommerce']);
  });

  it('an addition that the shop refuses by a form is forgotten, and the next one is reported', async () => {
    const { open, put, push, changes } = startShop();
    await open();
    await advance(SLOW_MS);
    await push('add_to_cart', MATE);
    await open();
    await advance(1_000);
    put(variation(), mate());
    await open();
    await advance(SLOW_MS);
    expect(changes()).toEqual(['cart.added 1 × Mate & bombilla ga4', 'cart.added 1 × Mate & bombilla woocommerce']);
  });

  it.each<[string, string, string | FormData, () => unknown]>([
    [
      'classic',
      '/?wc-ajax=add_to_cart',
      'product_id=55&quantity=9',
      () => ({ error: true, product_url: `${SHOP}/product/mate/` }),
    ],
    ['forbidden', '/?wc-ajax=add_to_cart', 'product_id=55&quantity=9', () => new Response('', { status: 403 })],
    ['plug-in', '/wp-admin/admin-ajax.php', 'action=woosq_add&product_id=55', () => ({ error: true })],
    [
      'block',
      '/wp-json/wc/store/v1/cart/add-item',
      '{"id":55,"quantity":9}',
      () => Response.json({ code: 'no_stock' }, { status: 400 }),
    ],
    [
      'batch',
      '/wp-json/wc/store/v1/batch',
      '{"requests":[{"path":"/wc/store/v1/cart/add-item","body":{"id":55,"quantity":9}}]}',
      () => Response.json({ responses: [{ status: 400, body: { code: 'no_stock' } }] }, { status: 207 }),
    ],
  ])(
    'an addition that the shop refuses without leaving the page is not reported (%s)',
    async (_, path, body, answer) => {
      const place = `POST ${path}`;
      const { open, put, push, changes } = startShop({
        [place]: async () => {
          // A plug-in may ask for anything, so its answer is not waited for.
          await advance(/admin/.test(path) ? 500 : 4_000);
          return answer();
        },
      });
      await open();
      await advance(SLOW_MS);
      await push('add_to_cart', MATE);
      await post(path, body);
      await advance(SLOW_MS);
      expect(changes()).toEqual([]);
      put(variation(), mate());
      await open();
      await advance(SLOW_MS);
      expect(changes().slice(-1)).toEqual(['cart.added 1 × Mate & bombilla woocommerce']);
    },
  );
});
