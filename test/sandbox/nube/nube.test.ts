// @vitest-environment node
import type { NubeApp, NubeSDKState } from '@tiendanube/nube-sdk-types';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { App, createApp } from '../../../src/sandbox/nube/index.ts';
import { advance, ENDPOINT, fakeArea, KEY } from '../support/sandbox.ts';
import { openNube } from './support/fake-nube.ts';
import {
  homePage,
  item,
  paid,
  product,
  productPage,
  SECRETS,
  step,
  SUCCESS_URL,
  toState,
  yerba,
} from './support/samples.ts';

const cyclic = () => {
  const value: Record<string, unknown> = {};
  return Object.assign(value, { value });
};
const money = (amount: number) => ({ amount, currency: 'ARS' });
const PRODUCT = {
  reference: '123',
  source: 'tiendanube',
  name: 'Mate (Grande)',
  sku: 'M-1-G',
  price: money(1250.5),
  url: 'https://tienda.example/productos/mate/',
  image_url: 'https://cdn.tienda.example/mate.jpg',
};
const items = (quantity: number, one: typeof PRODUCT = PRODUCT) => [{ product: one, quantity, price: one.price }];

const PRODUCT_URL = 'https://tienda.example/productos/mate/';
const onProduct = (over: object = {}) => toState({ url: PRODUCT_URL, page: productPage, ...over });
/** A state as it comes with what was added or removed. */
const withPayload = (state: NubeSDKState, payload: unknown): NubeSDKState => ({
  ...state,
  eventPayload: payload as Record<string, unknown>,
});

/** The events that were sent, reduced to action, amount and object. */
const rowsOf = ({ events }: ReturnType<typeof openNube>) =>
  events().map(({ action, amount, currency, object_parameters: object }) => ({
    action,
    ...(amount === undefined ? {} : { amount, currency }),
    ...(object ? { object } : {}),
  }));
/** The additions and removals that were sent, with product and quantity. */
const changesOf = ({ events }: ReturnType<typeof openNube>) =>
  events()
    .filter(({ action }) => /^cart\.(add|rem)/.test(action))
    .map(({ action, object_parameters }) => {
      const [line] = object_parameters?.items as { quantity: number; product: { sku: string } }[];
      return `${action} ${line?.product.sku} × ${line?.quantity}`;
    });

