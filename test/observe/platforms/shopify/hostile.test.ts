import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readCart } from '../../../../src/observe/platforms/shopify/cart.ts';
import { advance, useClock } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import {
  anythingUnder,
  expectAllowed,
  expectNobody,
  feed,
  personal,
  SECRETS,
  spread,
} from '../../support/hostile-input.ts';
import { openShop } from '../../support/shop-page.ts';
import { createCart, itemOf, openTheme } from './support/theme-page.ts';

beforeEach(() => void useClock());

const anything = anythingUnder(
  [
    'token',
    'items',
    'item_count',
    'currency',
    'product_id',
    'variant_id',
    'id',
    'sku',
    'quantity',
    'final_price',
    'price',
    'url',
    'image',
    'featured_image',
    'vendor',
    'product_type',
    'product',
    'variants',
    'selectedVariantId',
    'name',
    'public_title',
    'title',
    'handle',
    'selectedVariant',
    'amount',
    'currencyCode',
    'context',
    'promise',
    'cart',
    'userErrors',
    'then',
    'routes',
    'shop',
    'root',
    'meta',
    '__proto__',
  ],
  ['page', 'dialog', 'gid://shopify/Product/1', 'EUR', 7001, 'add'],
);

describe('Shopify theme with hostile input', () => {
  it('hostile events and globals of a theme cause no error, and only listed fields are sent', async () => {
    const errors = vi.fn();
    window.addEventListener('error', errors);
    process.on('unhandledRejection', errors);
    const sent: unknown[] = [];
    await feed(
      anything,
      async (value) => {
        setGlobal('ShopifyAnalytics', { meta: { product: value, currency: 'EUR', ...personal } });
        const theme = openTheme(createCart(), { path: '/products/x', shop: { ...personal } });
        setGlobal('Shopify', { shop: value, routes: value });
        for (const type of ['product:view', 'cart:view', 'cart:lines-update']) {
          theme.say(`shopify:${type}`, { context: 'page', product: value, cart: value, promise: value, ...personal });
          theme.say(`shopify:${type}`, { context: 'page', product: { id: 1, ...spread(value), ...personal } });
        }
        sent.push(await theme.events(2_000));
        theme.tracker.stop();
      },
      60,
    );
    for (const event of (sent as { object_parameters: unknown }[][]).flat()) {
      expectAllowed(event.object_parameters, 'object_parameters');
    }
    expect(sent.flat().length).toBeGreaterThan(3);
    expect(errors).not.toHaveBeenCalled();
    process.off('unhandledRejection', errors);
    expectNobody((sent as { object_parameters: unknown }[][]).flat().map(({ object_parameters }) => object_parameters));
  });

  it('a hostile Shopify cart causes no error, and only listed fields are sent', async () => {
    const { ledger, sent } = openShop();
    const emit = ledger.addSource({ name: 'shopify', platform: 'shopify' });
    await feed(anything, async (value) => {
      for (const items of [[value], value, [{ ...itemOf('mug'), ...personal, ...spread(value) }]]) {
        try {
          emit({ type: 'cart', lines: [] });
          emit(readCart({ token: 't', currency: 'EUR', item_count: 1, items, ...personal })!);
        } catch {
          // Values of the page may throw. The callers of `readCart` catch these errors.
        }
      }
      await advance(600);
    });
    expect(sent.length).toBeGreaterThan(3);
    sent.forEach((event) => expectAllowed(event));
    expectNobody(sent);
  });

  it('a Shopify cart with personal data in every corner is sent without it', async () => {
    const cart = createCart();
    const { add, events } = openTheme(cart);
    await add({ ...itemOf('mug'), ...personal, product_title: `Card for ${SECRETS[0]} <b onclick="x()">now</b>` });
    const [event] = await events();
    expectNobody(event?.object_parameters);
    expect(JSON.stringify(event)).toContain('"Card for … now"');
  });

  it('at most 300 lines of a Shopify cart are read', () => {
    for (const items of [new Array(4_000_000_000), Array.from({ length: 100_000 }, () => itemOf('mug'))]) {
      expect(readCart({ token: 't', item_count: 1, items })?.lines.length).toBeLessThanOrEqual(300);
    }
  });
});
