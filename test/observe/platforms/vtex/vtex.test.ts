import { sendAnalyticsEvent } from '@faststore/sdk';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../../src/facts/fact.ts';
import { createRequestWatch } from '../../../../src/observe/page/watch-requests.ts';
import { vtex } from '../../../../src/observe/platforms/vtex/vtex.ts';
import { advance, HOUR, pageTransition, useClock, visit } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { newMemory } from '../../support/shop-page.ts';
import { changed, formItem, message, orderForm, orderPlaced, portal, productView } from './support/samples.ts';
import { openVtex, posted } from './support/shop-of-vtex.ts';

beforeEach(() => void useClock());

const add = (quantity = 1, over = {}) => message('addToCart', { items: [changed(quantity, over)] });
const remove = (quantity = 1) => message('removeFromCart', { items: [changed(quantity)] });
const whole = (...items: object[]) => message('cartChanged', { items });
const loaded = (...items: object[]) => message('cartLoaded', { orderForm: orderForm(items) });

type JQuery = (target: unknown) => { trigger: (type: string, values: unknown[]) => void; jquery: string };
const load = async (name: string) => {
  const { default: jQuery } = (await import(name)) as { default: JQuery };
  return jQuery;
};
let jQuery: JQuery;
beforeAll(async () => void (jQuery = await load('jquery')));
const trigger = (form: unknown, $ = jQuery) => $(window).trigger('orderFormUpdated.vtex', [form]);

