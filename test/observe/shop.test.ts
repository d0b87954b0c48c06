import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Fact } from '../../src/facts/fact.ts';
import type { Adapter, Emit } from '../../src/observe/adapter.ts';
import { createShop } from '../../src/observe/shop.ts';
import { dataLayer } from '../../src/observe/sources/data-layer/data-layer.ts';
import { productPage } from '../../src/observe/sources/product-page/product-page.ts';
import { pages } from '../../src/plugins/pages.ts';
import {
  advance,
  fakeEnv,
  KEY,
  pageTransition,
  setVisibility,
  start,
  storedIds,
  useClock,
  visit,
} from '../support/harness.ts';
import { createGtag, setGlobal } from './support/fake-gtm.ts';
import { line, mate, whole } from './support/shop-page.ts';
import { openTrackedShop } from './support/tracked-shop.ts';

beforeEach(() => void useClock());

/** The adapter of a platform, through which the test emits facts. */
const platform = (over: Partial<Adapter> = {}) => {
  const spoken: { emit?: Emit; stops: number; turns: number } = { stops: 0, turns: 0 };
  const adapter: Adapter = {
    name: 'shopify',
    platform: 'shopify',
    detect: () => true,
    start(emit, onPageChange) {
      spoken.emit = emit;
      const quiet = onPageChange(() => void spoken.turns++);
      return () => {
        spoken.stops++;
        quiet();
      };
    },
    ...over,
  };
  return { adapter, spoken };
};

const describeProduct = () => {
  visit('http://shop.localhost:3000/p/mate');
  document.head.innerHTML = `<script type="application/ld+json">${JSON.stringify({
    '@type': 'Product',
    name: 'Mate',
    sku: 'M-1',
    url: '/p/mate',
    image: '/mate.jpg',
    offers: { price: '10.50', priceCurrency: 'UYU' },
  })}</script>`;
  onTestFinished(() => void (document.head.innerHTML = ''));
};

describe('stopped shop', () => {
  it('a fact that an adapter emits after consent was denied is neither stored nor sent', async () => {
    let late: () => void = () => {};
    const { adapter } = platform({
      start(emit, _onPageChange, memory) {
        late = () => {
          memory?.write('{"isDue":true}');
          emit({ type: 'cart', confirmed: true, reference: 'c-1', lines: [line(mate, 2)] });
        };
        return () => {};
      },
    });
    const { tracker, events } = openTrackedShop([adapter]);
    localStorage.clear();
    tracker.consent('denied');
    late();
    await advance(5_000);
    expect(Object.keys(localStorage)).toEqual([]);
    expect(events()).toEqual([]);
  });
});

