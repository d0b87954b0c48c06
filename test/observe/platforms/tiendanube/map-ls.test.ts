import { describe, expect, it } from 'vitest';
import { toUnits } from '../../../../src/facts/money.ts';
import {
  readAnswer,
  readCart,
  readCheckout,
  readOrder,
  readProduct,
  readStep,
} from '../../../../src/observe/platforms/tiendanube/map-ls.ts';
import { answer, checkout, order, product, productPage, remera, storefront } from './support/samples.ts';

const AT = Date.UTC(2026, 10, 21, 12);
const page = { url: 'https://shop.example/productos/remera/', image: 'https://cdn.shop.example/og.jpg' };

describe('Tiendanube storefront cart', () => {
  it('the storefront cart is read with its ids, its names without variants, and its money in hundredths', () => {
    expect(readCart(storefront([remera]))).toEqual({
      type: 'cart',
      confirmed: true,
      reference: '31',
      currency: 'ARS',
      lines: [
        {
          quantity: 1,
          product: {
            reference: '77',
            variant: '501',
            sku: 'REM-R-M',
            aliases: ['501', 'gid-501'],
            name: 'Remera',
            url: 'https://shop.example/productos/remera/?variant=501',
            image_url: undefined,
            brand: 'Lino',
            categories: ['Ropa', 'Remeras'],
            price: toUnits(12500.5),
          },
        },
      ],
    });
  });

  it('an empty storefront cart gives a cart without lines, and a missing one gives no cart', () => {
    expect(readCart(storefront([]))?.lines).toEqual([]);
    for (const cart of [undefined, null, {}, 'cart']) expect(readCart(storefront([], { cart }))).toBeUndefined();
  });
});

describe('Tiendanube cart answer', () => {
  it('the answer to a cart change gives the whole cart, with prices from decimal text', () => {
    const fact = readAnswer(answer([product]), storefront([]));
    expect(fact).toMatchObject({
      type: 'cart',
      reference: '31',
      currency: 'ARS',
      lines: [
        {
          quantity: 2,
          product: { reference: '77', variant: '501', name: 'Remera', image_url: 'https://cdn.shop.example/rojo.jpg' },
        },
      ],
    });
    expect(fact?.lines?.[0]?.product.price).toBe(toUnits(12500.5));
  });

  it('the answer to a cart change keeps the cart id of the page, or gives its own if the page has none', () => {
    const given = answer([product]);
    given.cart.id = 99;
    expect(readAnswer(given, storefront([]))?.reference).toBe('31');
    expect(readAnswer(given, storefront([], { cart: { id: null } }))?.reference).toBe('99');
  });

  it('a refusal or an answer of another kind gives no cart', () => {
    for (const given of [
      answer([product], { success: false }),
      { success: true },
      { cart: { products: 5 } },
      [],
      null,
      'x',
    ])
      expect(readAnswer(given, storefront([]))).toBeUndefined();
  });
});

describe('Tiendanube product page', () => {
  it('a product page views the first available variant, in major units, and lists all variants', () => {
    const [others, viewed] = readProduct(storefront([], productPage), page);
    expect(others?.type).toBe('products');
    expect(others?.lines?.map(({ product: { reference, sku, variant } }) => [reference, sku, variant])).toEqual([
      ['77', 'REM-A-M', '500'],
      ['77', 'REM-R-M', '501'],
    ]);
    expect(viewed).toEqual({
      type: 'product.viewed',
      confirmed: true,
      currency: 'ARS',
      lines: [
        {
          quantity: 1,
          product: {
            reference: '77',
            sku: 'REM-R-M',
            variant: '501',
            aliases: ['501'],
            name: 'Remera',
            url: page.url,
            image_url: '//cdn.shop.example/rojo.jpg',
            tags: ['verano', 'algodon'],
            price: toUnits(12500.5),
          },
        },
      ],
    });
  });

  it('a product page views the variant that the address names', () => {
    const [, viewed] = readProduct(storefront([], productPage), { ...page, variant: '500' });
    expect(viewed?.lines?.[0]?.product.sku).toBe('REM-A-M');
  });

  it('a product page may have neither variants nor prices', () => {
    const [, viewed] = readProduct(storefront([], { product: { id: 5, name: 'Taza', tags: ['a', 'a'] } }), page);
    expect(viewed?.lines?.[0]?.product).toMatchObject({
      reference: '5',
      name: 'Taza',
      tags: ['a'],
      image_url: page.image,
    });
    expect(viewed?.lines?.[0]?.product.price).toBeUndefined();
  });
});

describe('Tiendanube checkout', () => {
  it('the step of the checkout is read from its address', () => {
    expect(readStep('/checkout/v3/start/31/abcDEF123')).toEqual(['start', '31']);
    expect(readStep('/checkout/v3/success/880011/abc')).toEqual(['success', '880011']);
    expect(readStep('/checkout/v3/next/31/abc')).toEqual([undefined, undefined]);
    expect(readStep('/productos/success/')).toEqual([undefined, undefined]);
  });

  it('a started checkout is read with its lines, its subtotal and a currency that is text', () => {
    expect(readCheckout(checkout(), '31')).toMatchObject({
      type: 'checkout.started',
      reference: '31',
      currency: 'ARS',
      total: toUnits(25001),
      lines: [{ quantity: 2, product: { sku: 'REM-R-M', variant: '501', aliases: ['501'] } }],
    });
  });

  it('a finished checkout gives an order with its total, coupon and gateway', () => {
    expect(readOrder(checkout({ order }), '880011', AT)).toMatchObject({
      type: 'order.placed',
      reference: '880011',
      total: toUnits(23499.9),
      currency: 'ARS',
      coupons: ['PROMO10'],
      payment_method: 'mercadopago',
      lines: [{ quantity: 2 }],
    });
  });

  it('the coupons of an order may have any shape', () => {
    for (const [coupon, codes] of [
      ['A', ['A']],
      [
        ['A', 'B', 'A'],
        ['A', 'B'],
      ],
      [{ name: 'N' }, ['N']],
      [[], undefined],
      [null, undefined],
      [5, ['5']],
      [[{ other: 1 }], undefined],
    ])
      expect(readOrder(checkout({ order: { ...order, coupon } }), '1', AT)?.coupons).toEqual(codes);
  });

  it('an order older than a day is not read, and one that is not loaded is read only at the last look', () => {
    expect(readOrder(checkout({ order }), '880011', AT + 25 * 3_600_000)).toBeUndefined();
    expect(readOrder(checkout(), '880011', AT)).toBeUndefined();
    expect(readOrder(checkout(), '880011', AT, true)).toMatchObject({
      reference: '880011',
      lines: [{}],
      total: undefined,
    });
  });
});
