import { beforeEach, describe, expect, it } from 'vitest';
import { digest } from '../../../../src/base/digest.ts';
import { advance, HOUR, pageTransition, useClock } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { createCart, itemOf, openTheme, setCookie } from './support/theme-page.ts';

beforeEach(() => void useClock());

const SUCCESS = Promise.resolve({
  cart: { id: 'gid://shopify/Cart/1', totalQuantity: 1 },
  userErrors: [],
  warnings: [],
});

describe('Shopify cart of a theme', () => {
  it('an addition makes the adapter read the cart once, and is reported with all data of the cart', async () => {
    const cart = createCart();
    const { add, events } = openTheme(cart);
    await add(itemOf('small', 2));
    const [event, ...more] = await events();
    expect(more).toEqual([]);
    expect(event).toMatchObject({ action: 'cart.added', observed_by: 'shopify', amount: 39.8, currency: 'EUR' });
    expect(event?.object_parameters).toEqual({
      reference: digest('hWN2tok3n1'),
      source: 'shopify',
      items: [
        {
          product: {
            reference: '7001',
            source: 'shopify',
            sku: 'TEE-S',
            name: 'Tee',
            url: 'http://shop.localhost:3000/products/tee',
            image_url: 'https://cdn.shop.example/tee.jpg',
            brand: 'Casa',
            categories: ['Shirts'],
            price: { amount: 19.9, currency: 'EUR' },
          },
          quantity: 2,
          price: { amount: 19.9, currency: 'EUR' },
        },
      ],
    });
    expect(cart.state.requests).toEqual(['/cart/add.js', '/cart.js']);
  });

  it('an addition is reported by its own quantity when the shop answers with that of the whole line', async () => {
    const { add, changes } = openTheme();
    await add(itemOf('small', 1));
    await advance(1_000);
    await add(itemOf('small', 3));
    expect(await changes()).toEqual([
      ['cart.added', '1 × TEE-S', 19.9],
      ['cart.added', '2 × TEE-S', 39.8],
    ]);
  });

  it('several changes in a row make the adapter read the cart once', async () => {
    const cart = createCart();
    const { add, changes } = openTheme(cart);
    await add(itemOf('small'));
    await add(itemOf('mug'));
    expect(await changes()).toEqual([
      ['cart.added', '1 × TEE-S', 19.9],
      ['cart.added', '1 × MUG', 9.9],
    ]);
    expect(cart.state.requests.filter((path) => path === '/cart.js')).toHaveLength(1);
  });

  it('a change that is answered with the whole cart does not make the adapter read it', async () => {
    const cart = createCart();
    const { add, change, changes } = openTheme(cart);
    await add(itemOf('small', 3));
    await advance(1_000);
    await change([itemOf('small', 1)]);
    await advance(1_000);
    await change([], '/cart/clear.js');
    expect(await changes()).toEqual([
      ['cart.added', '3 × TEE-S', 59.7],
      ['cart.removed', '2 × TEE-S', 39.8],
      ['cart.removed', '1 × TEE-S', 19.9],
    ]);
    expect(cart.state.requests.filter((path) => path === '/cart.js')).toHaveLength(1);
  });

  it('two variants of one product are reported as separate changes', async () => {
    const { add, change, changes } = openTheme();
    await add(itemOf('small'));
    await advance(1_000);
    await change([itemOf('large')]);
    expect(await changes()).toEqual([
      ['cart.added', '1 × TEE-S', 19.9],
      ['cart.added', '1 × TEE-L', 22.9],
      ['cart.removed', '1 × TEE-S', 19.9],
    ]);
  });

  it('an addition that the shop refuses is not reported, and the cart is not read', async () => {
    const cart = createCart();
    const { add, changes } = openTheme(cart);
    cart.state.status = 422;
    await add(itemOf('small'));
    expect(await changes()).toEqual([]);
    expect(cart.state.requests).toEqual(['/cart/add.js']);
  });

  it('the cart is read at the address for the language of the page', async () => {
    const cart = createCart();
    const { add, changes } = openTheme(cart, { shop: { routes: { root: '/fr/' } } });
    await add(itemOf('mug'), '/fr/cart/add');
    expect(await changes()).toHaveLength(1);
    expect(cart.state.requests).toEqual(['/fr/cart/add', '/fr/cart.js']);
  });

  it('the cart is not read on a page where nothing happens', async () => {
    const cart = createCart();
    const first = openTheme(cart);
    await advance(5_000);
    expect(cart.state.requests).toEqual([]);
    await first.add(itemOf('mug'));
    await advance(5_000);
    first.tracker.stop();
    const asked = cart.state.requests.length;
    openTheme(cart, { storage: first.env.storage });
    await advance(5_000);
    expect(cart.state.requests).toHaveLength(asked);
  });

  it('a cart from before the visit is read once and is a baseline', async () => {
    const cart = createCart();
    cart.state.items = [itemOf('mug', 4)];
    setCookie(cart.state.token);
    const { add, changes } = openTheme(cart);
    await advance(1_000);
    await add(itemOf('mug', 5));
    expect(await changes()).toEqual([['cart.added', '1 × MUG', 9.9]]);
    expect(cart.state.requests).toEqual(['/cart.js', '/cart/add.js', '/cart.js']);
  });

  it('a cart from before the adapter is reported as added when the page began without one', async () => {
    const cart = createCart();
    cart.state.items = [itemOf('mug', 2)];
    setCookie(cart.state.token);
    const { add, changes } = openTheme(cart, { cookies: 'theme=dark' });
    await advance(1_000);
    await add(itemOf('mug', 3));
    expect(await changes()).toEqual([
      ['cart.added', '2 × MUG', 19.8],
      ['cart.added', '1 × MUG', 9.9],
    ]);
  });

  it('a cart that the page began with is a baseline', async () => {
    const cart = createCart();
    cart.state.items = [itemOf('mug', 2)];
    setCookie(cart.state.token);
    const { changes } = openTheme(cart, { cookies: document.cookie });
    expect(await changes()).toEqual([]);
  });

  it('a known cart is not reported as added again when its cookie comes back', async () => {
    const cart = createCart();
    const first = openTheme(cart);
    await first.add(itemOf('mug', 2));
    await first.changes();
    first.tracker.stop();
    const { add, changes } = openTheme(cart, { storage: first.env.storage, cookies: '' });
    await advance(1_000);
    await add(itemOf('mug', 3));
    expect(await changes()).toEqual([['cart.added', '1 × MUG', 9.9]]);
  });

  it('an addition by a form is reported on the next page, whichever page that is', async () => {
    const cart = createCart();
    const first = openTheme(cart);
    first.tracker.stop();
    cart.state.items = [itemOf('mug')];
    setCookie(cart.state.token);
    const second = openTheme(cart, { path: '/collections/all', storage: first.env.storage });
    expect(await second.changes()).toEqual([['cart.added', '1 × MUG', 9.9]]);

    document.body.innerHTML = '<form action="/cart/add" method="post"><button name="add">Add</button></form>';
    document.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    second.tracker.stop();
    cart.state.items = [itemOf('mug', 2)];
    const third = openTheme(cart, { path: '/products/mug', storage: first.env.storage });
    expect(await third.changes()).toEqual([['cart.added', '1 × MUG', 9.9]]);
  });

  it('an addition is reported on the next page when its own page went away too early', async () => {
    const cart = createCart();
    const first = openTheme(cart);
    await first.add(itemOf('mug'));
    pageTransition('pagehide');
    first.tracker.stop();
    const second = openTheme(cart, { path: '/pages/about', storage: first.env.storage });
    expect(await second.changes()).toEqual([['cart.added', '1 × MUG', 9.9]]);
  });

  it('a new cart after a purchase begins with its first addition, and reports no removal from the old one', async () => {
    const cart = createCart();
    const first = openTheme(cart);
    await first.add(itemOf('mug'));
    await advance(5_000);
    first.tracker.stop();
    Object.assign(cart.state, { token: 'hWNother', items: [] });
    setCookie();
    const second = openTheme(cart, { storage: first.env.storage });
    await second.add(itemOf('small'));
    expect(await second.changes()).toEqual([['cart.added', '1 × TEE-S', 19.9]]);
  });

  it('the cart that was requested last is believed, however late an earlier answer comes', async () => {
    const cart = createCart();
    const { add, changes } = openTheme(cart);
    await add(itemOf('small'));
    let open: (value?: unknown) => void = () => {};
    cart.state.gate = new Promise((resolve) => (open = resolve));
    await advance(1_000);
    cart.state.gate = Promise.resolve();
    await add(itemOf('mug'));
    await advance(1_000);
    open();
    expect(await changes()).toEqual([
      ['cart.added', '1 × TEE-S', 19.9],
      ['cart.added', '1 × MUG', 9.9],
    ]);
  });

  it('a cart that the theme requested before a change and received after it is ignored', async () => {
    const cart = createCart();
    cart.state.items = [itemOf('small')];
    setCookie(cart.state.token);
    const { add, changes } = openTheme(cart);
    await advance(1_000);
    let open: (value?: unknown) => void = () => {};
    cart.state.gate = new Promise((resolve) => (open = resolve));
    const asked = fetch('/cart.js');
    cart.state.gate = Promise.resolve();
    await add(itemOf('small', 2));
    open();
    await asked;
    expect(await changes()).toEqual([['cart.added', '1 × TEE-S', 19.9]]);
  });

  it('a cart that the theme itself requests is reported without a request of the adapter', async () => {
    const cart = createCart();
    const { changes } = openTheme(cart);
    await fetch('/cart.js');
    cart.state.items = [itemOf('mug')];
    setCookie(cart.state.token);
    await fetch('/cart.js');
    expect(await changes()).toEqual([['cart.added', '1 × MUG', 9.9]]);
    expect(cart.state.requests).toHaveLength(2);
  });

  it('the first cart is a baseline when the browser hides the cookie of the cart', async () => {
    const cart = createCart();
    cart.state.hasCookie = false;
    cart.state.items = [itemOf('mug', 5)];
    const { add, changes } = openTheme(cart);
    await add(itemOf('mug', 6));
    await advance(1_000);
    await add(itemOf('mug', 8));
    expect(await changes()).toEqual([['cart.added', '2 × MUG', 19.8]]);
  });

  it('a cart is compared with what another tab has seen', async () => {
    const cart = createCart();
    const one = openTheme(cart);
    const other = openTheme(cart, { storage: one.env.storage });
    await other.add(itemOf('mug', 3));
    await advance(5_000);
    other.tracker.stop();
    cart.state.items = [itemOf('mug', 4)];
    one.say('shopify:cart:lines-update', { promise: SUCCESS });
    expect(await one.changes()).toEqual([['cart.added', '1 × MUG', 9.9]]);
  });

  it('the first cart after a pause of two hours is a baseline', async () => {
    const cart = createCart();
    const first = openTheme(cart);
    await advance(1_000);
    first.tracker.stop();
    cart.state.items = [itemOf('mug')];
    setCookie(cart.state.token);
    await advance(2 * HOUR);
    const second = openTheme(cart, { storage: first.env.storage });
    expect(await second.changes()).toEqual([]);
    expect(cart.state.requests).toEqual(['/cart.js']);
  });

  it('the cart page reports a viewed cart, unless the cart is empty', async () => {
    const cart = createCart();
    cart.state.items = [itemOf('mug', 2)];
    setCookie(cart.state.token);
    const { changes, track } = openTheme(cart, { path: '/cart' });
    await advance(1_000);
    void track('page.viewed');
    expect((await changes()).filter(([action]) => action !== 'page.viewed')).toEqual([
      ['cart.viewed', '2 × MUG', 19.8],
    ]);
    expect(cart.state.requests).toEqual(['/cart.js']);
    const empty = openTheme(createCart(), { path: '/fr/cart' });
    expect(await empty.changes()).toEqual([]);
  });

  it('a cart is sent without its key, its note and the properties of its items', async () => {
    const { add, events } = openTheme();
    await add(itemOf('small'));
    const text = JSON.stringify(await events());
    expect(text).toContain(digest('hWN2tok3n1'));
    expect(text).not.toMatch(/hWN2tok3n1|s3cret|ana\.souza|Ana Souza|Engraving/);
  });
});

