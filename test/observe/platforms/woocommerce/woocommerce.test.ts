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
    /** How often the adapter has read the cart. */
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

/** Sets the requests that the page has made before the adapter starts. */
const askFor = (...paths: string[]) => {
  const { getEntriesByType } = performance;
  performance.getEntriesByType = (type) =>
    type === 'resource' ? paths.map((path) => ({ name: SHOP + path }) as PerformanceEntry) : [];
  onTestFinished(() => void (performance.getEntriesByType = getEntriesByType));
};

describe('cart from before the adapter', () => {
  const BEGUN = { cookies: 'theme=dark' };
  const ADDITIONS = ['/?wc-ajax=add_to_cart', '/product/mate/?add-to-cart=55', '/wp-json/wc/store/v1/cart/add-item'];

  it.each(ADDITIONS)(
    'a cart from before the adapter is reported as added when the page has requested %s',
    async (path) => {
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
    },
  );

  it('a cart from before the adapter is a baseline when the page requested no addition, or requested fragments too', async () => {
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

  it('a cart that the page began with is a baseline', async () => {
    askFor(...ADDITIONS);
    const page = startShop({}, { cookies: 'a=b; woocommerce_cart_hash=h1; woocommerce_items_in_cart=1' });
    page.put(item());
    await page.open('/shop/');
    await advance(5_000);
    expect(page.rows()).toEqual([]);
  });

  it('a cart from before the adapter is reported once, however many pages follow', async () => {
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

describe('classic WooCommerce shop', () => {
  for (const name of ['jquery1', 'jquery', 'jquery4']) {
    it(`additions and removals are reported by the triggers of ${name}, with the data of the cart`, async () => {
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

  it('a handler that the page has set for added_to_cart still runs and keeps its return value', async () => {
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

  it('the cart is read on the next page if its cookie has changed, and on no other', async () => {
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

  it('a cart from before the visit is a baseline, and an addition is reported even 100 minutes later', async () => {
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

  it('a request of the theme makes the adapter read the cart only if the cookie has changed', async () => {
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

  it('a change that is heard in two ways makes the adapter read the cart once, however slow the answer is', async () => {
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
      // With slow plug-ins the request ends long after the trigger of the shop.
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

  it('an addition or removal is reported with the data of its button when the cart cannot be read', async () => {
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

  it('a button whose cart was read is not reported again when a later read fails', async () => {
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

  it('an empty cart is reported neither as viewed nor as a started checkout', async () => {
    const page = startShop();
    for (const bodyClass of ['woocommerce-cart', 'woocommerce-checkout']) await page.open('/cart/', { bodyClass });
    await advance(5_000);
    expect(page.rows()).toEqual([]);
  });

  it('a cart whose cookie cannot be read is not taken as empty', async () => {
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

  it('the product of a variation is known from the page on which it was bought, even on later pages', async () => {
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
      // The view has the SKU of the variation, which was chosen before the view was reported.
      ['product.viewed', '66/REM-R'],
      ['cart.added', '1 × 66/REM-R'],
      ['cart.viewed', '1 × 66/REM-R'],
      ['product.viewed', '77/undefined'],
      ['cart.viewed', '1 × 66/REM-R'],
      ['cart.removed', '1 × 66/REM-R'],
    ]);
  });

  it('a purchase is reported once up to the order, with the data that the cart had of its lines', async () => {
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

  it('an order whose page shows no lines is reported with the lines of the cart', async () => {
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

  it('the coupons of the cart are reported with an order that shows a discount, and with no other', async () => {
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

  it('the cart is read again when a coupon is applied or removed in the checkout', async () => {
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

  it('the decimals of the prices in the cart are remembered for the thank-you page', async () => {
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

  it('an addition is heard from a browser event, as newer WooCommerce scripts dispatch it', async () => {
    const page = startShop();
    await page.open('/shop/');
    page.hide();
    page.put(item());
    const button = document.createElement('button');
    // In browsers only jQuery calls this handler. Without it only the browser event is left.
    Reflect.deleteProperty(document.body, 'onadded_to_cart');
    document.body.dispatchEvent(
      new CustomEvent('added_to_cart', { bubbles: true, detail: { detail: [{}, 'hash', button] } }),
    );
    await advance(500);
    expect([page.reads(), page.rows()]).toEqual([1, [['cart.added', '1 × 55/MATE']]]);
  });

  it('a stopped WooCommerce adapter reads, reports and stores nothing', async () => {
    const page = startShop();
    const { tracker } = await page.open('/shop/');
    tracker.stop();
    page.put(item());
    jQuery(document.body).trigger('added_to_cart', []);
    await advance(5_000);
    expect([page.reads(), page.rows(), sessionStorage.length]).toEqual([0, [], 0]);
  });
});

describe('WooCommerce shop of blocks', () => {
  /** The store of the blocks. Like the real one it loads the cart when it is first read, and is empty until then. */
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

  it('cart changes in the store of the blocks are reported without a request of the adapter', async () => {
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

  it('the store of the blocks is heard when its cart changes, and not when another store changes', async () => {
    const store = startStore(() => Promise.resolve(cart([item()])));
    const heard: unknown[] = [];
    onTestFinished(watchBlocks((given) => heard.push(given)));
    store.ask();
    await advance(100);
    store.other();
    store.other();
    expect(heard).toEqual([cart([item()])]);
  });

  it('the cart is read once when the store of the blocks stays silent', async () => {
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

  it('carts that the scripts of the shop get from the Store API are reported, alone or in a batch', async () => {
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

  it('the cart that was shown last is believed, however late an older answer comes', async () => {
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

  it('the cart is read after an event of blocks that have no store', async () => {
    const page = startShop();
    await page.open('/shop/');
    page.put(item());
    document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart', { detail: { preserveCartData: false } }));
    await advance(500);
    expect([page.reads(), page.rows()]).toEqual([1, [['cart.added', '1 × 55/MATE']]]);
  });
});
