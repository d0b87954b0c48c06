import { expect, it, onTestFinished } from 'vitest';
import type { Fact } from '../../../src/facts/fact.ts';
import { readCart as readShopifyCart } from '../../../src/observe/platforms/shopify/cart.ts';
import { readAnswer, readCart as readLsCart } from '../../../src/observe/platforms/tiendanube/map-ls.ts';
import { readPosted } from '../../../src/observe/platforms/vtex/messages.ts';
import { readOrderForm } from '../../../src/observe/platforms/vtex/order-form.ts';
import { readOrderPage } from '../../../src/observe/platforms/woocommerce/order-page.ts';
import { readButton } from '../../../src/observe/platforms/woocommerce/page.ts';
import { readStoreCart } from '../../../src/observe/platforms/woocommerce/store-cart.ts';
import { readEvent } from '../../../src/sandbox/pixel/map-event.ts';
import { toLines } from '../../../src/sandbox/nube/map-state.ts';
import { visit } from '../../support/harness.ts';

const quantitiesOf = (fact?: Fact) => fact?.lines?.map(({ quantity }) => quantity);

/** How each platform gives the quantity of a line. */
const PLATFORMS: [name: string, read: (quantity: unknown) => unknown[] | undefined][] = [
  ['the cart of Shopify', (quantity) => quantitiesOf(readShopifyCart({ item_count: 1, items: [{ id: 1, quantity }] }))],
  [
    'a pixel of Shopify',
    (quantity) => quantitiesOf(readEvent('cart_viewed', { cart: { lines: [pixelLine(quantity)] } })),
  ],
  ['NubeSDK', (quantity) => toLines({ product_id: 1, quantity }).map((line) => line.quantity)],
  ['`LS` of Tiendanube', (quantity) => quantitiesOf(readLsCart({ cart: { items: [{ id: 1, quantity }] } }))],
  [
    'an answer of Tiendanube',
    (quantity) => quantitiesOf(readAnswer({ cart: { products: [{ product_id: 1, quantity }] } }, {})),
  ],
  ['the order form of VTEX', (quantity) => quantitiesOf(readOrderForm({ items: [{ id: '1', quantity }] }))],
  [
    'a message of VTEX',
    (quantity) => quantitiesOf(readPosted({ eventName: 'vtex:addToCart', items: [{ skuId: '1', quantity }] })[0]),
  ],
  [
    'the Store API of WooCommerce',
    (quantity) => quantitiesOf(readStoreCart({ items: [{ id: 1, quantity }], totals: {} })),
  ],
];
const pixelLine = (quantity: unknown) => ({
  quantity,
  merchandise: { id: '1', product: { id: '1', title: 'Cheese' } },
});

it.each(PLATFORMS)('%s keeps decimals of a quantity, reads texts, and takes what it cannot read for one', (_, read) => {
  expect([0.5, 1.85, '2,00', '3 pcs', undefined, 'many'].map((value) => read(value)?.[0])).toEqual([
    0.5, 1.85, 2, 3, 1, 1,
  ]);
});

it.each(PLATFORMS)('%s gives no line with a quantity for a stated zero', (_, read) => {
  expect([0, '0'].map((value) => read(value)?.filter((quantity) => quantity))).toEqual([[], []]);
});

it('a button and a thank-you page of WooCommerce show quantities with decimals', () => {
  visit('http://shop.localhost:3000/checkout/order-received/77/');
  document.body.innerHTML = `
    <a class="add_to_cart_button" data-product_id="7" data-quantity="0,5">Add</a>
    <li class="mini_cart_item"><a class="remove" data-product_id="7">×</a><span class="quantity">1.5 × $ 10</span></li>
    <ul class="woocommerce-order-overview"></ul>
    <table class="woocommerce-table--order-details">
      <tr class="order_item"><td><a href="/p">Cheese</a> <strong class="product-quantity">×&nbsp;1,5</strong></td>
        <td><span class="woocommerce-Price-amount">15,00</span></td></tr>
      <tfoot><tr><td><span class="woocommerce-Price-amount">15,00</span></td></tr></tfoot></table>`;
  onTestFinished(() => void (document.body.innerHTML = ''));
  const buttons = [...document.querySelectorAll('[data-product_id]')];
  expect(buttons.map((button) => readButton(button)?.quantity)).toEqual([0.5, 1.5]);
  expect(readOrderPage()?.lines).toMatchObject([{ quantity: 1.5, product: { price: 100_000 } }]);
});

it('goods by weight of VTEX are counted in portions at the price of a portion, as its messages about changes count them', () => {
  const item = { id: '1', quantity: 3, price: 199, sellingPrice: 59, unitMultiplier: 0.3, measurementUnit: 'kg' };
  const added = { ...item, skuId: '1', priceIsInt: true };
  const facts = [readOrderForm({ items: [item] }), ...readPosted({ eventName: 'vtex:addToCart', items: [added] })];
  for (const fact of facts) expect(fact?.lines).toMatchObject([{ quantity: 3, product: { price: 5_900 } }]);
});
