import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { readOrderPage } from '../../../../src/observe/platforms/woocommerce/order-page.ts';
import { readButton, readProductPage, readVariation } from '../../../../src/observe/platforms/woocommerce/page.ts';
import { readAnswer, readStoreCart } from '../../../../src/observe/platforms/woocommerce/store-cart.ts';
import { woocommerce } from '../../../../src/observe/platforms/woocommerce/woocommerce.ts';
import { advance, useClock, visit as goTo } from '../../../support/harness.ts';
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
import { serveShop, startVisit } from '../../support/open-page.ts';
import { openShop } from '../../support/shop-page.ts';
import { cart, details, item, overview, variation } from './support/samples.ts';

beforeEach(() => void useClock());

const KEYS = (
  'items id type quantity name sku permalink images src variation attribute prices price currency_minor_unit currency_code ' +
  'totals responses body variation_id display_price image full_src currency code data select subscribe getCartData root ' +
  'hasFinishedResolution __proto__ toString length 0'
).split(' ');
const anything = anythingUnder(KEYS, ['variation', 'UYU', '105050', 'http://shop.localhost:3000/p/x/', -1, 3]);

it('a hostile WooCommerce cart is mapped without an error of ours, and only listed fields are sent', async () => {
  const { ledger, sent } = openShop();
  const emit = ledger.addSource({ name: 'woocommerce', platform: 'woocommerce' });
  document.body.innerHTML = '<form data-product_id="5"></form>';
  const form = document.querySelector('form');
  await feed(anything, (value) => {
    for (const read of [
      () => readAnswer(value),
      () => readAnswer({ responses: [{ body: value }, value] }),
      () => readStoreCart({ ...cart([{ ...item(), ...spread(value), ...personal }, value]), ...personal }),
      () => readStoreCart(cart([{ ...variation(), ...spread(value) }])),
      () => readStoreCart({ items: value, totals: value }),
      () => readVariation(form, value),
      () => readVariation(value, value),
    ]) {
      try {
        const fact = read();
        if (fact) emit(fact);
      } catch (error) {
        // Only the values of the page may throw. The shop catches these errors.
        expect(String(error)).toMatch(/trap|Symbol|BigInt|primitive/);
      }
    }
    ledger.flush(false);
  });
  expect(sent.length).toBeGreaterThan(3);
  for (const event of sent) expectAllowed(event);
  expectNobody(sent);
});

it('a WooCommerce page with personal data in every corner is reported without it', () => {
  const { ledger, sent } = openShop();
  const emit = ledger.addSource({ name: 'woocommerce', platform: 'woocommerce' });
  const people = SECRETS.map((secret) => `<p class="customer">${secret}</p><input value="${secret}">`).join('');
  goTo('http://shop.localhost:3000/checkout/order-received/7/?key=wc_order_s3cret');
  document.body.className = 'single-product postid-5 woocommerce-order-received';
  document.body.innerHTML =
    `<h1 class="product_title">Card for ${SECRETS[0]} <img src="x" alt="x"></h1>${people}` +
    overview('1,00') +
    details();
  for (const fact of [readProductPage(), readOrderPage()]) if (fact) emit(fact);
  ledger.flush(true);
  expect(sent.map(({ action }) => action)).toEqual(['product.viewed', 'order.placed']);
  for (const event of sent) expectAllowed(event);
  expectNobody(sent);
});

it('an incomplete WooCommerce page is read without an error', () => {
  const odd = [
    '',
    '<table class="woocommerce-table--order-details"><tfoot><tr></tr></tfoot><tr class="order_item"></tr></table>',
  ];
  for (const html of odd) {
    document.body.innerHTML = html + overview('');
    document.body.className = 'single-product postid-';
    goTo('http://shop.localhost:3000/checkout/order-received/7/');
    expect(readOrderPage()?.lines?.[0]?.product.name).toBeUndefined();
    expect(readProductPage()).toBeUndefined();
    expect(readButton(document.body)).toMatchObject({ quantity: 1 });
  }
});

it('hostile answers and globals of a WooCommerce shop cause no error on the page', async () => {
  const errors = vi.fn();
  window.addEventListener('error', errors);
  process.on('unhandledRejection', errors);
  let reply: unknown;
  serveShop({ 'GET /wp-json/wc/store/v1/cart': () => reply ?? {}, 'POST /?wc-ajax=add_to_cart': () => reply ?? {} });
  const visit = startVisit();
  onTestFinished(visit.leave);
  await feed(
    anything,
    async (value) => {
      document.cookie = `woocommerce_cart_hash=${Math.random()}; path=/`;
      reply = spread(value);
      visit.open(
        {
          address: 'http://shop.localhost:3000/cart/',
          prepare() {
            document.head.innerHTML = '<link rel="https://api.w.org/" href="/wp-json/">';
            document.body.className = 'woocommerce-page woocommerce-cart';
            setGlobal('wp', value);
            setGlobal('wcSettings', value);
          },
        },
        [woocommerce()],
      );
      await advance(10);
      setGlobal('wp', { data: value });
      window.dispatchEvent(new Event('load'));
      const body = document.body as unknown as Record<string, (...values: unknown[]) => unknown>;
      for (const type of ['added_to_cart', 'removed_from_cart', 'found_variation'])
        expect(body[`on${type}`]?.(value, value, value, value)).toBeUndefined();
      await fetch('/?wc-ajax=add_to_cart', { method: 'POST' }).catch(() => {});
      await advance(5_000);
    },
    60,
  );
  visit.leave();
  expect(errors).not.toHaveBeenCalled();
  expectNobody(visit.events());
});