describe('a visit to a Tiendanube shop', () => {
  it('each action of a visit to a Tiendanube shop is reported, in the order of the visit', async () => {
    const shop = openNube();
    const { tell, events } = shop;
    tell('page:loaded');
    tell('location:updated', onProduct());
    tell('cart:add:success', withPayload(onProduct({ items: [item()] }), item()));
    tell('cart:update', onProduct({ items: [item({ quantity: 3 })] }));
    tell('cart:remove:success', withPayload(onProduct({ items: [item()] }), item()));
    tell('cart:view');
    tell(
      'location:updated',
      toState({
        url: 'https://tienda.example/checkout/v3/start/771/abcDEF123456789012',
        page: step('start'),
        items: [item()],
      }),
    );
    tell('checkout:ready');
    tell('checkout:ready');
    tell('location:updated', paid());
    tell('checkout:success');
    tell('checkout:ready');
    await advance(10_000);
    const cart = { reference: '771', source: 'tiendanube' };
    expect(rowsOf(shop)).toEqual([
      { action: 'page.viewed' },
      { action: 'page.viewed' },
      {
        action: 'product.viewed',
        ...money(1250.5),
        object: {
          ...PRODUCT,
          name: 'Mate',
          image_url: 'https://cdn.tienda.example/mate-1024.jpg',
          brand: 'Canarias',
          tags: ['mates', 'regalo'],
        },
      },
      { action: 'cart.added', ...money(1250.5), object: { ...cart, items: items(1) } },
      { action: 'cart.added', ...money(2501), object: { ...cart, items: items(2) } },
      { action: 'cart.removed', ...money(2501), object: { ...cart, items: items(2) } },
      { action: 'cart.viewed', ...money(1250.5), object: { ...cart, items: items(1) } },
      { action: 'page.viewed' },
      { action: 'checkout.started', ...money(1250.5), object: { ...cart, items: items(1) } },
      { action: 'page.viewed' },
      {
        action: 'order.placed',
        ...money(2650.9),
        object: {
          reference: '8812345',
          source: 'tiendanube',
          items: items(2),
          total: money(2650.9),
          delivery: 'collect',
          payment_method: 'credit_card',
          metadata: { shipping: 400 },
        },
      },
      { action: 'coupon.redeemed', object: { code: 'HOLA10' } },
    ]);
    expect(events().every(({ observed_by }) => observed_by === 'tiendanube')).toBe(true);
  });

  it('a page is counted once, however often it is announced, and again after another page', async () => {
    const { tell, actions } = openNube({ state: onProduct() });
    tell('page:loaded');
    tell('location:updated', onProduct({ url: `${PRODUCT_URL}#reviews` }));
    tell('location:updated', toState());
    tell('location:updated', onProduct());
    await advance(3_000);
    expect(actions()).toEqual(['page.viewed', 'product.viewed', 'page.viewed', 'page.viewed', 'product.viewed']);
  });

  it('a product that comes after its page is reported', async () => {
    const { tell, actions } = openNube({ state: toState({ url: PRODUCT_URL, page: { type: 'product' } as never }) });
    tell('page:loaded', onProduct());
    tell('location:updated', onProduct());
    await advance(2_000);
    expect(actions()).toEqual(['page.viewed', 'product.viewed']);
  });

  it('no variant is named where the product page offers several', async () => {
    const [variant] = product.variants;
    const many = { ...product, variants: [variant, { ...variant, id: 2, sku: 'M-2' }] } as typeof product;
    const { events } = openNube({ state: onProduct({ page: { type: 'product', data: { product: many } } }) });
    await advance(2_000);
    expect(events()[1]?.object_parameters).toMatchObject({ reference: '123', price: money(1250.5) });
    expect(events()[1]?.object_parameters).not.toHaveProperty('sku');
  });

  it('an app works with a state that holds no more than that of an empty page', async () => {
    const bare = { cart: { items: [] }, location: { url: '', page: homePage, queries: {} }, customer: null };
    const { tell, actions } = openNube({ state: bare as unknown as NubeSDKState });
    for (const event of ['page:loaded', 'cart:update', 'cart:view', 'checkout:ready']) tell(event);
    tell('location:updated', toState());
    await advance(2_000);
    expect(actions()).toEqual(['page.viewed']);
  });
});

describe('the cart of a Tiendanube shop', () => {
  it('a cart that was filled before the visit is not reported as added', async () => {
    const shop = openNube({ state: toState({ items: [item({ quantity: 2 }), yerba()] }) });
    shop.tell('cart:update');
    shop.tell('cart:update', toState({ items: [item({ quantity: 2 }), yerba({ quantity: 2 })] }));
    await advance(3_000);
    expect(changesOf(shop)).toEqual(['cart.added Y-1 × 1']);
  });

  it('a cart that a page load has changed is compared with that of the last page, unless an hour has passed', async () => {
    const before = openNube({ state: toState({ items: [item()] }) });
    await advance(2_000);
    const after = openNube({ area: before.area, state: toState({ items: [item({ quantity: 2 }), yerba()] }) });
    await advance(2_000);
    expect(changesOf(after)).toEqual(['cart.added M-1-G × 1', 'cart.added Y-1 × 1']);
    vi.setSystemTime(Date.now() + 3_600_000);
    const muchLater = openNube({ area: before.area, state: toState({ items: [item({ quantity: 9 })] }) });
    await advance(2_000);
    expect(changesOf(muchLater)).toEqual([]);
  });

  it('the first addition of a new visitor is reported as the platform names it', async () => {
    const nothing = toState({ cart: { id: '' } });
    const shop = openNube({ state: nothing });
    const first = toState({ items: [item()] });
    shop.tell('cart:add:success', withPayload(first, item()));
    shop.tell('cart:update', first);
    await advance(3_000);
    expect(changesOf(shop)).toEqual(['cart.added M-1-G × 1']);
  });

  it('an addition is not counted twice where the cart of a new visitor shows it only later', async () => {
    const shop = openNube({ state: toState({ cart: { id: '' } }) });
    shop.tell('cart:add:success', withPayload(toState({ items: [] }), [item()]));
    shop.tell('cart:update', toState({ items: [item()] }));
    shop.tell('cart:update', toState({ items: [item(), yerba()] }));
    await advance(3_000);
    expect(changesOf(shop)).toEqual(['cart.added M-1-G × 1', 'cart.added Y-1 × 1']);
  });

  it('a removal is reported as the platform names it where the full cart was never seen', async () => {
    const shop = openNube({ state: toState({ cart: { id: '' } }) });
    shop.tell('cart:remove:success', withPayload(toState({ items: [yerba()] }), item({ quantity: 2 })));
    shop.tell('cart:update', toState({ items: [yerba()] }));
    await advance(3_000);
    expect(changesOf(shop)).toEqual(['cart.removed M-1-G × 2']);
  });

  it('a cart that was emptied is reported as removed, but one that was bought is not', async () => {
    const emptied = openNube({ state: toState({ items: [item(), yerba()] }) });
    emptied.tell('cart:update', toState());
    await advance(3_000);
    expect(changesOf(emptied)).toEqual(['cart.removed M-1-G × 1', 'cart.removed Y-1 × 1']);

    const bought = openNube({ state: toState({ items: [item(), yerba()] }) });
    bought.tell('checkout:success', paid());
    // The platform may show the bought cart once more before it is emptied.
    bought.tell('cart:update', paid());
    bought.tell('cart:update', toState());
    await advance(3_000);
    const next = openNube({ area: bought.area });
    next.tell('cart:update', toState({ items: [item()] }));
    await advance(3_000);
    expect([...changesOf(bought), ...changesOf(next)]).toEqual(['cart.added M-1-G × 1']);
  });

  it('a cart with another id is not compared with the one before', async () => {
    const shop = openNube({ state: toState({ items: [item()] }) });
    shop.tell('cart:update', toState({ items: [yerba()], cart: { id: '772' } }));
    await advance(3_000);
    expect(changesOf(shop)).toEqual([]);
  });

  it('a failed addition is not subscribed to, and an addition without a payload changes nothing', async () => {
    const shop = openNube({ state: toState({ items: [item()] }) });
    expect(shop.heard()).not.toContain('cart:add:fail');
    shop.tell('cart:add:success', withPayload(toState({ items: [item()] }), null));
    await advance(3_000);
    expect(changesOf(shop)).toEqual([]);
  });
});

