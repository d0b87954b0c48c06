import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { dataLayer } from '../../../src/observe/sources/data-layer/data-layer.ts';
import { tiendanube } from '../../../src/observe/platforms/tiendanube/tiendanube.ts';
import type { Adapter } from '../../../src/observe/adapter.ts';
import { advance, MINUTE, useClock } from '../../support/harness.ts';
import { productPage, storefront } from '../platforms/tiendanube/support/samples.ts';
import { setGlobal } from '../support/fake-gtm.ts';
import { startVisit } from '../support/open-page.ts';

beforeEach(() => void useClock());

const open = (adapters: Adapter[], prepare = () => {}) => {
  const layer = setGlobal('dataLayer', [] as unknown[]);
  const visit = startVisit();
  onTestFinished(visit.leave);
  visit.open({ address: 'http://shop.localhost:3000/p/tee', prepare }, adapters);
  return {
    push: (event: string, ...items: object[]) => void layer.push({ event, ecommerce: { currency: 'UYU', items } }),
    async variants() {
      await advance(MINUTE);
      return visit.events().map(({ action, object_parameters }) => {
        const { items, variant } = object_parameters as {
          items?: { product: { variant?: string } }[];
          variant?: string;
        };
        return [action, items ? items.map(({ product }) => product.variant) : variant];
      });
    },
  };
};
const tee = (item_variant?: string, more = {}) => ({ item_id: '7', item_name: 'Tee', item_variant, price: 9, ...more });

describe('name of a variant', () => {
  it('a shop that reports only to GA4 says which variant was viewed, added and bought', async () => {
    const page = open([dataLayer()]);
    page.push('view_item', tee('S'));
    await advance(MINUTE);
    page.push('add_to_cart', tee('S'));
    await advance(MINUTE);
    page.push('add_to_cart', tee('M'));
    await advance(MINUTE);
    page.push('add_to_cart', tee('38'));
    await advance(MINUTE);
    page.push('begin_checkout', tee('S'), tee('M'));
    expect(await page.variants()).toEqual([
      ['product.viewed', 'S'],
      ['cart.added', ['S']],
      ['cart.added', ['M']],
      ['cart.added', ['38']],
      ['checkout.started', ['S', 'M']],
    ]);
  });

  it('a variant without a name has none, and does not take that of another variant', async () => {
    const page = open([dataLayer()]);
    page.push('add_to_cart', tee('S', { sku: 'TEE-S' }));
    await advance(MINUTE);
    page.push('add_to_cart', tee('(not set)', { sku: 'TEE-M' }));
    expect(await page.variants()).toEqual([
      ['cart.added', ['S']],
      ['cart.added', [undefined]],
    ]);
  });

  it('the id by which a platform knows a variant is not sent as its name', async () => {
    const page = open([tiendanube(), dataLayer()], () => void setGlobal('LS', storefront([], productPage)));
    expect(await page.variants()).toEqual([['product.viewed', undefined]]);
  });
});
