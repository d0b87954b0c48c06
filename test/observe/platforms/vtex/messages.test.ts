import { describe, expect, it } from 'vitest';
import { digest } from '../../../../src/base/digest.ts';
import { toCategories } from '../../../../src/observe/platforms/vtex/items.ts';
import { readPortal, readPosted } from '../../../../src/observe/platforms/vtex/messages.ts';
import { readOrderForm } from '../../../../src/observe/platforms/vtex/order-form.ts';
import { expectNobody } from '../../support/hostile-input.ts';
import { changed, formItem, message, orderForm, orderPlaced, portal, productView } from './support/samples.ts';

const bottle = {
  reference: '15',
  sku: '1501',
  aliases: ['GT-15', '7890001501'],
  name: 'Garrafa Térmica',
  url: '/garrafa-termica/p',
  image_url: 'https://casa.vteximg.com.br/arquivos/ids/15.jpg',
  brand: 'Serra',
  categories: ['Casa', 'Cozinha'],
  price: 899_000,
};
/** The price of the first line, in ten-thousandths. */
const priceOf = (name: string, item: object) =>
  readPosted(message(name, { items: [item] }))[0]?.lines?.[0]?.product.price;

describe('message of the store framework', () => {
  it('a productView message gives the viewed product at the price of its default seller', () => {
    expect(readPosted(productView)).toEqual([
      {
        type: 'product.viewed',
        confirmed: true,
        currency: 'BRL',
        lines: [{ product: { ...bottle, aliases: ['GT-15', 'GT-15-500', '7890001501'] }, quantity: 1 }],
      },
    ]);
  });

  it('a sold-out product has no price', () => {
    const { product } = productView;
    const selectedSku = { ...product.selectedSku, sellers: [{ commertialOffer: { Price: 0, AvailableQuantity: 0 } }] };
    expect(
      readPosted({ ...productView, product: { ...product, selectedSku } })[0]?.lines?.[0]?.product.price,
    ).toBeUndefined();
  });

  it('the money of a message is read in the unit of its message type', () => {
    const item = { productId: '1', skuId: '2', name: 'x', quantity: 1, price: 5, sellingPrice: 1250 };
    expect(priceOf('addToCart', { ...item, priceIsInt: true })).toBe(125_000);
    expect(priceOf('addToCart', item)).toBe(12_500_000);
    expect(priceOf('removeFromCart', { ...item, sellingPrice: 12.5 })).toBe(125_000);
    expect(priceOf('viewCart', item)).toBe(125_000);
    expect(priceOf('beginCheckout', { ...item, sellingPrice: 12.5 })).toBe(125_000);
    expect(priceOf('cartChanged', { ...item, priceIsInt: true })).toBe(125_000);
    expect(readPosted(message('cartLoaded', { orderForm: orderForm() }))[0]?.lines?.[0]?.product.price).toBe(899_000);
    expect(readPosted(orderPlaced)[0]?.lines?.[0]?.product.price).toBe(899_000);
  });

  it('cart messages give additions, removals, carts, cart views and started checkouts', () => {
    const lines = [{ product: bottle, quantity: 2 }];
    for (const [name, what] of [
      ['addToCart', 'cart.added'],
      ['removeFromCart', 'cart.removed'],
      ['cartChanged', 'cart'],
      ['viewCart', 'cart.viewed'],
      ['beginCheckout', 'checkout.started'],
    ] as const) {
      expect(readPosted(message(name, { items: [changed(2)] }))).toMatchObject([
        { type: what, lines, currency: 'BRL' },
      ]);
    }
  });

  it('an orderPlaced message gives the order by its group, with its amounts and without personal data', () => {
    const [order] = readPosted(orderPlaced);
    expect(order).toEqual({
      type: 'order.placed',
      confirmed: true,
      reference: '1305371685465',
      aliases: ['1305371685465', '1305371685465-01', '1305371685465-02'],
      lines: [
        { product: { ...bottle, image_url: undefined, aliases: ['GT-15', 'GT-15-500', '7890001501'] }, quantity: 2 },
      ],
      currency: 'BRL',
      total: 1_948_000,
      shipping: 150_000,
      tax: 0,
      coupons: ['BEMVINDO'],
      delivery: undefined,
      payment_method: 'Visa',
    });
    expectNobody(order);
  });

  it('an order counts as collected only when each of its shipping methods is a pickup', () => {
    const deliveryOf = (...names: string[]) =>
      readPosted({ ...orderPlaced, transactionShippingMethod: names.map((selectedSla) => ({ selectedSla })) })[0]
        ?.delivery;
    expect([
      deliveryOf('Retirada na loja'),
      deliveryOf('Retiro en tienda', 'Pickup'),
      deliveryOf('Normal', 'Pickup'),
      deliveryOf(),
    ]).toEqual(['collect', 'collect', undefined, undefined]);
  });

  it('a message about a person, a list or another subject gives no fact', () => {
    for (const name of ['userData', 'login', 'productImpression', 'promoView', 'pageView', 'refund', 'constructor']) {
      expect(readPosted(message(name, { items: [changed()] }))).toEqual([]);
    }
    for (const other of [
      undefined,
      'vtex:addToCart',
      { eventName: 'addToCart', items: [changed()] },
      { eventName: 5 },
      [],
    ]) {
      expect(readPosted(other)).toEqual([]);
    }
  });
});