describe('an order in a Tiendanube shop', () => {
  it('an order is reported once, also when its page is visited again later', async () => {
    const first = openNube({ state: paid() });
    first.tell('checkout:success');
    first.tell('checkout:success');
    await advance(2_000);
    vi.setSystemTime(Date.now() + 5 * 86_400_000);
    const later = openNube({ area: first.area, state: paid() });
    later.tell('checkout:success');
    await advance(2_000);
    expect(first.actions().filter((action) => /^(order|coupon)/.test(action))).toEqual([
      'order.placed',
      'coupon.redeemed',
    ]);
    expect(later.actions()).toEqual(['page.viewed']);
  });

  it('an order has the number of the cart where the address names none', async () => {
    const { tell, events } = openNube({ state: paid({ url: 'https://tienda.example/checkout/v3/success' }) });
    tell('checkout:success');
    await advance(2_000);
    expect(events()[1]).toMatchObject({ action: 'order.placed', object_parameters: { reference: '771' } });
  });

  it('an order is delivered unless its shipping says that it is collected', async () => {
    for (const [shipping, delivery] of [
      [null, 'deliver'],
      [{ selected: 'a', options: [{ id: 'a', type: 'ship' }] }, 'deliver'],
      [{ selected: 'b', options: [{ id: 'a', type: 'pickup' }] }, 'deliver'],
      [{ selected: 'a', options: [{ id: 'a', type: null, method: 'retiro' }] }, 'collect'],
    ] as const) {
      const { tell, events } = openNube({ state: { ...paid(), shipping } as unknown as NubeSDKState });
      tell('checkout:success');
      await advance(2_000);
      expect(events()[1]?.object_parameters).toMatchObject({ delivery });
    }
  });

  it('a checkout is reported once for each cart, and not at the step of success', async () => {
    const start = toState({ page: step('start'), items: [item()] });
    const first = openNube({ state: start });
    first.tell('checkout:ready');
    first.tell('checkout:ready', { ...start, location: { ...start.location, page: step('payment') } });
    await advance(2_000);
    const later = openNube({ area: first.area, state: start });
    later.tell('checkout:ready');
    later.tell('checkout:ready', toState({ page: step('success'), items: [item()], cart: { id: '8' } }));
    later.tell('checkout:ready', toState({ page: step('start'), items: [item()], cart: { id: '9' } }));
    await advance(2_000);
    const started = [...first.events(), ...later.events()].filter(({ action }) => action === 'checkout.started');
    expect(started.map(({ object_parameters }) => object_parameters?.reference)).toEqual(['771', '9']);
  });
});