describe('shop', () => {
  it('a view and an addition in the page, GA4 and Universal Analytics are sent once, with the data of all three', async () => {
    describeProduct();
    const item = { item_id: '101', item_name: 'Mate', item_brand: 'Gaucho', price: 10.5, quantity: 1 };
    const layer = setGlobal('dataLayer', [
      {
        event: 'productDetail',
        ecommerce: { currencyCode: 'UYU', detail: { products: [{ id: 'M-1', name: 'Mate' }] } },
      },
      { ecommerce: null },
      { event: 'view_item', ecommerce: { currency: 'UYU', items: [item] } },
    ] as unknown[]);
    const { events, shop } = openTrackedShop([productPage(), dataLayer()], { source: 'magento' });
    layer.push({ event: 'add_to_cart', ecommerce: { currency: 'UYU', items: [{ item_id: '101', quantity: 2 }] } });
    layer.push({
      event: 'addToCart',
      ecommerce: { currencyCode: 'UYU', add: { products: [{ id: '101', quantity: 2 }] } },
    });
    await advance(20_000);
    expect(events().map(({ action, observed_by, amount }) => [action, observed_by, amount])).toEqual([
      ['product.viewed', 'ga4', 10.5],
      ['cart.added', 'ga4', 21],
    ]);
    const product = {
      reference: '101',
      source: 'magento',
      sku: 'M-1',
      name: 'Mate',
      brand: 'Gaucho',
      url: 'http://shop.localhost:3000/p/mate',
      image_url: 'http://shop.localhost:3000/mate.jpg',
      price: { amount: 10.5, currency: 'UYU' },
    };
    expect(events()[0]?.object_parameters).toEqual(product);
    expect(events()[1]?.object_parameters).toMatchObject({ source: 'magento', items: [{ product, quantity: 2 }] });
    expect(shop.lastProduct()).toMatchObject(product);
    expect(shop.cart()).toMatchObject({ amount: 21, currency: 'UYU', items: [{ quantity: 2 }] });
  });

  it('a held addition is stored when the page goes away', () => {
    const { adapter } = platform();
    const layer = setGlobal('dataLayer', [] as unknown[]);
    const { env } = openTrackedShop([adapter, dataLayer()]);
    layer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: '1', item_name: 'A' }] } });
    return Promise.resolve().then(() => {
      expect(storedIds(env)).toHaveLength(0);
      pageTransition('pagehide');
      expect(storedIds(env)).toHaveLength(1);
    });
  });

  it('a held addition is sent when the page is hidden', async () => {
    const { adapter, spoken } = platform();
    const { events } = openTrackedShop([adapter]);
    spoken.emit?.({ type: 'cart.added', lines: [line(mate)] });
    setVisibility('hidden');
    await advance(0);
    expect(events()).toMatchObject([{ action: 'cart.added', observed_by: 'shopify' }]);
  });

  it('the shop reads no storage before the visitor has granted consent', () => {
    const touched: string[] = [];
    const { env } = fakeEnv();
    const storage = { ...env.storage, get: (key: string) => (touched.push(key), null) };
    const shop = createShop([platform().adapter], {}, { ...env, storage });
    const { tracker } = start({ plugins: [shop.plugin], consent: 'pending' });
    expect([shop.cart(), shop.lastProduct(), touched.length]).toEqual([undefined, undefined, 0]);
    tracker.consent('granted');
    expect(touched).not.toHaveLength(0);
  });

  it('an adapter starts when its platform appears, and stops with the tracker', () => {
    let isThere = false;
    const { adapter, spoken } = platform({ detect: () => isThere });
    const { tracker } = openTrackedShop([adapter]);
    expect(spoken.emit).toBeUndefined();
    isThere = true;
    window.dispatchEvent(new Event('load'));
    expect(spoken.emit).toBeTypeOf('function');
    tracker.stop();
    expect(spoken.stops).toBe(1);
  });

  it('an adapter is told when a single-page app shows another page', async () => {
    const { adapter, spoken } = platform();
    openTrackedShop([adapter], {}, [pages(true)]);
    await advance(300);
    const { turns } = spoken;
    history.pushState(null, '', '/other');
    await advance(300);
    expect(spoken.turns).toBe(turns + 1);
    // The view of the page, which has waited for its title, does not say so again.
    await advance(3000);
    expect(spoken.turns).toBe(turns + 1);
    history.pushState(null, '', '/third');
    pageTransition('pagehide', true);
    pageTransition('pageshow', true);
    await advance(3000);
    expect(spoken.turns).toBe(turns + 3);
  });

  it('an addition of the data layer waits for a platform that is recognised only at DOMContentLoaded', async () => {
    let state: DocumentReadyState = 'loading';
    Object.defineProperty(document, 'readyState', { configurable: true, get: () => state });
    onTestFinished(() => void Reflect.deleteProperty(document, 'readyState'));
    const { adapter, spoken } = platform({ detect: () => state !== 'loading' });
    const layer = setGlobal('dataLayer', [] as unknown[]);
    const { events } = openTrackedShop([adapter, dataLayer()]);
    layer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: '101', item_name: 'Mate' }] } });
    await advance(500);
    state = 'interactive';
    document.dispatchEvent(new Event('DOMContentLoaded'));
    spoken.emit?.({ type: 'cart.added', confirmed: true, lines: [line(mate)] });
    await advance(5_000);
    expect(events()).toMatchObject([{ action: 'cart.added', observed_by: 'shopify' }]);
  });

  it('the notes of an adapter are kept for the next page until the visitor denies consent', () => {
    const notes: unknown[] = [];
    const noting = (text: string) => {
      const { adapter } = platform({
        start(_emit, _onPageChange, memory) {
          notes.push(memory?.read());
          memory?.write(text);
          return () => {};
        },
      });
      return adapter;
    };
    const { env } = fakeEnv();
    const openPage = (text: string) =>
      start({ plugins: [createShop([noting(text)], {}, env).plugin] }, { storage: env.storage }).tracker;
    openPage('one').stop();
    const tracker = openPage('two');
    expect(notes).toEqual([undefined, 'one']);
    tracker.consent('denied');
    expect(env.storage.keys().filter((key) => key.startsWith(KEY))).toEqual([]);
  });

  it('an adapter that throws does not stop the other adapters', async () => {
    const fail = () => {
      throw new Error('of an adapter');
    };
    const { adapter, spoken } = platform();
    const { events } = openTrackedShop([
      platform({ detect: fail }).adapter,
      platform({ start: fail }).adapter,
      adapter,
    ]);
    spoken.emit?.({ type: 'product.viewed', confirmed: true, lines: [line(whole(mate))] });
    spoken.emit?.(5 as never);
    await advance(5_000);
    expect(events()).toMatchObject([{ action: 'product.viewed' }]);
  });

  it('an action that the shop tracks itself is not reported again by an adapter', async () => {
    const { adapter, spoken } = platform();
    const { tracker, events, shop } = openTrackedShop([adapter, dataLayer()]);
    const product = { reference: '101', name: 'Mate', price: { amount: 10.5, currency: 'UYU' } };
    const order = { reference: 'A-7', source: 'shopify', items: [{ product, quantity: 2 }], delivery: 'deliver' };
    void tracker.track('product.viewed', { object_parameters: product });
    void tracker.track('cart.added', { object_parameters: { items: [{ product, quantity: 2 }] } });
    await advance(1_000);
    expect(shop.lastProduct()).toMatchObject({ reference: '101' });
    expect(shop.cart()).toMatchObject({ amount: 21, currency: 'UYU' });
    void tracker.track('order.placed', { object_parameters: order as never, amount: 21, currency: 'UYU' });
    await advance(1_000);
    expect(shop.cart()).toBeUndefined();
    spoken.emit?.({ type: 'product.viewed', confirmed: true, lines: [line(whole(mate))] });
    spoken.emit?.({ type: 'cart.added', confirmed: true, lines: [line(mate, 2)] });
    spoken.emit?.({ type: 'order.placed', confirmed: true, reference: 'A-7', lines: [line(mate, 2)] });
    await advance(10_000);
    expect(events().map(({ action, observed_by }) => [action, observed_by])).toEqual([
      ['product.viewed', 'manual'],
      ['cart.added', 'manual'],
      ['order.placed', 'manual'],
    ]);
  });

  it('an action that the shop tracks while a weaker source still holds it is reported once', async () => {
    const { adapter } = platform();
    const layer = setGlobal('dataLayer', [] as unknown[]);
    const { tracker, events } = openTrackedShop([adapter, dataLayer()]);
    layer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: '101', item_name: 'Mate' }] } });
    await advance(100);
    void tracker.track('cart.added', { object_parameters: { items: [{ product: '101', quantity: 1 }] } });
    await advance(10_000);
    expect(events()).toMatchObject([{ action: 'cart.added', observed_by: 'manual' }]);
  });

  it('a reset forgets the cart and the last product, and an order that was reported is not reported again', async () => {
    const { adapter, spoken } = platform();
    const { tracker, events, shop } = openTrackedShop([adapter]);
    const order: Fact = { type: 'order.placed', confirmed: true, reference: 'A-7', total: 1, lines: [line(mate)] };
    spoken.emit?.(order);
    spoken.emit?.({ type: 'product.viewed', confirmed: true, lines: [line(whole(mate))] });
    spoken.emit?.({ type: 'cart.added', confirmed: true, lines: [line(mate)] });
    expect(shop.lastProduct()).toBeDefined();
    expect(shop.cart()).toBeDefined();
    tracker.reset();
    await advance(5_000);
    expect([shop.lastProduct(), shop.cart()]).toEqual([undefined, undefined]);
    spoken.emit?.(order);
    await advance(5_000);
    expect(events().filter(({ action }) => action === 'order.placed')).toEqual([]);
  });

  it.each([null, 5, { items: [null, { product: null }] }, { items: 'x' }])(
    'the shop goes on observing after it has tracked an addition with nonsense (%j)',
    async (given) => {
      const { adapter, spoken } = platform();
      const { tracker, events } = openTrackedShop([adapter]);
      void tracker.track('cart.added', { object_parameters: given as never });
      spoken.emit?.({ type: 'cart.viewed', confirmed: true, lines: [line(mate)] });
      await advance(5_000);
      expect(events().map(({ action }) => action)).toContain('cart.viewed');
    },
  );
});

