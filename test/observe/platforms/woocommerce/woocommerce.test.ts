import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { watchBlocks } from '../../../../src/observe/platforms/woocommerce/watch-blocks.ts';
import { woocommerce } from '../../../../src/observe/platforms/woocommerce/woocommerce.ts';
import { advance, MINUTE, useClock } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { serveShop, startVisit } from '../../support/open-page.ts';
import { cart, details, item, overview, SECRETS, variation } from './support/samples.ts';
import { loadWordpressData } from './support/wordpress-data.ts';
import type { WordpressData } from './support/wordpress-data.ts';

type JQuery = (target: unknown) => { trigger(type: string, values?: unknown[]): unknown };

const loadJQuery = async (name: string) => ((await import(name)) as { default: JQuery }).default;

const SHOP = 'http://shop.localhost:3000';
const CART = 'GET /wp-json/wc/store/v1/cart';
const API = `<link rel="https://api.w.org/" href="${SHOP}/wp-json/">`;
let jQuery: JQuery;
let wordpress: WordpressData;

beforeAll(async () => {
  wordpress = await loadWordpressData();
});

beforeEach(async () => {
  useClock();
  jQuery = await loadJQuery('jquery');
});

/** The cart on the shop's server, and the cookie by which the page knows that it has changed. */
const startCart = () => {
  const world = { items: [] as unknown[], isHidden: false };
  const put = (...items: unknown[]) => {
    world.items = items;
    const isShown = items.length && !world.isHidden;
    const end = isShown ? '' : '; expires=Thu, 01 Jan 1970 00:00:00 GMT';
    document.cookie = `woocommerce_cart_hash=h${JSON.stringify(items).length}; path=/${end}`;
    document.cookie = `woocommerce_items_in_cart=1; path=/${end}`;
  };
  return { put, hide: () => (world.isHidden = true), answer: () => cart(world.items) };
};

const startShop = (more: Record<string, () => unknown> = {}, options: Parameters<typeof woocommerce>[0] = {}) => {
  const server = startCart();
  const asked = serveShop({ [CART]: server.answer, ...more });
  const visit = startVisit();
  onTestFinished(visit.leave);
  sessionStorage.clear();
  return {
    ...visit,
    ...server,
    /** Which reads of the cart were ours. */
    reads: () => asked.filter((place) => place === CART).length,
    async open(path: string, { bodyClass = '', html = '', head = API, prepare = () => {} } = {}) {
      const page = visit.open(
        {
          address: SHOP + path,
          html,
          prepare() {
            document.head.innerHTML = head;
            document.body.className = `woocommerce-js ${bodyClass}`;
            prepare();
          },
        },
        [woocommerce(options)],
      );
      await advance(10);
      return page;
    },
  };
};

/** What the page has asked for before the adapter came. */
const askFor = (...paths: string[]) => {
  const { getEntriesByType } = performance;
  performance.getEntriesByType = (type) =>
    type === 'resource' ? paths.map((path) => ({ name: SHOP + path }) as PerformanceEntry) : [];
  onTestFinished(() => void (performance.getEntriesByType = getEntriesByType));
};

describe('a cart that came into being before the adapter did', () => {
  const BEGUN = { cookies: 'theme=dark' };
  const ADDITIONS = ['/?wc-ajax=add_to_cart', '/product/mate/?add-to-cart=55', '/wp-json/wc/store/v1/cart/add-item'];

  it.each(ADDITIONS)('has been added where the page has asked for %s', async (path) => {
    askFor('/logo.png', path);
    const page = startShop({}, BEGUN);
    page.put(item());
    await page.open('/shop/');
    await advance(5_000);
    expect(page.rows()).toEqual([['cart.added', '1 × 55/MATE']]);
    page.put(item({ quantity: 2 }));
    jQuery(document.body).trigger('updated_wc_div');
    await advance(200);
    expect(page.rows()).toHaveLength(2);
    expect(page.reads()).toBe(2);
  });

  it('is a start where the page has asked for no addition, or for what the cookie may have come back with', async () => {
    for (const paths of [
      ['/wp-content/plugins/woocommerce/assets/js/frontend/add-to-cart.min.js', '/wp-json/wc/store/v1/cart'],
      ['/?wc-ajax=get_refreshed_fragments'],
      [...ADDITIONS, '/?wc-ajax=get_refreshed_fragments'],
    ]) {
      askFor(...paths);
      const page = startShop({}, BEGUN);
      page.put(item());
      await page.open('/shop/');
      await advance(5_000);
      expect(page.rows()).toEqual([]);
      page.leave();
    }
  });

  it('is a start where the page began with it', async () => {
    askFor(...ADDITIONS);
    const page = startShop({}, { cookies: 'a=b; woocommerce_cart_hash=h1; woocommerce_items_in_cart=1' });
    page.put(item());
    await page.open('/shop/');
    await advance(5_000);
    expect(page.rows()).toEqual([]);
  });

  it('is told once, however many pages follow', async () => {
    askFor(...ADDITIONS);
    const page = startShop({}, BEGUN);
    page.put(item());
    for (const path of ['/shop/', '/', '/shop/']) {
      await page.open(path);
      await advance(5_000);
    }
    expect(page.rows()).toEqual([['cart.added', '1 × 55/MATE']]);
  });
});