describe('message of the store framework', () => {
  it('a viewed product is reported with all data of its message', async () => {
    const { say, events } = openVtex({ path: '/garrafa-termica/p' });
    say(productView);
    expect(await events()).toMatchObject([
      {
        action: 'product.viewed',
        observed_by: 'vtex',
        amount: 89.9,
        currency: 'BRL',
        object_parameters: {
          reference: '15',
          source: 'vtex',
          sku: '1501',
          name: 'Garrafa Térmica',
          url: 'http://shop.localhost:3000/garrafa-termica/p',
          brand: 'Serra',
          categories: ['Casa', 'Cozinha'],
          price: { amount: 89.9, currency: 'BRL' },
        },
      },
    ]);
  });

  it('additions and removals are reported when the shop only announces changes', async () => {
    const { say, told } = openVtex();
    say(add(1));
    await advance(5_000);
    say(add(2));
    await advance(5_000);
    say(remove(1));
    expect(await told()).toEqual([
      ['cart.added', '1 × 1501', 89.9, 'vtex'],
      ['cart.added', '2 × 1501', 179.8, 'vtex'],
      ['cart.removed', '1 × 1501', 89.9, 'vtex'],
    ]);
  });

  it('a change is reported once when the shop both announces it and shows the whole cart', async () => {
    const { say, told } = openVtex();
    say(loaded());
    say(add(1));
    await advance(300);
    say(whole(changed(1)));
    await advance(5_000);
    say(add(2));
    await advance(3_000);
    say(whole(changed(3)));
    await advance(5_000);
    say(remove(3));
    say(whole());
    expect(await told()).toEqual([
      ['cart.added', '1 × 1501', 89.9, 'vtex'],
      ['cart.added', '2 × 1501', 179.8, 'vtex'],
      ['cart.removed', '3 × 1501', 269.7, 'vtex'],
    ]);
  });

  it('the whole cart decides the quantity when the announcement gives the new quantity of the line', async () => {
    const { say, told } = openVtex();
    say(loaded(formItem(2)));
    say(add(3));
    say(whole(changed(3)));
    expect(await told()).toEqual([['cart.added', '1 × 1501', 89.9, 'vtex']]);
  });

  it('an announced addition is reported even when the first whole cart of a visit already contains it', async () => {
    const { say, told } = openVtex();
    say(add(1));
    say(whole(changed(1)));
    expect(await told()).toEqual([['cart.added', '1 × 1501', 89.9, 'vtex']]);
  });

  it('an addition is not reported again by the whole cart of the next page', async () => {
    const first = openVtex();
    first.say(loaded());
    first.say(add(1));
    await advance(5_000);
    first.tracker.stop();
    const second = openVtex({ storage: first.env.storage });
    second.say(loaded(formItem(1)));
    await advance(5_000);
    second.say(add(1));
    await advance(5_000);
    second.tracker.stop();
    const third = openVtex({ storage: first.env.storage });
    third.say(loaded(formItem(2)));
    expect([await first.told(), await second.told(), await third.told()]).toEqual([
      [['cart.added', '1 × 1501', 89.9, 'vtex']],
      [['cart.added', '1 × 1501', 89.9, 'vtex']],
      [],
    ]);
  });

  it('an announced addition is reported at once when the page goes away', async () => {
    const { say, told } = openVtex();
    say(add(1));
    pageTransition('pagehide');
    expect(await told(0)).toEqual([['cart.added', '1 × 1501', 89.9, 'vtex']]);
  });

  it('ten additions that are announced in quick succession are all reported', async () => {
    const { say, told } = openVtex();
    for (let taps = 0; taps < 10; taps++) {
      say(add(1));
      await advance(180);
    }
    expect(await told()).toEqual(Array.from({ length: 10 }, () => ['cart.added', '1 × 1501', 89.9, 'vtex']));
  });

  it('an announced addition is reported before the checkout or the order that follows it at once', async () => {
    const { say, told } = openVtex();
    say(add(1));
    say(message('beginCheckout', { items: [changed(1)] }));
    expect((await told(0)).map(([action]) => action)).toEqual(['cart.added', 'checkout.started']);
    say(add(2));
    say(orderPlaced);
    expect((await told()).map(([action]) => action).slice(2)).toEqual([
      'cart.added',
      'order.placed',
      'coupon.redeemed',
    ]);
  });

  it('an action is reported once when the shop also pushes it for GA4 and Universal Analytics', async () => {
    const layer = setGlobal('dataLayer', [] as unknown[]);
    const { say, events, told } = openVtex();
    say(productView);
    say(add(1));
    const item = { item_id: '15', item_name: 'Garrafa Térmica', item_variant: '1501', price: 89.9, quantity: 1 };
    const product = { id: '15', name: 'Garrafa Térmica', variant: '1501', price: '89.90', quantity: 1 };
    layer.push({ ecommerce: null, ecommerceV2: null });
    layer.push({ event: 'productDetail', ecommerce: { currencyCode: 'BRL', detail: { products: [product] } } });
    layer.push({ event: 'view_item', ecommerce: { currency: 'BRL', items: [item] } });
    layer.push({ event: 'addToCart', ecommerce: { currencyCode: 'BRL', add: { products: [product] } } });
    layer.push({ event: 'add_to_cart', ecommerce: { currency: 'BRL', items: [item] } });
    expect((await told()).sort()).toEqual([
      ['cart.added', '1 × 1501', 89.9, 'vtex'],
      ['product.viewed', '1501', 89.9, 'vtex'],
    ]);
    expect(JSON.stringify(await events())).not.toMatch(/ana\.souza|Ana Souza|Flores/);
  });

  it('an order is reported once, whatever its number is and however often it is posted', async () => {
    const first = openVtex();
    first.say(orderPlaced);
    first.say({ ...orderPlaced, eventName: 'vtex:orderPlacedTracked' });
    expect(await first.told()).toEqual([
      ['order.placed', '#1305371685465 2 × 1501', 194.8, 'vtex'],
      ['coupon.redeemed', undefined, undefined, 'vtex'],
    ]);
    first.tracker.stop();
    const layer = setGlobal('dataLayer', [] as unknown[]);
    const second = openVtex({ storage: first.env.storage });
    layer.push({
      event: 'purchase',
      ecommerce: { transaction_id: '1305371685465-01', value: 100, items: [{ item_id: '15' }] },
    });
    expect(await second.told()).toEqual([]);
  });

  it('messages from before the start are reported', async () => {
    const { told } = openVtex({ early: [posted(productView), posted(add(1)), new Event('x')] });
    expect(await told()).toHaveLength(2);
  });

  it('a message from before the start is reported once, however often the adapter starts', () => {
    const facts: Fact[] = [];
    const adapter = vtex({ early: [posted(add(1))] });
    for (let start = 0; start < 2; start++) {
      const stop = adapter.start(
        (fact) => facts.push(fact),
        () => () => {},
        newMemory(),
        createRequestWatch(),
      );
      pageTransition('pagehide');
      stop();
    }
    expect(facts.map(({ type }) => type)).toEqual(['cart.added']);
  });

  it.each([
    ['a cartChanged message after it', whole],
    ['the cartLoaded message of the checkout', loaded],
  ])('an early addition is reported once when the first whole cart is in %s', async (_, show) => {
    const items = (quantity: number) => (show === whole ? changed(quantity) : formItem(quantity));
    const { say, told } = openVtex({ early: [posted(add(1)), posted(show(items(3)))] });
    await advance(5_000);
    say(show(items(3)));
    await advance(5_000);
    say(show(items(4)));
    expect(await told()).toEqual([
      ['cart.added', '1 × 1501', 89.9, 'vtex'],
      ['cart.added', '1 × 1501', 89.9, 'vtex'],
    ]);
  });

  it('an early addition is reported when the first whole cart is still the one before it', async () => {
    const { say, told } = openVtex({ early: [posted(add(1)), posted(whole())] });
    await advance(5_000);
    say(whole(changed(1)));
    expect(await told()).toEqual([['cart.added', '1 × 1501', 89.9, 'vtex']]);
  });

  it('an announced removal from a cart that stays empty is not reported', async () => {
    const { say, told } = openVtex();
    say(whole());
    say(remove(1));
    await advance(5_000);
    say(whole());
    expect(await told()).toEqual([]);
  });

  it('a message from a frame or another origin is ignored', async () => {
    const { say, told } = openVtex();
    say(add(1), { source: null });
    say(add(1), { source: {} });
    say(add(1), { origin: 'https://elsewhere.example' });
    expect(await told()).toEqual([]);
  });
});