describe('personal data in a Tiendanube shop', () => {
  it('neither personal data nor the token of an order is sent or stored', async () => {
    const { tell, events, area } = openNube({ state: onProduct() });
    tell('cart:add:success', withPayload(onProduct({ items: [item({ name: `Mate ${SECRETS[0]}` })] }), item()));
    tell(
      'checkout:ready',
      toState({ url: `${SUCCESS_URL}?email=${SECRETS[0]}`, page: step('start'), items: [item()] }),
    );
    tell('location:updated', paid());
    tell('checkout:success');
    await advance(5_000);
    expect(events().length).toBeGreaterThan(5);
    const text = JSON.stringify([events(), [...area.kept]]).replaceAll('\\', '');
    for (const one of SECRETS) expect(text, one).not.toContain(one);
    expect(text).toContain('https://tienda.example/checkout/v3/success/8812345/%E2%80%A6');
  });
});

describe('an app for NubeSDK', () => {
  it('an app has the type that NubeSDK calls', () => {
    const apps: NubeApp[] = [App, createApp({ businessId: 'xy76ks', endpoint: 'https://a.example/' })];
    expect(apps.every((app) => typeof app === 'function')).toBe(true);
  });

  it('an app takes its account from its settings, or from the address of its script', async () => {
    const settings = {
      businessId: { type: 'string', value: 'qr55tz' },
      endpoint: { type: 'string', value: 'https://settings.example/e' },
    };
    const set = openNube({ options: {}, settings });
    vi.stubGlobal('__APP_DATA__', { id: '1', script: 'https://apps.example/vitrina.nube.js?id=ab12' });
    onTestFinished(() => void vi.unstubAllGlobals());
    const addressed = openNube({ options: {} });
    vi.stubGlobal('__APP_DATA__', {
      id: '1',
      script: 'https://apps.example/v.js?id=ab12&endpoint=https://e.example/x',
    });
    const named = openNube({ options: {} });
    await advance(2_000);
    expect([...set.addresses, ...addressed.addresses, ...named.addresses]).toEqual([
      'https://settings.example/e?b=qr55tz',
      'https://apps.example/v1/events?b=ab12',
      'https://e.example/x?b=ab12',
    ]);
  });

  it('an app without a business id says so in the console and does nothing', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(openNube({ options: {} }).heard()).toEqual([]);
    expect(error.mock.calls).toEqual([[expect.stringMatching(/^vitrina: businessId must be/)]]);
  });

  it.each<[string, unknown, RegExp]>([
    ['is null', { businessId: null, endpoint: { value: ENDPOINT } }, /^vitrina: businessId must be/],
    ['has no value', { businessId: { value: 'xy76ks' }, endpoint: {} }, /^vitrina: endpoint must be/],
    [
      'is no address',
      { businessId: { value: 'xy76ks' }, endpoint: { value: 'https://a b/' } },
      /^vitrina: endpoint must/,
    ],
    ['cannot be told', { businessId: { value: 7n }, endpoint: { value: 7n } }, /^vitrina: .*endpoint/],
    ['is an object in itself', { businessId: { value: cyclic() } }, /^vitrina: businessId must be/],
  ])('an app says in one sentence which setting is wrong, where the setting %s', async (_case, settings, sentence) => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const app = openNube({ options: {}, settings: settings as never });
    await advance(2_000);
    expect([app.heard(), app.sent]).toEqual([[], []]);
    expect(error.mock.calls).toEqual([[expect.stringMatching(sentence)]]);
  });

  it('an exception of NubeSDK is logged, and does not leave the app', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const refuse = () => {
      throw new Error('no settings');
    };
    App({ getAppSettings: refuse } as never);
    expect(error.mock.calls).toEqual([['vitrina: Error: no settings']]);
  });

  it('an app works beside settings of others that are null, and without any settings', async () => {
    for (const settings of [{ colour: null, businessId: { value: 'xy76ks' } }, null]) {
      const app = openNube({ settings: settings as never });
      await advance(2_000);
      expect(app.actions()).toContain('page.viewed');
    }
  });

  it('an app says in one sentence that the address of its own script is invalid', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.stubGlobal('__APP_DATA__', { script: 'vitrina.nube.js' });
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(openNube({ options: { businessId: 'xy76ks' } }).heard()).toEqual([]);
    expect(error.mock.calls).toEqual([[expect.stringMatching(/^vitrina: endpoint must be .*vitrina\.nube\.js/)]]);
  });

  it('an app stores and sends nothing before consent, and removes everything when consent is withdrawn', async () => {
    let answer: (answer: 'granted' | 'denied') => void = () => {};
    const { tell, sent, events, area } = openNube({
      options: {
        businessId: 'xy76ks',
        endpoint: 'https://a.example/',
        consent: (report) => {
          answer = report;
          return () => {};
        },
      },
    });
    tell('checkout:success', paid());
    await advance(10_000);
    expect([sent, area.looks]).toEqual([[], []]);
    answer('granted');
    await advance(2_000);
    expect(events().map(({ action }) => action)).toContain('order.placed');
    answer('denied');
    await advance(2_000);
    expect([...area.kept]).toEqual([]);
  });

  describe('consent in the address of the app, or in its settings', () => {
    /** An app whose address has that query. It is used for a while. */
    const addressed = async (query: string, over: Parameters<typeof openNube>[0] = {}) => {
      vi.stubGlobal('__APP_DATA__', { id: '1', script: `https://apps.example/vitrina.nube.js?id=ab12${query}` });
      onTestFinished(() => void vi.unstubAllGlobals());
      const error = vi.spyOn(console, 'error').mockImplementation(() => {});
      const app = openNube({ options: {}, ...over });
      app.tell('checkout:success', paid());
      await advance(10_000);
      return { ...app, said: error.mock.calls.flat() };
    };

    it('an app whose address says that consent is pending stores and sends nothing', async () => {
      const { sent, area, said } = await addressed('&consent=pending');
      expect([sent, area.looks, said]).toEqual([[], [], []]);
    });

    it('an app whose address says that consent is denied removes what was stored, and sends nothing', async () => {
      const area = fakeArea();
      area.kept.set('vitrina_session', 'abcdefgh12345678');
      const { sent, said } = await addressed('&consent=denied', { area });
      expect([sent, [...area.kept], said]).toEqual([[], [], []]);
    });

    it('an app whose address says that consent is granted, or nothing about it, starts at once', async () => {
      for (const query of ['&consent=granted', '']) {
        const { actions, said } = await addressed(query);
        expect(actions()).toContain('order.placed');
        expect(said).toEqual([]);
      }
    });

    it.each(['tcf', 'Granted', 'true', ''])(
      'an app to which consent is "%s" says which answers there are, and waits as if consent were pending',
      async (word) => {
        const { sent, area, said } = await addressed(`&consent=${word}`);
        expect([sent, area.looks]).toEqual([[], []]);
        expect(said).toEqual([expect.stringMatching(/^vitrina: consent must be granted, denied, pending or a source/)]);
        expect(said[0]).toContain(`got "${word}"`);
      },
    );

    it('a setting of the app goes before its address, and an option before both', async () => {
      const settings = { consent: { type: 'string', value: 'pending' } };
      expect((await addressed('&consent=granted', { settings })).sent).toEqual([]);
      const { actions } = await addressed('&consent=pending', { settings, options: { consent: 'granted' } });
      expect(actions()).toContain('order.placed');
      expect((await addressed('&consent=pending', { options: { consent: undefined } })).sent).toEqual([]);
    });
  });

  it('an app sends what waits when the page is hidden or about to be left', async () => {
    for (const event of ['page:visibility_change', 'page:exit_intent']) {
      const { tell, actions } = openNube();
      await advance(1_000);
      tell('cart:view');
      await advance(20);
      tell(event);
      await advance(20);
      expect(actions()).toEqual(['page.viewed', 'cart.viewed']);
    }
  });

  it('a stopped app listens to nothing and sends nothing', async () => {
    const { stop, heard, sent } = openNube();
    stop();
    await advance(2_000);
    expect([heard(), sent]).toEqual([[], []]);
  });

  it('an app stores only the state of the shop, the retry wait, the session and the visit', async () => {
    const { area } = openNube();
    await advance(3_000);
    expect([...area.kept.keys()].sort()).toEqual([`${KEY}~shop`, `${KEY}~wait`, 'vitrina_session', 'vitrina_visit']);
    expect(fakeArea().kept.size).toBe(0);
  });
});