describe('Shopify standard event', () => {
  const update = (promise: unknown) => ({
    action: 'add',
    context: 'product',
    lines: [{ merchandiseId: 'gid://shopify/ProductVariant/42001', quantity: 1 }],
    promise,
  });

  it('a standard cart event is reported once the shop has accepted it', async () => {
    const cart = createCart();
    const { say, changes } = openTheme(cart);
    let agree: (value: unknown) => void = () => {};
    say('shopify:cart:lines-update', update(new Promise((resolve) => (agree = resolve))));
    await advance(1_000);
    expect(cart.state.requests).toEqual([]);
    cart.state.items = [itemOf('mug')];
    setCookie(cart.state.token);
    agree(await SUCCESS);
    expect(await changes()).toEqual([['cart.added', '1 × MUG', 9.9]]);
  });

  it('a standard cart event that the shop has not accepted is not reported', async () => {
    const cart = createCart();
    const { say, changes } = openTheme(cart);
    const promises = [
      Promise.resolve({ cart: { id: '1' }, userErrors: [{ code: 'INVALID', message: 'Sold out' }] }),
      Promise.resolve({ cart: null, userErrors: [] }),
      Promise.resolve(undefined),
      Promise.reject(new Error('offline')),
      undefined,
    ];
    for (const promise of promises) say('shopify:cart:lines-update', update(promise));
    expect(await changes()).toEqual([]);
    expect(cart.state.requests).toEqual([]);
  });

  it('a standard cart event and the request behind it are reported as one change', async () => {
    const cart = createCart();
    const { say, add, changes } = openTheme(cart);
    say('shopify:cart:lines-update', update(SUCCESS));
    await add(itemOf('mug'));
    expect(await changes()).toEqual([['cart.added', '1 × MUG', 9.9]]);
    expect(cart.state.requests).toEqual(['/cart/add.js', '/cart.js']);
  });

  it('an opened cart drawer is reported once per page, without another read of a known cart', async () => {
    const cart = createCart();
    const { say, add, changes } = openTheme(cart);
    await add(itemOf('mug'));
    say('shopify:cart:view', { context: 'dialog', cart: { id: 'gid://shopify/Cart/1', totalQuantity: 1, lines: [] } });
    await advance(5_000);
    say('shopify:cart:view', { context: 'dialog', cart: { id: 'gid://shopify/Cart/1' } });
    expect(await changes()).toEqual([
      ['cart.added', '1 × MUG', 9.9],
      ['cart.viewed', '1 × MUG', 9.9],
    ]);
    expect(cart.state.requests.filter((path) => path === '/cart.js')).toHaveLength(1);
  });

  it('an opened drawer makes the adapter read a cart that is not known, and not one that does not exist', async () => {
    const cart = createCart();
    const first = openTheme(cart);
    first.say('shopify:cart:view', { context: 'dialog', cart: null });
    await first.add(itemOf('mug'));
    await advance(5_000);
    first.tracker.stop();
    const { say, changes } = openTheme(cart, { storage: first.env.storage });
    say('shopify:cart:view', { context: 'dialog', cart: { id: 'gid://shopify/Cart/1' } });
    expect(await changes()).toEqual([['cart.viewed', '1 × MUG', 9.9]]);
    expect(cart.state.requests.filter((path) => path === '/cart.js')).toHaveLength(2);
  });

  const view = (context: string) => ({
    context,
    product: {
      id: 'gid://shopify/Product/7001',
      title: 'Tee',
      handle: 'tee',
      selectedVariant: { id: 'gid://shopify/ProductVariant/41001', price: { amount: '19.90', currencyCode: 'EUR' } },
    },
  });

  it('a product event of a page is reported, one of a list is not, and a quick view is only by option', async () => {
    const plain = openTheme();
    for (const context of ['recommendation', 'collection', 'search', 'dialog']) {
      plain.say('shopify:product:view', view(context));
    }
    expect(await plain.events()).toEqual([]);
    plain.say('shopify:product:view', view('page'));
    expect(await plain.events()).toMatchObject([
      {
        action: 'product.viewed',
        amount: 19.9,
        currency: 'EUR',
        object_parameters: { reference: '7001', name: 'Tee' },
      },
    ]);
    const quick = openTheme(createCart(), { dialogs: true });
    quick.say('shopify:product:view', view('dialog'));
    expect(await quick.events()).toMatchObject([{ action: 'product.viewed' }]);
  });

  it('a standard event from before the start is reported', async () => {
    const early = [Object.assign(new Event('shopify:product:view'), view('page')), new Event('toString')];
    const { events } = openTheme(createCart(), { early });
    expect(await events()).toMatchObject([{ action: 'product.viewed', object_parameters: { reference: '7001' } }]);
  });
});

