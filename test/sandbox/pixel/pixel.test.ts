// @vitest-environment node
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { digest } from '../../../src/base/digest.ts';
import { advance, ENDPOINT, fakeArea, isUuid, KEY } from '../support/sandbox.ts';
import { fakeCookies, openShopify } from './support/fake-shopify.ts';
import {
  added,
  cartViewed,
  checkoutStarted,
  completed,
  formSubmitted,
  pageViewed,
  productViewed,
  SECRETS,
  TOKEN,
} from './support/samples.ts';

const PRODUCT = {
  reference: '123',
  source: 'shopify',
  name: 'Mate',
  sku: 'M-1-L',
  price: { amount: 19.99, currency: 'UYU' },
  url: 'https://shop.example/products/mate',
  image_url: 'https://cdn.shop.example/mate.jpg',
  brand: 'Canarias',
  categories: ['Drinks'],
};
const CART_NAME = digest(TOKEN);

describe('a visit to a Shopify shop', () => {
  it('each action of a visit to a Shopify shop is reported, in the order of the visit', async () => {
    const { publish, events } = openShopify();
    publish(pageViewed());
    publish(productViewed());
    publish(added(2));
    publish({ ...added(), name: 'product_removed_from_cart' });
    publish(cartViewed());
    publish(checkoutStarted());
    publish(completed());
    await advance(5_000);
    const rows = events().map(({ action, amount, currency, observed_by, object_parameters: object }) => ({
      action,
      ...(amount === undefined ? {} : { amount, currency }),
      observed_by,
      ...(object ? { object } : {}),
    }));
    const by = { observed_by: 'shopify' };
    const money = (amount: number) => ({ amount, currency: 'UYU' });
    const items = (quantity: number) => [{ product: PRODUCT, quantity, price: money(19.99) }];
    expect(rows).toEqual([
      { action: 'page.viewed', ...by },
      { action: 'product.viewed', ...money(19.99), ...by, object: PRODUCT },
      { action: 'cart.added', ...money(39.98), ...by, object: { source: 'shopify', items: items(2) } },
      { action: 'cart.removed', ...money(19.99), ...by, object: { source: 'shopify', items: items(1) } },
      {
        action: 'cart.viewed',
        ...money(39.98),
        ...by,
        object: { reference: CART_NAME, source: 'shopify', items: items(2) },
      },
      {
        action: 'checkout.started',
        ...money(42.5),
        ...by,
        object: { reference: CART_NAME, source: 'shopify', items: items(2) },
      },
      {
        action: 'order.placed',
        ...money(42.5),
        ...by,
        object: {
          reference: '5551',
          source: 'shopify',
          items: items(2),
          total: money(42.5),
          delivery: 'deliver',
          payment_method: 'creditCard',
          metadata: { tax: 1.52, shipping: 5 },
        },
      },
      { action: 'coupon.redeemed', ...by, object: { code: 'SAVE10' } },
    ]);
  });

  it('a platform event is reported once, under an id that is derived from the platform’s', async () => {
    const event = added();
    const [one, other] = [openShopify(), openShopify()];
    for (const { publish } of [one, other]) {
      publish(event);
      publish(event);
    }
    await advance(2_000);
    expect(one.events()).toHaveLength(1);
    expect(one.events()[0]?.id).toBe(other.events()[0]?.id);
    expect(isUuid(one.events()[0]?.id ?? '')).toBe(true);
    expect(one.events()[0]).toMatchObject({
      source_event_id: event.id,
      tracked_at: Date.parse(event.timestamp) / 1000,
    });
  });

  it('each action of a platform event has an id of its own, and the ids sort in the order of the actions', async () => {
    const { publish, events } = openShopify();
    publish(checkoutStarted());
    publish(completed());
    await advance(3_000);
    const ids = events().map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect([...ids].sort()).toEqual(ids);
  });

  it('an order is reported once, also where the pixel of a later page hears of it', async () => {
    const first = openShopify();
    first.publish(completed());
    first.publish(completed('5551'));
    await advance(2_000);
    expect(first.actions()).toEqual(['order.placed', 'coupon.redeemed']);
    const later = openShopify({ area: fakeArea(first.area.kept) });
    later.publish(completed());
    later.publish(completed('5552'));
    await advance(2_000);
    expect(later.events().filter(({ action }) => action === 'order.placed')).toMatchObject([
      { object_parameters: { reference: '5552' } },
    ]);
  });

  it('an order is reported once where two tabs show it', async () => {
    const area = fakeArea();
    const tabs = [openShopify({ area }), openShopify({ area })];
    for (const { publish } of tabs) {
      publish(pageViewed());
      await advance(2_000);
    }
    for (const { publish } of tabs) {
      publish(completed());
      await advance(2_000);
    }
    expect(tabs.map(({ actions }) => actions().length)).toEqual([3, 1]);
  });

  it('a checkout is reported once, however often it is entered', async () => {
    const first = openShopify();
    first.publish(checkoutStarted());
    first.publish(checkoutStarted());
    await advance(2_000);
    const later = openShopify({ area: first.area });
    later.publish(checkoutStarted());
    await advance(2_000);
    expect([...first.actions(), ...later.actions()]).toEqual(['checkout.started']);
  });

  it('an order clears the cart and the last product of the page’s own script', async () => {
    const area = fakeArea(
      new Map([[`${KEY}~shop`, '{"cart":{"reference":"c"},"product":{},"told":[["order.placed 1","shopify",1]]}']]),
    );
    const { publish } = openShopify({ area });
    publish(completed());
    await advance(2_000);
    const shop = JSON.parse(area.kept.get(`${KEY}~shop`) ?? '') as { told: string[][] };
    expect(Object.keys(shop)).toEqual(['told']);
    expect(shop.told.map(([key]) => key)).toEqual(['order.placed 1', 'order.placed 5551']);
  });

  it.each([
    ['pickup', 'collect'],
    ['pickupPoint', 'collect'],
    ['local', 'deliver'],
  ])('the delivery option %s is reported as %s', async (type, delivery) => {
    const { publish, events } = openShopify();
    const option = { cost: null, costAfterDiscounts: null, description: null, handle: 'h', title: null, type };
    publish(completed('1', { delivery: { selectedDeliveryOptions: [option] } }));
    await advance(2_000);
    expect(events()[0]?.object_parameters).toMatchObject({ delivery });
  });

  it('an order without a number is reported as purchased products', async () => {
    const { publish, events } = openShopify();
    publish(completed('', { order: null }));
    await advance(2_000);
    expect(events()).toMatchObject([
      { action: 'product.purchased', amount: 39.98, object_parameters: { reference: '123' } },
    ]);
  });

  it('a platform event without a product is not reported', async () => {
    const { publish, sent } = openShopify();
    publish({ ...added(), data: { cartLine: null } } as { name: string });
    publish({ ...productViewed(), data: { productVariant: null } } as { name: string });
    await advance(2_000);
    expect(sent).toEqual([]);
  });

  it('a submitted form is reported as completed only where the shop names it', async () => {
    const shy = openShopify();
    expect(shy.subscribed()).not.toContain('form_submitted');
    const { publish, events } = openShopify({ options: { forms: 'newsletter, contact_form' } });
    publish(formSubmitted('contact_form'));
    publish(formSubmitted('product-form-1'));
    publish(formSubmitted(null));
    await advance(2_000);
    expect(events()).toMatchObject([{ action: 'form.completed', object: 'contact_form' }]);
    expect(events()[0]?.object_parameters).toBeUndefined();
  });

  it('only events of the checkout are reported where the theme has the script', async () => {
    const { publish, events } = openShopify({ options: { scope: 'checkout' } });
    publish(pageViewed());
    publish(productViewed());
    publish(added());
    publish(cartViewed());
    publish(pageViewed(`/es/checkouts/cn/${TOKEN}/payment`));
    publish(checkoutStarted());
    publish(completed());
    await advance(3_000);
    expect(events().map(({ action }) => action)).toEqual([
      'page.viewed',
      'checkout.started',
      'order.placed',
      'coupon.redeemed',
    ]);
  });
});