describe('FastStore', () => {
  // An event as in the tests of packages/sdk of https://github.com/vtex/faststore (MIT). Its own sender makes the message.
  const item = {
    item_id: '15',
    item_name: 'Garrafa Térmica',
    item_brand: 'Serra',
    item_variant: '1501',
    quantity: 1,
    price: 89.9,
    currency: 'BRL',
    discount: 30.1,
    item_variant_name: 'Garrafa Térmica 500 ml',
    product_reference_id: '7890001501',
  };
  const send = async (name: 'view_item' | 'add_to_cart' | 'remove_from_cart', items: object[] = [item]) => {
    const sent: unknown[] = [];
    const { postMessage } = window;
    window.postMessage = ((data: unknown) => sent.push(data)) as never;
    await sendAnalyticsEvent({
      name,
      isEcommerceEvent: true,
      params: { currency: 'BRL', value: 89.9, items },
    } as never);
    window.postMessage = postMessage;
    return sent;
  };

  it('a FastStore message is understood as the SDK of FastStore sends it', async () => {
    const { say, told } = openVtex({ globals: { VTEX_METADATA: { renderer: 'faststore' } } });
    for (const name of ['view_item', 'add_to_cart', 'remove_from_cart'] as const) {
      const messages = await send(name);
      expect(JSON.stringify(messages)).toContain(`"store:${name}"`);
      messages.forEach((data) => say(data));
      await advance(10_000);
    }
    expect(await told()).toEqual([
      ['product.viewed', '1501', 89.9, 'vtex'],
      ['cart.added', '1 × 1501', 89.9, 'vtex'],
      ['cart.removed', '1 × 1501', 89.9, 'vtex'],
    ]);
  });
});