describe('data layer of a shop', () => {
  const message = () => ({
    event: 'add_to_cart',
    ecommerce: { currency: 'UYU', items: [{ item_id: '1', item_name: 'Mate', price: 5, quantity: 1 }] },
  });
  const push = async (messages: object[]) => {
    const layer = setGlobal('dataLayer', [] as unknown[]);
    const { events } = openTrackedShop([dataLayer()]);
    await advance(100);
    for (const one of messages) {
      layer.push(one);
      await advance(180);
    }
    await advance(20_000);
    return events().filter(({ action }) => action === 'cart.added').length;
  };

  it('ten messages in quick succession are ten additions', async () => {
    expect(await push(Array.from({ length: 10 }, message))).toBe(10);
  });

  it('two messages with one id are one addition, in the data layer and by gtag', async () => {
    expect(await push([1, 2].map(() => ({ ...message(), event_id: 'e-1' })))).toBe(1);
    const calls: object[] = [];
    const gtag = createGtag(calls);
    const { currency, items } = message().ecommerce;
    for (let tags = 0; tags < 2; tags++) gtag('event', 'add_to_cart', { currency, items, event_id: 'e-2' });
    expect(await push(calls)).toBe(1);
  });

  it('one message that is pushed twice in quick succession is one addition', async () => {
    const same = message();
    expect(await push([same, same])).toBe(1);
  });
});