describe('personal data in a Shopify shop', () => {
  it('neither personal data nor the token of a cart or a checkout is sent or stored', async () => {
    const { publish, events, area, cookies } = openShopify({ options: { forms: ['contact_form'] }, path: '/cart' });
    publish(cartViewed());
    publish(checkoutStarted());
    publish(pageViewed(`/checkouts/cn/${TOKEN}/payment?key=s3cretkey`));
    publish(pageViewed('/account/activate/77/9f8e7d6c5b4a39281706aabb?phone=59899123456'));
    publish(completed());
    publish(formSubmitted('contact_form'));
    const secret = completed('2');
    secret.data.checkout.lineItems[0]!.title = `For ${SECRETS[0]}`;
    secret.data.checkout.lineItems[0]!.variant = null;
    publish(secret);
    await advance(5_000);
    expect(events().length).toBe(9);
    const text = JSON.stringify([events(), [...area.kept], cookies.written]);
    for (const one of SECRETS) expect(text, one).not.toContain(one);
    expect(text).not.toMatch(/9f8e7d6c|59899123456/);
  });
});

describe('the visitor of a pixel', () => {
  it('a pixel takes the session and the visit of the theme', async () => {
    const kept = new Map([
      ['vitrina_session', 'theme-session-1'],
      [
        'vitrina_visit',
        encodeURIComponent(JSON.stringify({ id: 'theme-visit-1', number: 3, started_at: 9, at: Date.now() })),
      ],
    ]);
    const { publish, events } = openShopify({ cookies: fakeCookies('shop.example', kept) });
    publish(pageViewed());
    await advance(2_000);
    expect(events()[0]).toMatchObject({ session: 'theme-session-1', visit: { id: 'theme-visit-1', number: 3 } });
  });

  it('a pixel keeps session and visit in cookies of the widest domain that the browser accepts', async () => {
    const { publish, events, cookies } = openShopify({ cookies: fakeCookies('eu.shop.example') });
    const refused = openShopify({ cookies: fakeCookies('tienda.myshopify.com') });
    for (const one of [{ publish }, refused]) one.publish(pageViewed());
    await advance(3_000);
    expect(cookies.kept.get('vitrina_session')).toBe(events()[0]?.session);
    expect(refused.cookies.kept.get('vitrina_session')).toBe(refused.events()[0]?.session);
    expect(cookies.written[0]).toMatch(
      /^vitrina_session=[\w-]+;path=\/;max-age=34560000;samesite=lax;secure;domain=shop\.example$/,
    );
    expect(JSON.parse(decodeURIComponent(cookies.kept.get('vitrina_visit') ?? ''))).toMatchObject({ number: 1 });
  });
});