describe('VTEX checkout', () => {
  for (const [name, version] of [
    ['jquery1', '1.12.4'],
    ['jquery', '3.7.1'],
    ['jquery4', '4.0.0'],
  ] as const) {
    it(`the checkout reports cart changes that jQuery ${version} triggers`, async () => {
      const { told } = openVtex({ path: '/checkout' });
      const $ = await load(name);
      expect($(window).jquery).toBe(version);
      const update = (...items: object[]) => trigger(orderForm(items), $);
      update(formItem(1));
      update(formItem(3));
      await advance(5_000);
      update(formItem(1));
      expect(await told()).toEqual([
        ['cart.added', '2 × 1501', 179.8, 'vtex'],
        ['cart.removed', '2 × 1501', 179.8, 'vtex'],
      ]);
    });
  }

  it('an order form that is there at the start of the checkout is a baseline', async () => {
    const checkout = { orderForm: orderForm([formItem(2)]) };
    const { told } = openVtex({ path: '/checkout', globals: { vtexjs: { checkout } } });
    trigger(orderForm([formItem(3)]));
    expect(await told()).toEqual([['cart.added', '1 × 1501', 89.9, 'vtex']]);
  });

  it('a cart change in the checkout is sent without the data of the order', async () => {
    const { events } = openVtex({ path: '/checkout' });
    const collected = { shippingData: { logisticsInfo: [{ selectedDeliveryChannel: 'pickup-in-point' }] } };
    trigger(orderForm([], collected));
    trigger(orderForm([formItem(1)], collected));
    const [event] = await events();
    expect(Object.keys(event?.object_parameters as object)).toEqual(['reference', 'source', 'items']);
  });

  it('a handler that the shop has set for orderFormUpdated still runs', () => {
    const heard: unknown[] = [];
    setGlobal('onorderFormUpdated', (_event: unknown, form: unknown) => heard.push(form));
    openVtex({ path: '/checkout' });
    trigger('form');
    expect(heard).toEqual(['form']);
  });

  it('the checkout reports one viewed cart, and one started checkout at the step behind it', async () => {
    const { told } = openVtex({ path: '/checkout/#/cart' });
    trigger(orderForm([formItem(2)]));
    for (const hash of ['#/email', '#/profile', '#/shipping', '#/payment']) {
      history.replaceState(null, '', `/checkout/${hash}`);
      window.dispatchEvent(new Event('hashchange'));
    }
    expect(await told()).toEqual([
      ['cart.viewed', '2 × 1501', 179.8, 'vtex'],
      ['checkout.started', '2 × 1501', 179.8, 'vtex'],
    ]);
  });

  it('an empty cart starts no checkout, and neither does another page with the same hash', async () => {
    const { told, tracker } = openVtex({ path: '/checkout/#/payment' });
    trigger(orderForm([]));
    tracker.stop();
    const other = openVtex({ path: '/x#/payment' });
    other.say(loaded(formItem(1)));
    expect([await told(), await other.told()]).toEqual([[], []]);
  });
});

describe('VTEX order page', () => {
  const pay = async (form = orderForm([formItem(1)])) => {
    const { env, tracker } = openVtex({ path: '/checkout/#/payment' });
    trigger(form);
    await advance(5_000);
    tracker.stop();
    return env.storage;
  };
  const path = '/checkout/orderPlaced/?og=1305371685465';

  it('the order page reports the order once, by its group and with the cart that was paid for', async () => {
    const storage = await pay();
    const first = openVtex({ path, storage });
    trigger(orderForm([]));
    expect(await first.told()).toEqual([
      ['order.placed', '#1305371685465 1 × 1501', 104.9, 'vtex'],
      ['coupon.redeemed', undefined, undefined, 'vtex'],
    ]);
    first.tracker.stop();
    expect(await openVtex({ path, storage }).told()).toEqual([]);
  });

  it('the order page that comes after the start is reported, once', async () => {
    const { told, tracker } = openVtex({ path: '/checkout/#/payment', storage: await pay() });
    await advance(60_000);
    for (let look = 0; look < 2; look++) {
      history.pushState(null, '', path);
      void tracker.track('page.viewed');
      await advance(60_000);
    }
    expect((await told()).filter(([action]) => action === 'order.placed')).toEqual([
      ['order.placed', '#1305371685465 1 × 1501', 104.9, 'vtex'],
    ]);
  });

  it('the order page reports the total, the delivery and the cost of shipping', async () => {
    const form = orderForm([formItem(1)], {
      shippingData: { logisticsInfo: [{ selectedDeliveryChannel: 'pickup-in-point' }] },
    });
    const { events } = openVtex({ path, storage: await pay(form) });
    expect((await events())[0]).toMatchObject({
      amount: 104.9,
      currency: 'BRL',
      object_parameters: { total: { amount: 104.9, currency: 'BRL' }, delivery: 'collect', metadata: { shipping: 15 } },
    });
  });

  it('a cart that was bought makes no second order on the page of another order', async () => {
    const storage = await pay();
    const first = openVtex({ path, storage });
    await advance(5_000);
    first.tracker.stop();
    expect(await openVtex({ path: '/checkout/orderPlaced/?og=99', storage }).told()).toEqual([]);
  });

  it.each([
    ['was never paid for', false],
    ['was changed after the payment step', true],
  ])('a new cart that %s makes no order on the page of an old one', async (_case, isPaying) => {
    const shop = openVtex({ storage: isPaying ? await pay() : undefined });
    trigger(orderForm([formItem(2)]));
    await advance(5_000);
    shop.tracker.stop();
    expect(await openVtex({ path, storage: shop.env.storage }).told()).toEqual([]);
  });

  it('the order page reports an order whose cart was known before the payment step', async () => {
    const { env, tracker } = openVtex({ path: '/checkout/#/profile' });
    trigger(orderForm([formItem(1)]));
    visit('http://shop.localhost:3000/checkout/#/payment');
    window.dispatchEvent(new Event('hashchange'));
    await advance(5_000);
    tracker.stop();
    expect((await openVtex({ path, storage: env.storage }).told()).map(([action]) => action)).toEqual([
      'order.placed',
      'coupon.redeemed',
    ]);
  });

  it('the cart stays in storage in the form that earlier pages have left', async () => {
    const storage = await pay();
    const [text = ''] = storage
      .keys()
      .filter((key) => key.endsWith('shop:vtex'))
      .map((key) => storage.get(key) ?? '');
    const { cart } = JSON.parse(text) as { cart: object };
    expect(cart).toMatchObject({ what: 'cart', confirmed: true });
  });

  it('the order page and its data layer report one order', async () => {
    const storage = await pay();
    const layer = setGlobal('dataLayer', [orderPlaced]);
    const { told } = openVtex({ path, storage });
    layer.push({
      ...orderPlaced,
      ecommerce: {
        currencyCode: 'BRL',
        purchase: {
          actionField: { id: '1305371685465-01', revenue: 104.9 },
          products: [{ id: '15', name: 'Garrafa' }],
        },
      },
    } as never);
    expect((await told()).map(([action, what]) => [action, what])).toEqual([
      ['order.placed', '#1305371685465 1 × 1501'],
      ['coupon.redeemed', undefined],
    ]);
  });

  it('the order is left to the data layer when its cart was never seen or was seen a day ago', async () => {
    expect(await openVtex({ path }).told()).toEqual([]);
    const storage = await pay();
    await advance(25 * HOUR);
    expect(await openVtex({ path, storage }).told()).toEqual([]);
    setGlobal('dataLayer', [{ ...orderPlaced, eventName: undefined, event: 'orderPlaced' }]);
    expect(await openVtex({ path }).told()).toMatchObject([
      ['order.placed', '#1305371685465 2 × 1501', 194.8, 'ua'],
      ['coupon.redeemed', undefined, undefined, 'ua'],
    ]);
  });
});

