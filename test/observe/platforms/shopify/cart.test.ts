import { describe, expect, it } from 'vitest';
import { readCart, toId, toToken } from '../../../../src/observe/platforms/shopify/cart.ts';
import { readMeta, readProduct } from '../../../../src/observe/platforms/shopify/product.ts';
import { isRefused, readRoute } from '../../../../src/observe/platforms/shopify/routes.ts';
import { createCart, itemOf } from './support/theme-page.ts';

describe('Shopify id', () => {
  it('a global Shopify id is read as its digits, and any other id as itself', () => {
    expect(
      ['gid://shopify/Product/632910392', 'gid://shopify/CartLine/77?cart=abc', 632910392, '632910392'].map(toId),
    ).toEqual(['632910392', '77', '632910392', '632910392']);
    expect([undefined, null, '', {}].map(toId)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('a Shopify cart id is read without the key of the cart', () => {
    expect(
      ['hWN2abc?key=3f', 'gid://shopify/Cart/hWN2abc?key=3f', 'hWN2abc%3Fkey%3D3f', 'hWN2abc', '', undefined].map(
        toToken,
      ),
    ).toEqual(['hWN2abc', 'hWN2abc', 'hWN2abc', 'hWN2abc', undefined, undefined]);
  });
});

describe('Shopify cart', () => {
  it('a Shopify cart is read with the product ids of the server, and with its money in hundredths', () => {
    const { state, answer } = createCart();
    state.items = [itemOf('small', 2), itemOf('mug')];
    expect(readCart(answer())).toEqual({
      type: 'cart',
      confirmed: true,
      reference: 'hWN2tok3n1',
      currency: 'EUR',
      lines: [
        {
          product: {
            reference: '7001',
            sku: 'TEE-S',
            variant: '41001',
            aliases: ['41001'],
            name: 'Tee',
            url: '/products/tee',
            image_url: 'https://cdn.shop.example/tee.jpg',
            brand: 'Casa',
            categories: ['Shirts'],
            price: 199_000,
          },
          quantity: 2,
        },
        { product: expect.objectContaining({ reference: '7002', sku: 'MUG', price: 99_000 }), quantity: 1 },
      ],
    });
  });

  it('a cart price is in hundredths even in a currency without decimals, and includes the discount of the line', () => {
    const { state, answer } = createCart();
    state.items = [{ ...itemOf('mug'), price: 1_299_000, final_price: 1_199_000 }];
    const cart = readCart({ ...answer(), currency: 'CLP' });
    expect([cart?.currency, cart?.lines[0]?.product.price]).toEqual(['CLP', 119_900_000]);
  });

  it('a cart item may have no SKU, image or product type', () => {
    const bare = {
      id: 5,
      product_id: 6,
      quantity: 1,
      price: 100,
      sku: null,
      vendor: '',
      product_type: '',
      image: null,
    };
    const cart = readCart({ token: 'a', item_count: 1, items: [bare, null, 'x'] });
    expect(JSON.parse(JSON.stringify(cart?.lines))).toEqual([
      { product: { reference: '6', variant: '5', aliases: ['5'], price: 10_000 }, quantity: 1 },
    ]);
  });

  it('an answer to an addition, a refusal or a page is not read as a cart', () => {
    const line = itemOf('mug', 3);
    for (const answer of [
      line,
      { items: [line] },
      { status: 422, message: 'Sold out' },
      undefined,
      '<html>',
      [],
      null,
    ]) {
      expect(readCart(answer)).toBeUndefined();
    }
  });
});

describe('Shopify product', () => {
  const view = {
    id: 'gid://shopify/Product/7001',
    title: 'Tee',
    handle: 'tee',
    selectedVariant: {
      id: 'gid://shopify/ProductVariant/41002',
      title: 'Large',
      price: { amount: '22.90', currencyCode: 'EUR' },
    },
  };

  it('the product of a standard event is read with its ids as digits and its money in major units', () => {
    expect(readProduct(view, '/fr/')).toEqual({
      type: 'product.viewed',
      confirmed: true,
      currency: 'EUR',
      lines: [
        {
          product: {
            reference: '7001',
            variant: '41002',
            aliases: ['41002'],
            sku: undefined,
            name: 'Tee',
            url: '/fr/products/tee',
            price: 229_000,
          },
          quantity: 1,
        },
      ],
    });
  });

  it('the product of a standard event may have no chosen variant, but needs an id', () => {
    const fact = readProduct({ ...view, selectedVariant: null }, '/');
    expect(fact?.lines?.[0]?.product).toMatchObject({ reference: '7001', variant: undefined, price: undefined });
    expect(readProduct({ title: 'Tee' }, '/')).toBeUndefined();
  });

  const meta = {
    currency: 'EUR',
    product: {
      id: 7001,
      gid: 'gid://shopify/Product/7001',
      vendor: 'Casa',
      type: 'Shirts',
      variants: [
        { id: 41001, price: 1990, name: 'Tee - Small', public_title: 'Small', sku: 'TEE-S' },
        { id: 41002, price: 2290, name: 'Tee - Large', public_title: 'Large', sku: 'TEE-L' },
      ],
    },
  };

  it('the product of a page is the variant in the address, or the one that the theme has chosen, or the first', () => {
    const skuOf = (...given: Parameters<typeof readMeta>) => readMeta(...given)?.lines?.[0]?.product.sku;
    expect(skuOf(meta, '41002', '/')).toBe('TEE-L');
    expect(skuOf({ ...meta, selectedVariantId: '41002' }, null, '/')).toBe('TEE-L');
    expect(skuOf(meta, null, '/')).toBe('TEE-S');
  });

  it('the product of a page has one name and one address, in whatever collection it is seen', () => {
    expect(readMeta(meta, '41002', '/fr/collections/all/products/tee')).toMatchObject({
      currency: 'EUR',
      lines: [
        {
          product: {
            reference: '7001',
            variant: '41002',
            name: 'Tee',
            brand: 'Casa',
            categories: ['Shirts'],
            url: '/fr/products/tee',
            price: 229_000,
          },
        },
      ],
    });
    const plain = { id: 7002, variants: [{ id: 42001, name: 'Mug - big', public_title: null }] };
    expect(readMeta({ product: plain }, null, '/')?.lines?.[0]?.product.name).toBe('Mug - big');
  });

  it('a page that names no product gives no product', () => {
    for (const none of [undefined, {}, { product: {} }, { product: [] }, { page: { pageType: 'home' } }]) {
      expect(readMeta(none, null, '/')).toBeUndefined();
    }
  });
});

describe('Shopify address', () => {
  const base = 'http://shop.localhost:3000/x';
  const verbOf = (address: string) => readRoute(address, base).verb;

  it('a cart address is recognised in every language, with and without its extension', () => {
    expect(
      ['/cart/add', '/cart/add.js', '/en/cart/change.js', '/pt-br/cart/update', '/zh-hant-hk/cart/clear.js?x=1'].map(
        verbOf,
      ),
    ).toEqual(['add', 'add', 'change', 'update', 'clear']);
    expect(['/cart', '/fr/cart/', '/cart?view=x'].map((path) => readRoute(path, base).isCartPage)).toEqual([
      true,
      true,
      true,
    ]);
    expect(readRoute('/cart.js', base)).toMatchObject({ isCart: true, isCartPage: false });
  });

  it('an address of a page, an app or another shop is not a cart address', () => {
    for (const path of [
      '/pages/cart',
      '/apps/cart/add',
      '/cart/shipping_rates.json',
      '/products/cart',
      'https://other.example/cart/add.js',
      '',
      null,
    ]) {
      expect(readRoute(path, base).isCart).toBe(false);
    }
  });

  it('a checkout address is recognised, and one that only resembles it is not', () => {
    expect(
      ['/checkout', '/fr/checkout?locale=fr', '/checkouts/cn/abc', '/cart/checkout'].every(
        (path) => readRoute(path, base).isCheckout,
      ),
    ).toBe(true);
    expect(
      ['/pages/checkout', '/checkout-faq', 'https://other.example/checkout'].some(
        (path) => readRoute(path, base).isCheckout,
      ),
    ).toBe(false);
  });
});

it('an answer is a refusal by its own status, or by the status inside it', () => {
  expect([
    isRefused(422, undefined),
    isRefused(200, { status: 422 }),
    isRefused(200, { status: 'bad_request' }),
  ]).toEqual([true, true, true]);
  expect([isRefused(200, undefined), isRefused(200, {}), isRefused(302, [])]).toEqual([false, false, false]);
});