describe('the consent of a pixel', () => {
  it('nothing is read, stored or sent before Shopify reports consent, and a grant sends what waits', async () => {
    const { publish, answer, sent, events, area, cookies } = openShopify({ isAllowed: false });
    const get = vi.spyOn(cookies, 'get');
    publish(pageViewed());
    publish(completed());
    await advance(60_000);
    expect([sent, area.looks, cookies.written, get.mock.calls]).toEqual([[], [], [], []]);
    answer(true);
    await advance(3_000);
    expect(events().map(({ action }) => action)).toEqual(['page.viewed', 'order.placed', 'coupon.redeemed']);
  });

  it('a withdrawal removes everything that was stored, and drops what waits', async () => {
    const { publish, answer, network, sent, area, cookies } = openShopify();
    network.answer = () => ({ status: 0, body: undefined });
    publish(pageViewed());
    publish(completed());
    await advance(1_500);
    expect(area.kept.size).toBeGreaterThan(2);
    answer(false);
    publish(pageViewed());
    const count = sent.length;
    await advance(60_000);
    expect([...area.kept, ...cookies.kept]).toEqual([]);
    expect(sent).toHaveLength(count);
  });

  it('a withdrawal leaves the denial alone that the page stores for its own script', async () => {
    const { publish, answer, cookies } = openShopify();
    publish(pageViewed());
    await advance(1_500);
    cookies.kept.set('vitrina_consent', 'denied');
    answer(false);
    await advance(5_000);
    expect([...cookies.kept]).toEqual([['vitrina_consent', 'denied']]);
  });

  it('a withdrawal leaves no cookie behind while one is being written', async () => {
    for (let moment = 0; moment < 24; moment++) {
      const cookies = fakeCookies('tienda.myshopify.com');
      const { set, get } = cookies;
      cookies.set = (text) => new Promise((done) => setTimeout(() => done(set(text)), 5));
      cookies.get = (name) => new Promise((done) => setTimeout(() => done(get(name)), 5));
      const { publish, answer, area } = openShopify({ cookies });
      publish(pageViewed());
      await advance(505 + moment * 2);
      answer(false);
      await advance(5_000);
      expect([...cookies.kept, ...area.kept], `after ${moment}`).toEqual([]);
    }
  });

  it('a pixel takes no answer but true for consent', async () => {
    const { publish, answer, sent } = openShopify({ isAllowed: 'yes' as unknown as boolean });
    publish(pageViewed());
    await advance(5_000);
    expect(sent).toEqual([]);
    for (const odd of ['true', undefined]) {
      answer(odd);
      publish(pageViewed());
      await advance(5_000);
      expect(sent).toEqual([]);
    }
  });

  it.each(['pending', 'denied', 'tcf'])(
    'a pixel whose settings say that consent is "%s" does nothing, and says that it asks Shopify',
    async (consent) => {
      const error = vi.spyOn(console, 'error').mockImplementation(() => {});
      const { subscribed, publish, sent, area } = openShopify({
        settings: { businessId: 'xy76ks', endpoint: ENDPOINT, consent },
      });
      publish(completed());
      await advance(3_000);
      expect([subscribed(), sent, area.looks]).toEqual([[], [], []]);
      expect(error.mock.calls).toEqual([
        [expect.stringMatching(`^vitrina: consent must be left out, since .*Shopify.* got "${consent}"`)],
      ]);
    },
  );

  it.each(['shopify', 'granted', '', undefined])(
    'a pixel whose settings say that consent is "%s" follows the answer of Shopify',
    async (consent) => {
      const settings = { businessId: 'xy76ks', endpoint: ENDPOINT, consent };
      const { publish, sent, answer, events } = openShopify({ settings, isAllowed: false });
      publish(completed());
      await advance(3_000);
      expect(sent).toEqual([]);
      answer(true);
      await advance(3_000);
      expect(events().map(({ action }) => action)).toContain('order.placed');
    },
  );
});