describe('Shopify product page of a classic theme', () => {
  const variants = [{ id: 41001, price: 1990, name: 'Tee - Small', public_title: 'Small', sku: 'TEE-S' }];
  const meta = {
    currency: 'EUR',
    page: { pageType: 'product' },
    product: { id: 7001, vendor: 'Casa', type: 'Shirts', variants },
  };

  it('a product page of a classic theme is reported as one view, even when the theme also dispatches an event', async () => {
    setGlobal('ShopifyAnalytics', { meta });
    const { events, say } = openTheme(createCart(), { path: '/products/tee' });
    document.dispatchEvent(new Event('DOMContentLoaded'));
    say('shopify:product:view', {
      context: 'page',
      product: { id: 'gid://shopify/Product/7001', title: 'Tee', handle: 'tee' },
    });
    expect(await events()).toMatchObject([
      {
        action: 'product.viewed',
        observed_by: 'shopify',
        amount: 19.9,
        object_parameters: {
          reference: '7001',
          sku: 'TEE-S',
          name: 'Tee',
          brand: 'Casa',
          categories: ['Shirts'],
          url: 'http://shop.localhost:3000/products/tee',
        },
      },
    ]);
  });
});

describe('Shopify checkout start', () => {
  const openCartPage = async (html: string, options = {}) => {
    const cart = createCart();
    cart.state.items = [itemOf('mug', 2)];
    setCookie(cart.state.token);
    const page = openTheme(cart, { path: '/cart', ...options });
    await advance(5_000);
    document.body.innerHTML = html;
    document.body.addEventListener('click', (event) => event.preventDefault());
    const seen = async () => (await page.changes()).slice(1);
    return { ...page, seen, click: (selector: string) => document.querySelector<HTMLElement>(selector)!.click() };
  };
  const started = [['checkout.started', '2 × MUG', 19.8]];
  const submit = (submitter?: Element | null) =>
    document.querySelector('form')!.dispatchEvent(Object.assign(new Event('submit', { bubbles: true }), { submitter }));

  it('a link to the checkout starts it at the first click, and not again at the second', async () => {
    const { seen, click } = await openCartPage('<a href="/fr/checkout"><b>Buy</b></a>');
    click('b');
    click('b');
    expect(await seen()).toEqual(started);
  });

  it('the form of the cart starts the checkout by its button or by its address', async () => {
    const one = await openCartPage(
      '<form action="/cart"><button name="update"></button><button name="checkout"></button></form>',
    );
    one.click('[name=checkout]');
    submit(document.querySelector('[name=update]'));
    expect(await one.seen(), 'a click is told by the form').toEqual([]);
    submit(document.querySelector('[name=checkout]'));
    expect(await one.seen()).toEqual(started);
    const other = await openCartPage('<form action="/checkout"></form>');
    submit();
    expect(await other.seen()).toEqual(started);
  });

  it('a checkout button without a form starts the checkout', async () => {
    const { seen, click } = await openCartPage('<button name="checkout">Buy</button>');
    click('button');
    expect(await seen()).toEqual(started);
  });

  it('another link starts no checkout, and no link does when the options leave that to the web pixel', async () => {
    const html =
      '<a id="x" href="/pages/checkout">?</a><a id="y" href="https://other.example/checkout">?</a><a id="z" href="/checkout">Buy</a>';
    const other = await openCartPage(html);
    other.click('#x');
    other.click('#y');
    expect(await other.seen()).toEqual([]);
    const quiet = await openCartPage(html, { checkout: false });
    quiet.click('#z');
    expect(await quiet.seen()).toEqual([]);
  });
});

describe('Shopify page', () => {
  it('a page of another platform or in the theme editor is not observed', () => {
    const detects = (shop?: unknown) => {
      const { adapter, tracker } = openTheme();
      tracker.stop();
      setGlobal('Shopify', shop);
      return adapter.detect();
    };
    expect(detects({ shop: 'casa.myshopify.com' })).toBe(true);
    expect(detects({ routes: { root: '/' } })).toBe(true);
    expect([{ shop: 'casa.myshopify.com', designMode: true }, {}, undefined, null, 'x'].map(detects)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('a stopped Shopify adapter requests and reports nothing', async () => {
    const cart = createCart();
    const { add, say, tracker, events } = openTheme(cart);
    await add(itemOf('mug'));
    tracker.stop();
    await add(itemOf('mug', 2));
    say('shopify:cart:lines-update', { promise: SUCCESS });
    expect(await events()).toEqual([]);
    expect(cart.state.requests).toEqual(['/cart/add.js', '/cart/add.js']);
  });
});