describe('a classic shop', () => {
  for (const name of ['jquery1', 'jquery', 'jquery4']) {
    it(`tells additions and removals by the triggers of ${name}, with the cart as the shop knows it`, async () => {
      const page = startShop();
      const $ = await loadJQuery(name);
      await page.open('/shop/');
      expect(page.reads(), 'an empty cart needs no question').toBe(0);
      page.put(item());
      $(document.body).trigger('added_to_cart', [{}, 'hash', $(document.body)]);
      await advance(200);
      page.put(item({ quantity: 2 }));
      $(document.body).trigger('added_to_cart', [{}, 'hash', $(document.body)]);
      await advance(200);
      page.put();
      $(document.body).trigger('removed_from_cart', [{}, 'hash', $(document.body)]);
      $(document.body).trigger('wc_cart_emptied');
      await advance(5_000);
      expect(page.rows()).toEqual([
        ['cart.added', '1 × 55/MATE'],
        ['cart.added', '1 × 55/MATE'],
        ['cart.removed', '2 × 55/MATE'],
      ]);
      expect(page.reads()).toBe(3);
      expect(page.events()[0]).toMatchObject({
        observed_by: 'woocommerce',
        amount: 1050.5,
        currency: 'UYU',
        object_parameters: {
          source: 'woocommerce',
          items: [{ product: { source: 'woocommerce', name: 'Mate & bombilla', image_url: `${SHOP}/mate.jpg` } }],
        },
      });
    });
  }

  it('leaves what others hear and answer as it was', async () => {
    const heard: unknown[] = [];
    setGlobal('nothing', undefined);
    Object.assign(document.body, { onadded_to_cart: (...values: unknown[]) => (heard.push(values.length), 'theirs') });
    onTestFinished(() => void Object.assign(document.body, { onadded_to_cart: undefined }));
    const page = startShop();
    await page.open('/shop/');
    jQuery(document.body).trigger('added_to_cart', [{}, 'hash']);
    expect(heard).toEqual([3]);
    const { onadded_to_cart: handler } = document.body as unknown as { onadded_to_cart: (...v: unknown[]) => unknown };
    expect(handler()).toBe('theirs');
  });

  it('is asked on the next page where the cookie has changed, and only there', async () => {
    const page = startShop();
    await page.open('/product/mate/');
    page.put(item());
    await page.open('/product/mate/');
    await advance(2_000);
    expect(page.reads()).toBe(1);
    await page.open('/shop/');
    await page.open('/');
    await advance(2_000);
    expect(page.reads()).toBe(1);
    page.put();
    await page.open('/cart/');
    await advance(5_000);
    expect(page.reads()).toBe(1);
    expect(page.rows()).toEqual([
      ['cart.added', '1 × 55/MATE'],
      ['cart.removed', '1 × 55/MATE'],
    ]);
  });

  it('takes what was in the cart before for a start, and goes on counting after a long look around', async () => {
    const page = startShop();
    page.put(item());
    for (let look = 0; look < 5; look++) {
      await page.open('/shop/');
      await advance(20 * MINUTE);
    }
    expect(page.rows()).toEqual([]);
    page.put(item({ quantity: 2 }));
    jQuery(document.body).trigger('updated_wc_div');
    await advance(200);
    expect(page.rows()).toEqual([['cart.added', '1 × 55/MATE']]);
    expect(page.reads()).toBeLessThanOrEqual(4);
  });

  it('hears themes that change the cart by requests of their own, and asks only where the cookie says so', async () => {
    const page = startShop({ 'POST /wp-admin/admin-ajax.php': () => ({ success: true }) });
    await page.open('/shop/');
    const call = () => fetch('/wp-admin/admin-ajax.php', { method: 'POST', body: 'action=heartbeat' });
    await call();
    await advance(500);
    expect(page.reads()).toBe(0);
    page.put(item());
    await call();
    await advance(500);
    expect([page.reads(), page.rows()]).toEqual([1, [['cart.added', '1 × 55/MATE']]]);
  });

  it('asks once for a change of which it hears in two ways, however long the answer takes', async () => {
    const { put, answer, ...page } = startShop({
      'POST /wp-admin/admin-ajax.php': () => ({}),
      [CART]: () => advance(2_000).then(answer),
    });
    const call = () => fetch('/wp-admin/admin-ajax.php', { method: 'POST' });
    await page.open('/shop/');
    for (const quantity of [1, 2]) {
      put(item({ quantity }));
      jQuery(document.body).trigger('added_to_cart', [{}, 'hash']);
      await advance(500);
      // As slow plugins do: the request is seen to end long after the shop's own sign.
      await call();
      await advance(5_000);
      expect(page.reads()).toBe(quantity);
    }
    for (const quantity of [30, 300]) {
      put(item({ quantity }));
      await call();
      await advance(500);
    }
    await advance(5_000);
    expect(page.reads(), 'what has changed since is asked for again').toBe(4);
    expect(page.rows().at(-1)).toEqual(['cart.added', '270 × 55/MATE']);
  });

  it('says it with the button where the cart cannot be read', async () => {
    for (const head of [API, '']) {
      const page = startShop({ [CART]: () => undefined });
      const html = `<li class="product"><h2 class="woocommerce-loop-product__title">Mate</h2>
        <a data-product_id="55" data-product_sku="MATE" data-quantity="2"></a></li>
        <li class="mini_cart_item"><a data-product_id="55" data-product_sku="MATE"></a></li>`;
      await page.open('/shop/', { head, html });
      const [add, remove] = document.querySelectorAll('a');
      jQuery(document.body).trigger('added_to_cart', [{}, 'hash', jQuery(add)]);
      await advance(500);
      jQuery(document.body).trigger('removed_from_cart', [{}, 'hash', jQuery(remove)]);
      await advance(5_000);
      expect(page.rows()).toEqual([
        ['cart.added', '2 × 55/MATE'],
        ['cart.removed', '1 × 55/MATE'],
      ]);
      page.leave();
    }
  });

  it('does not repeat a button whose cart was read, when a later one cannot be', async () => {
    let isBroken = false;
    const page = startShop({ [CART]: () => (isBroken ? undefined : cart([item()])) });
    await page.open('/shop/', {
      html: '<a data-product_id="55" data-product_sku="MATE"></a><li class="product"><h2 class="product_title">Taza</h2><b data-product_id="77"></b></li>',
    });
    for (const selector of ['a', 'b']) {
      jQuery(document.body).trigger('added_to_cart', [{}, 'hash', jQuery(document.querySelector(selector))]);
      await advance(2_000);
      isBroken = true;
    }
    expect(page.rows()).toEqual([
      ['cart.added', '1 × 55/MATE'],
      ['cart.added', '1 × 77/undefined'],
    ]);
  });

  it('is not told of for looking at an empty cart', async () => {
    const page = startShop();
    for (const bodyClass of ['woocommerce-cart', 'woocommerce-checkout']) await page.open('/cart/', { bodyClass });
    await advance(5_000);
    expect(page.rows()).toEqual([]);
  });

  it('does not take a cart for empty whose cookie cannot be read', async () => {
    const page = startShop();
    page.hide();
    page.put(item());
    await page.open('/shop/');
    page.put(item(), variation());
    jQuery(document.body).trigger('added_to_cart', []);
    await advance(500);
    const told = page.rows().length;
    await page.open('/cart/', { bodyClass: 'woocommerce-cart' });
    await advance(5_000);
    expect(page.rows().slice(told)).toEqual([['cart.viewed', '1 × 55/MATE', '1 × undefined/REM-R']]);
  });

  it('knows the product of a variation by the page that it was bought on, also later', async () => {
    const page = startShop();
    const html = '<h1 class="product_title">Remera</h1><form class="variations_form cart" data-product_id="66"></form>';
    await page.open('/product/remera/', { bodyClass: 'single-product postid-66', html });
    jQuery(document.querySelector('form')).trigger('found_variation', [
      { variation_id: 661, sku: 'REM-R', display_price: 899, image: {} },
    ]);
    page.put(variation());
    await page.open('/cart/', { bodyClass: 'woocommerce-cart' });
    await advance(2_000);
    await page.open('/product/other/', { bodyClass: 'single-product postid-77', html: '<h1>Otro</h1>' });
    await advance(5_000);
    await page.open('/cart/', { bodyClass: 'woocommerce-cart' });
    page.put();
    jQuery(document.body).trigger('updated_wc_div');
    await advance(5_000);
    expect(page.rows()).toEqual([
      // Told with the variation, which was chosen before there was anything better to wait for.
      ['product.viewed', '66/REM-R'],
      ['cart.added', '1 × 66/REM-R'],
      ['cart.viewed', '1 × 66/REM-R'],
      ['product.viewed', '77/undefined'],
      ['cart.viewed', '1 × 66/REM-R'],
      ['cart.removed', '1 × 66/REM-R'],
    ]);
  });

  it('is told to the order, once, with what the cart knew of its lines', async () => {
    const page = startShop();
    await page.open('/shop/');
    page.put(item({ quantity: 2 }), variation());
    await page.open('/checkout/', { bodyClass: 'woocommerce-checkout' });
    await advance(5_000);
    page.put();
    const html = overview('2.900,00') + details();
    for (let look = 0; look < 2; look++) {
      await page.open('/checkout/order-received/1040/?key=wc_order_s3cretKey', {
        bodyClass: 'woocommerce-checkout woocommerce-order-received',
        html,
      });
      await advance(5_000);
    }
    await page.open('/shop/');
    await advance(5_000);
    expect(page.rows()).toEqual([
      ['cart.added', '2 × 55/MATE'],
      ['cart.added', '1 × undefined/REM-R'],
      ['checkout.started', '2 × 55/MATE', '1 × undefined/REM-R'],
      ['order.placed', '1040', '2 × 55/MATE', '1 × undefined/REM-R'],
      ['coupon.redeemed', 'verano'],
    ]);
    expect(page.events()[2]).toMatchObject({ amount: 3000, currency: 'UYU' });
    expect(page.events()[3]).toMatchObject({
      amount: 2900,
      currency: 'UYU',
      object_parameters: {
        payment_method: 'Cash on delivery',
        items: [
          { product: { image_url: `${SHOP}/mate.jpg` }, price: { amount: 1050.5, currency: 'UYU' } },
          { product: { image_url: `${SHOP}/rojo.jpg` }, price: { amount: 899, currency: 'UYU' } },
        ],
      },
    });
    const text = JSON.stringify(page.events());
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it('tells an order by the cart where its page shows no lines', async () => {
    const page = startShop();
    page.put(item());
    await page.open('/checkout/', { bodyClass: 'woocommerce-checkout' });
    await advance(5_000);
    page.put();
    await page.open('/checkout/order-received/9/', {
      bodyClass: 'woocommerce-order-received',
      html: overview('1.200,00'),
    });
    await advance(5_000);
    expect(page.rows()).toEqual([
      ['checkout.started', '1 × 55/MATE'],
      ['order.placed', '9', '1 × 55/MATE'],
    ]);
    expect(page.events()[1]).toMatchObject({ amount: 1200, currency: 'UYU' });
  });

  it('tells the coupons of the cart with the order that shows a discount', async () => {
    const page = startShop();
    page.put(item());
    await page.open('/checkout/', { bodyClass: 'woocommerce-checkout' });
    await advance(5_000);
    page.put();
    const thank = (id: number, html: string) =>
      page.open(`/checkout/order-received/${id}/`, { bodyClass: 'woocommerce-order-received', html });
    await thank(9, overview('2.900,00') + details());
    await advance(5_000);
    await page.open('/shop/');
    await advance(5_000);
    expect(page.rows().slice(1)).toEqual([
      ['order.placed', '9', '2 × 55/MATE', '1 × undefined/undefined'],
      ['coupon.redeemed', 'verano'],
    ]);
    await thank(8, overview('2.900,00'));
    await advance(5_000);
    expect(page.rows().slice(3), 'nothing was taken off').toEqual([['order.placed', '8']]);
  });

  it('asks for the cart again when a coupon was put in or taken out in the checkout', async () => {
    const page = startShop();
    page.put(item());
    await page.open('/checkout/', { bodyClass: 'woocommerce-checkout' });
    await advance(5_000);
    for (const type of ['applied_coupon_in_checkout', 'removed_coupon_in_checkout']) {
      jQuery(document.body).trigger(type, ['verano']);
      await advance(500);
    }
    expect(page.reads()).toBe(3);
  });

  it('remembers how many decimals its prices have for the page of the order', async () => {
    const page = startShop({ [CART]: () => cart([item()], 3, 'KWD') });
    page.put(item());
    await page.open('/checkout/', { bodyClass: 'woocommerce-checkout' });
    await advance(5_000);
    await page.open('/checkout/order-received/9/', {
      bodyClass: 'woocommerce-order-received',
      html: overview('1.250'),
    });
    await advance(5_000);
    expect(page.events().at(-1)).toMatchObject({ action: 'order.placed', amount: 1.25, currency: 'KWD' });
  });

  it('hears of additions also by an event of the browser, as newer scripts of the shop tell them', async () => {
    const page = startShop();
    await page.open('/shop/');
    page.hide();
    page.put(item());
    const button = document.createElement('button');
    // Browsers call it for jQuery alone.
    Reflect.deleteProperty(document.body, 'onadded_to_cart');
    document.body.dispatchEvent(
      new CustomEvent('added_to_cart', { bubbles: true, detail: { detail: [{}, 'hash', button] } }),
    );
    await advance(500);
    expect([page.reads(), page.rows()]).toEqual([1, [['cart.added', '1 × 55/MATE']]]);
  });

  it('is quiet once stopped, and leaves nothing behind', async () => {
    const page = startShop();
    const { tracker } = await page.open('/shop/');
    tracker.stop();
    page.put(item());
    jQuery(document.body).trigger('added_to_cart', []);
    await advance(5_000);
    expect([page.reads(), page.rows(), sessionStorage.length]).toEqual([0, [], 0]);
  });
});

describe('a shop of blocks', () => {
  /** The store of the blocks: as theirs, it asks the shop when it is first asked itself, and is empty until then. */
  const startStore = (load: () => Promise<unknown>) => {
    const registry = wordpress.createRegistry();
    const empty = { items: [], coupons: [], totals: { currency_code: '' } };
    const store = wordpress.createReduxStore('wc/store/cart', {
      reducer: (state: unknown = empty, action: { type: string; cart?: unknown }) =>
        action.type === 'RECEIVE' ? action.cart : state,
      actions: { receiveCart: (given: unknown) => ({ type: 'RECEIVE', cart: given }) },
      selectors: { getCartData: (state: unknown) => state },
      resolvers: {
        getCartData:
          () =>
          async ({ dispatch }: { dispatch: { receiveCart(given: unknown): void } }) =>
            dispatch.receiveCart(await load()),
      },
    });
    registry.register(store);
    registry.register(
      wordpress.createReduxStore('shop/other', {
        reducer: (count = 0) => (count as number) + 1,
        actions: { change: () => ({ type: 'CHANGE' }) },
        selectors: {},
      }),
    );
    setGlobal('wp', { data: registry });
    const { getCartData } = registry.select('wc/store/cart');
    const { receiveCart } = registry.dispatch('wc/store/cart');
    return {
      ask: () => void getCartData?.(),
      receive: (given: unknown) => void receiveCart?.(given),
      other: () => void registry.dispatch('shop/other').change?.(),
    };
  };

  it('shows its cart by itself, from the moment that it knows it', async () => {
    let loads = 0;
    const page = startShop();
    const world = {} as { store: ReturnType<typeof startStore> };
    const prepare = () => {
      world.store = startStore(() => {
        loads++;
        return Promise.resolve(cart([item()]));
      });
    };
    page.put(item());
    await page.open('/shop/', { prepare });
    expect(loads, 'nobody is made to ask').toBe(0);
    world.store.ask();
    await advance(100);
    world.store.receive(cart([item({ quantity: 2 }), variation()]));
    world.store.receive(cart([variation()]));
    await advance(5_000);
    expect(page.rows()).toEqual([
      ['cart.added', '1 × 55/MATE'],
      ['cart.added', '1 × undefined/REM-R'],
      ['cart.removed', '2 × 55/MATE'],
    ]);
    expect([loads, page.reads()]).toEqual([1, 0]);
  });

  it('is heard where its cart has changed, and not where anything else of the page has', async () => {
    const store = startStore(() => Promise.resolve(cart([item()])));
    const heard: unknown[] = [];
    onTestFinished(watchBlocks((given) => heard.push(given)));
    store.ask();
    await advance(100);
    store.other();
    store.other();
    expect(heard).toEqual([cart([item()])]);
  });

  it('is asked once where its store stays silent', async () => {
    const page = startShop();
    page.put(item());
    await page.open('/cart/', {
      bodyClass: 'woocommerce-cart',
      prepare: () => void startStore(() => Promise.resolve(cart([]))),
    });
    expect(page.reads()).toBe(0);
    await advance(5_000);
    expect([page.reads(), page.rows()]).toEqual([1, [['cart.viewed', '1 × 55/MATE']]]);
  });

  it('tells what its scripts ask the Store API for, alone or in a batch', async () => {
    const page = startShop({
      'POST /wp-json/wc/store/v1/cart/add-item': () => cart([item()]),
      'POST /wp-json/wc/store/v1/batch': () => ({
        responses: [{ status: 200, body: cart([item({ quantity: 2 })]) }, { body: cart([item({ quantity: 3 })]) }],
      }),
      'POST /?rest_route=%2Fwc%2Fstore%2Fv1%2Fcart%2Fremove-item': () => cart([item()]),
      'POST /wp-json/wc/store/v1/checkout': () => ({ order_id: 5, billing_address: { email: SECRETS[0] } }),
    });
    await page.open('/shop/');
    for (const path of ['cart/add-item', 'batch', 'checkout']) {
      await fetch(`/wp-json/wc/store/v1/${path}`, { method: 'POST', body: JSON.stringify({ email: SECRETS[0] }) });
      await advance(500);
    }
    await fetch('/?rest_route=%2Fwc%2Fstore%2Fv1%2Fcart%2Fremove-item', { method: 'POST' });
    await fetch('/?broken=%E0%A4%A', { method: 'POST' });
    await advance(500);
    expect(page.rows()).toEqual([
      ['cart.added', '1 × 55/MATE'],
      ['cart.added', '2 × 55/MATE'],
      ['cart.removed', '2 × 55/MATE'],
    ]);
    expect(page.reads()).toBe(0);
  });

  it('believes what was shown last, however late an older answer comes', async () => {
    let answer = (_cart: unknown) => {};
    const page = startShop({
      [CART]: () => new Promise((resolve) => (answer = resolve)),
      'POST /wp-json/wc/store/v1/cart/add-item': () => cart([item({ quantity: 2 })]),
    });
    await page.open('/shop/');
    page.put(item());
    jQuery(document.body).trigger('added_to_cart', []);
    await advance(500);
    await fetch('/wp-json/wc/store/v1/cart/add-item', { method: 'POST' });
    await advance(10);
    answer(cart([item()]));
    await advance(5_000);
    expect(page.rows()).toEqual([['cart.added', '2 × 55/MATE']]);
  });

  it('is asked after the events of blocks that have no store', async () => {
    const page = startShop();
    await page.open('/shop/');
    page.put(item());
    document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart', { detail: { preserveCartData: false } }));
    await advance(500);
    expect([page.reads(), page.rows()]).toEqual([1, [['cart.added', '1 × 55/MATE']]]);
  });
});