describe('a pixel', () => {
  it.each([
    [{ endpoint: 'https://a.example/' }, /^vitrina: businessId must be letters.*undefined/],
    [{ businessId: 'x y', endpoint: 'https://a.example/' }, /got "x y"/],
    [
      { businessId: 'xy', endpoint: '/v1/events' },
      /^vitrina: endpoint must be an absolute http address.*"\/v1\/events"/,
    ],
  ])('a pixel with the settings %j says what is wrong and does nothing', async (settings, sentence) => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { subscribed } = openShopify({ settings });
    expect(subscribed()).toEqual([]);
    expect(error.mock.calls).toEqual([[expect.stringMatching(sentence)]]);
  });

  it('a pixel sends by Shopify’s own beacon where there is no fetch', async () => {
    vi.stubGlobal('fetch', undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { publish, sent, area } = openShopify();
    publish(completed());
    await advance(3_000);
    expect(sent).toEqual([]);
    expect([...area.kept.keys()].filter((key) => key.startsWith(KEY))).toEqual([`${KEY}~shop`, `${KEY}~wait`]);
  });

  it('a stopped pixel unsubscribes from events and consent, and sends nothing', async () => {
    const { publish, stop, sent, subscribed, isAsking } = openShopify();
    expect([subscribed().length, isAsking()]).toEqual([7, true]);
    stop();
    expect([subscribed(), isAsking()]).toEqual([[], false]);
    publish(pageViewed());
    await advance(3_000);
    expect(sent).toEqual([]);
  });
});

describe('events before the pixel started', () => {
  it('early events are reported in their order, and not again where the shop repeats them', async () => {
    const page = pageViewed();
    const viewed = productViewed();
    const early: unknown[] = [page, viewed, null, 5, { name: 'input_blurred', id: 'x', data: { value: SECRETS[0] } }];
    const { publish, events } = openShopify({ options: { early } });
    publish(viewed);
    publish(page);
    publish(added(2));
    await advance(5_000);
    expect(events().map(({ action }) => action)).toEqual(['page.viewed', 'product.viewed', 'cart.added']);
    expect(JSON.stringify(events())).not.toContain(SECRETS[0]);
  });

  it('early events are reported once, however often the pixel is started', async () => {
    const early: unknown[] = [pageViewed()];
    openShopify({ options: { early } }).stop();
    const { events } = openShopify({ options: { early } });
    await advance(5_000);
    expect(events()).toEqual([]);
  });
});
