import { beforeEach, describe, expect, it } from 'vitest';
import { tiendanube } from '../../../../src/observe/platforms/tiendanube/tiendanube.ts';
import { advance, useClock } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { serveShop } from '../../support/open-page.ts';
import { SLOW_MS, startTaggedVisit } from '../../support/tagged-visit.ts';
import { productPage, remera, storefront } from './support/samples.ts';

beforeEach(() => void useClock());

const SHIRT = { item_id: '77', item_name: 'Remera', quantity: 1 };
const cup = { ...remera, id: 9002, variant_id: 601, product_id: 88, name: 'Taza', short_variant_name: '', sku: 'TAZA' };

const startShop = (answers: Record<string, () => unknown> = {}) => {
  serveShop(answers);
  const visit = startTaggedVisit(() => tiendanube());
  return {
    ...visit,
    async open(path: string, ...items: unknown[]) {
      const prepare = () =>
        void setGlobal('LS', storefront(items, path === '/comprar/' ? { template: 'cart' } : productPage));
      const page = await visit.open(`http://shop.localhost:3000${path}`, { prepare });
      await advance(SLOW_MS);
      return page;
    },
  };
};

describe('attempt to change a Tiendanube cart', () => {
  it('a form to /comprar/ that leaves the page reports one addition, and a second one reports another', async () => {
    const { open, push, changes } = startShop();
    await open('/productos/remera/', cup);
    await push('add_to_cart', SHIRT);
    await open('/comprar/', cup, remera);
    await open('/productos/remera/', cup, remera);
    await push('add_to_cart', SHIRT);
    await open('/comprar/', cup, { ...remera, quantity: 2 });
    await open('/productos/remera/', cup, { ...remera, quantity: 2 });
    expect(changes()).toEqual(['cart.added 1 × Remera ga4', 'cart.added 1 × Remera ga4']);
  });

  it('a form that leaves the first page of a visit reports one addition', async () => {
    const { open, push, changes } = startShop();
    await open('/productos/remera/');
    await push('add_to_cart', SHIRT);
    await open('/comprar/', remera);
    await open('/productos/remera/', remera);
    expect(changes()).toEqual(['cart.added 1 × Remera ga4']);
  });

  it('an addition that the shop tracks on submit is not reported again', async () => {
    const { open, changes } = startShop();
    const { tracker } = await open('/productos/remera/', cup);
    void tracker.track('cart.added', { object_parameters: { items: [{ product: '77', quantity: 1 }] } });
    await open('/comprar/', cup, remera);
    expect(changes()).toEqual(['cart.added 1 × undefined manual']);
  });

  it('a form that the shop refuses does not hide the next addition', async () => {
    const { open, push, changes } = startShop();
    await open('/productos/remera/', cup);
    await push('add_to_cart', SHIRT);
    await open('/comprar/', cup);
    await open('/productos/remera/', cup, remera);
    expect(changes()).toEqual(['cart.added 1 × Remera ga4', 'cart.added 1 × Remera tiendanube']);
  });

  it.each([
    ['success false', () => ({ success: false, cart: { id: 31, products: [] } })],
    ['status 422', () => Response.json({ error: 'stock' }, { status: 422 })],
  ])('an addition that the shop refuses by %s is not reported, however slow the answer is', async (_, answer) => {
    const { open, push, changes } = startShop({
      'POST /comprar/': async () => {
        await advance(4_000);
        return answer();
      },
    });
    await open('/productos/remera/', cup);
    await push('add_to_cart', SHIRT);
    await fetch('/comprar/', { method: 'POST', body: 'add_to_cart=77&quantity=9&add_to_cart_enhanced=1' });
    await advance(SLOW_MS);
    expect(changes()).toEqual([]);
    await open('/comprar/', cup, remera);
    expect(changes()).toEqual(['cart.added 1 × Remera tiendanube']);
  });
});