describe('old VTEX portal', () => {
  it('a product page of the old portal is reported once', async () => {
    setGlobal('dataLayer', [portal]);
    const { told } = openVtex({ path: '/garrafa-termica/p' });
    document.dispatchEvent(new Event('DOMContentLoaded'));
    expect(await told()).toEqual([['product.viewed', undefined, 89.9, 'vtex']]);
  });

  it('a product page of the old portal that is pushed after the start is reported when the document is parsed', async () => {
    const layer = setGlobal('dataLayer', [] as unknown[]);
    const { told } = openVtex({ path: '/garrafa-termica/p' });
    layer.push(portal);
    document.dispatchEvent(new Event('DOMContentLoaded'));
    expect(await told()).toEqual([['product.viewed', undefined, 89.9, 'vtex']]);
  });

  it('a product of the old portal that is pushed after the start is reported when a page is shown', async () => {
    const layer = setGlobal('dataLayer', [] as unknown[]);
    const { told, tracker } = openVtex();
    await advance(60_000);
    layer.push(portal);
    history.pushState(null, '', '/garrafa-termica/p');
    void tracker.track('page.viewed');
    expect((await told()).filter(([action]) => action !== 'page.viewed')).toEqual([
      ['product.viewed', undefined, 89.9, 'vtex'],
    ]);
  });
});

describe('VTEX page', () => {
  it('a VTEX page is recognised by the globals of each kind of shop, and by nothing else', () => {
    const detects = (globals: object) => {
      for (const name of ['vtex', 'vtexjs', 'VTEX_METADATA', '__RUNTIME__']) Reflect.deleteProperty(window, name);
      for (const [name, value] of Object.entries(globals)) setGlobal(name, value);
      return vtex().detect();
    };
    expect(
      [{ __RUNTIME__: { account: 'casa' } }, { VTEX_METADATA: {} }, { vtexjs: {} }, { vtex: {} }].map(detects),
    ).toEqual([true, true, true, true]);
    expect([{}, { __RUNTIME__: {} }, { vtex: null }].map(detects)).toEqual([false, false, false]);
  });

  it('a stopped VTEX adapter reports nothing, not even what it held', async () => {
    const { say, told, tracker } = openVtex();
    say(add(1));
    tracker.stop();
    say(productView);
    trigger(orderForm([formItem(9)]));
    expect(await told()).toEqual([]);
  });
});