describe('VTEX order form', () => {
  it('an order form gives a cart in hundredths, with the amounts of its order and without gifts', () => {
    expect(readOrderForm(orderForm([formItem(1), formItem(1, { id: '99', isGift: true })]))).toEqual({
      type: 'cart',
      confirmed: true,
      reference: digest('of-771'),
      lines: [{ product: { ...bottle, aliases: ['GT-15-500'] }, quantity: 1 }],
      currency: 'BRL',
      total: 1_049_000,
      shipping: 150_000,
      tax: undefined,
      coupons: ['BEMVINDO'],
      delivery: undefined,
    });
    expectNobody(readOrderForm(orderForm()));
  });

  it('an order form counts as collected only when all of its items are picked up', () => {
    const deliveryOf = (...channels: string[]) =>
      readOrderForm(
        orderForm([], {
          shippingData: { logisticsInfo: channels.map((selectedDeliveryChannel) => ({ selectedDeliveryChannel })) },
        }),
      )?.delivery;
    expect([deliveryOf('pickup-in-point'), deliveryOf('pickup-in-point', 'delivery'), deliveryOf()]).toEqual([
      'collect',
      undefined,
      undefined,
    ]);
  });

  it('a value that is not an order form gives no cart', () => {
    for (const other of [undefined, null, {}, { items: {} }, [], 'x']) expect(readOrderForm(other)).toBeUndefined();
  });
});

describe('old VTEX portal', () => {
  it('the old portal names the product of its page in a push without an event name', () => {
    const { sku: _sku, url: _url, image_url: _image, ...known } = bottle;
    expect(readPortal([{ event: 'gtm.js' }, portal])).toEqual({
      type: 'product.viewed',
      confirmed: true,
      lines: [{ product: known, quantity: 1 }],
    });
  });

  it('the old portal gives a product on product pages only', () => {
    for (const layer of [[{ ...portal, pageCategory: 'Category' }], [{ pageCategory: 'Product' }], [], undefined]) {
      expect(readPortal(layer)).toBeUndefined();
    }
  });
});

it('the categories of a VTEX product are read in several forms', () => {
  expect([['/A/B/', '/A/'], 'A/B', ['A', 'B'], { 1: 'A', 2: 'B' }].map(toCategories)).toEqual(
    Array(4).fill(['A', 'B']),
  );
  expect([toCategories('A'), toCategories(undefined), toCategories([])]).toEqual([['A'], undefined, undefined]);
});
