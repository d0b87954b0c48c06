import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { tiendanube } from '../../../../src/observe/platforms/tiendanube/tiendanube.ts';
import { advance, HOUR, pageTransition, useClock } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { serveShop, startVisit } from '../../support/open-page.ts';
import { answer, checkout, order, product, productPage, remera, SECRETS, storefront } from './support/samples.ts';

beforeEach(() => void useClock());

const SHOP = 'http://shop.localhost:3000';

/** A visit to a shop of the platform. */
const startShop = (options: Parameters<typeof tiendanube>[0] = {}) => {
  const visit = startVisit();
  onTestFinished(visit.leave);
  sessionStorage.clear();
  return {
    ...visit,
    async open(path: string, ls: Record<string, unknown>, html = '') {
      const prepare = () => void setGlobal('LS', ls);
      const page = visit.open({ address: SHOP + path, html, prepare }, [tiendanube(options)]);
      await advance(10);
      return page;
    },
  };
};
const post = (path: string, body: BodyInit = '') => fetch(path, { method: 'POST', body });
const ls = () => (window as unknown as { LS: { cart: Record<string, unknown> } }).LS;

describe('Tiendanube shop', () => {
  it('a Tiendanube shop is recognised by its global LS, and by no other value under that name', () => {
    const { detect } = tiendanube();
    for (const other of [undefined, 5, {}, document.createElement('div')]) {
      setGlobal('LS', other);
      expect(detect()).toBe(false);
    }
    setGlobal('LS', storefront());
    expect(detect()).toBe(true);
  });

  it('a Tiendanube page is not read before its LS is ready', async () => {
    let arrive = () => {};
    const ready = new Promise<void>((resolve) => (arrive = resolve));
    const { open, rows } = startShop();
    const { tracker } = await open('/productos/remera/', storefront([], { ...productPage, ready }));
    void tracker.track('page.viewed');
    await advance(HOUR);
    expect(rows()).toHaveLength(1);
    arrive();
    await advance(10);
    expect(rows().slice(1)).toEqual([['product.viewed', '77/REM-R-M']]);
  });

  it('a product view is reported once per page, whichever variant is chosen afterwards', async () => {
    const { open, rows, events } = startShop();
    const head = '<link rel="canonical" href="https://shop.example/productos/remera/">';
    await open('/productos/remera/?variant=501&utm_source=x', storefront([], productPage), head);
    const page = await open('/productos/remera/', storefront([], productPage), head);
    for (const address of ['?variant=500', '/productos/remera/fotos/']) {
      history.pushState(null, '', address);
      void page.tracker.track('page.viewed');
      await advance(5_000);
    }
    expect(rows().filter(([action]) => action === 'product.viewed')).toHaveLength(2);
    expect(events()[0]).toMatchObject({
      observed_by: 'tiendanube',
      amount: 12500.5,
      currency: 'ARS',
      object_parameters: {
        reference: '77',
        source: 'tiendanube',
        name: 'Remera',
        sku: 'REM-R-M',
        url: 'https://shop.example/productos/remera/',
        image_url: 'http://cdn.shop.example/rojo.jpg',
        tags: ['verano', 'algodon'],
      },
    });
  });

  it('a page with a variable performance of its own is read as any other', async () => {
    vi.stubGlobal('performance', { title: 'Hamlet' });
    onTestFinished(() => void vi.unstubAllGlobals());
    const { open, rows } = startShop();
    await open('/productos/remera/', storefront([], productPage));
    await advance(5_000);
    expect(rows()).toEqual([['product.viewed', '77/REM-R-M']]);
  });

  it('every addition is reported from the answer of the shop, with the data of that answer', async () => {
    let quantity = 0;
    serveShop({ 'POST /comprar/': () => answer([{ ...product, quantity: String((quantity += 1)) }]) });
    const { open, rows, events } = startShop();
    await open('/', storefront());
    await post('/comprar/');
    await post('/comprar/');
    await advance(2_000);
    expect(rows()).toEqual([
      ['cart.added', '1 × 77/REM-R-M'],
      ['cart.added', '1 × 77/REM-R-M'],
    ]);
    expect(events()[1]).toMatchObject({
      amount: 12500.5,
      currency: 'ARS',
      object_parameters: {
        reference: '31',
        source: 'tiendanube',
        items: [{ product: { image_url: product.image.src } }],
      },
    });
  });

  it('an answer without a cart makes the adapter read the cart of the page once the page has updated it', async () => {
    serveShop({ 'POST /cart/update': () => ({ success: true }) });
    const { open, rows } = startShop();
    await open('/', storefront([{ ...remera, quantity: 3 }]));
    await post('/cart/update');
    ls().cart.items = [remera];
    await advance(2_000);
    expect(rows()).toEqual([['cart.removed', '2 × 77/REM-R-M']]);
  });

  it('a cart of the page that is not kept up to date is ignored', async () => {
    serveShop({ 'POST /comprar/': () => answer([product]), 'POST /cart/update': () => ({ success: true }) });
    const { open, rows } = startShop();
    await open('/', storefront());
    await post('/comprar/');
    await advance(2_000);
    await post('/cart/update');
    await advance(2_000);
    expect(rows()).toEqual([['cart.added', '2 × 77/REM-R-M']]);
  });

  it('an addition that the shop refuses is not reported', async () => {
    serveShop({ 'POST /comprar/': () => ({ success: false, cart: answer([product]).cart }) });
    const { open, rows } = startShop();
    await open('/', storefront());
    await post('/comprar/');
    await advance(2_000);
    expect(rows()).toEqual([]);
  });

  it('an addition by a page load is reported on the next page, and the cart page is reported as viewed', async () => {
    const { open, rows, events } = startShop();
    await open('/productos/remera/', storefront());
    await open('/comprar/', storefront([remera], { template: 'cart' }));
    await advance(2_000);
    expect(rows()).toEqual([
      ['cart.added', '1 × 77/REM-R-M'],
      ['cart.viewed', '1 × 77/REM-R-M'],
    ]);
    expect(events()[1]).toMatchObject({ amount: 12500.5, currency: 'ARS' });
  });

  it('a document from the browser history does not change the cart', async () => {
    const { open, rows } = startShop();
    await open('/', storefront());
    await open('/comprar/', storefront([remera]));
    const entry = { type: 'back_forward' } as PerformanceNavigationTiming;
    const { getEntriesByType } = performance;
    performance.getEntriesByType = () => [entry];
    onTestFinished(() => void (performance.getEntriesByType = getEntriesByType));
    await open('/', storefront());
    await advance(5_000);
    expect(rows()).toEqual([['cart.added', '1 × 77/REM-R-M']]);
  });

  it('a purchase is reported once from cart to order, with checkout products known by their variants', async () => {
    const { open, rows, events } = startShop();
    await open('/', storefront());
    await open('/comprar/', storefront([{ ...remera, quantity: 2 }]));
    await open(`/checkout/v3/start/31/${SECRETS[2]}`, checkout());
    await advance(5_000);
    await open(`/checkout/v3/next/31/${SECRETS[2]}`, checkout());
    await advance(5_000);
    for (let time = 0; time < 2; time++) {
      await open(`/checkout/v3/success/880011/${SECRETS[2]}`, checkout({ order }));
      await advance(5_000);
    }
    await open('/', storefront([]));
    await advance(5_000);
    expect(rows()).toEqual([
      ['cart.added', '2 × 77/REM-R-M'],
      ['checkout.started', '2 × 77/REM-R-M'],
      ['order.placed', '880011', '2 × 77/REM-R-M'],
      ['coupon.redeemed', 'PROMO10'],
    ]);
    expect(events()[1]).toMatchObject({ amount: 25001, currency: 'ARS', object_parameters: { reference: '31' } });
    expect(events()[2]).toMatchObject({
      amount: 23499.9,
      currency: 'ARS',
      object_parameters: {
        source: 'tiendanube',
        total: { amount: 23499.9, currency: 'ARS' },
        delivery: 'deliver',
        payment_method: 'mercadopago',
      },
    });
    const text = JSON.stringify(events());
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it('an order that the checkout loads late is awaited, and reported from the cart if it never comes', async () => {
    const late = startShop();
    await late.open('/checkout/v3/success/880011/abc', checkout());
    await advance(1_000);
    expect(late.rows()).toEqual([]);
    Object.assign(ls(), { order });
    await advance(600);
    expect(late.rows()[0]).toEqual(['order.placed', '880011', '2 × undefined/REM-R-M']);
    late.leave();
    const never = startShop();
    await never.open('/checkout/v3/success/880012/abc', checkout());
    await advance(10_000);
    expect(never.events()).toMatchObject([
      { action: 'order.placed', object_parameters: { reference: '880012' }, amount: 25001 },
    ]);
  });

  it('an order is awaited up to the last look, 4 seconds after the page was shown, and then has its own data', async () => {
    const page = startShop();
    await page.open('/checkout/v3/success/880011/abc', checkout());
    await advance(3_900);
    expect(page.rows()).toEqual([]);
    Object.assign(ls(), { order });
    await advance(60_000);
    expect(page.rows()).toEqual([
      ['order.placed', '880011', '2 × undefined/REM-R-M'],
      ['coupon.redeemed', expect.any(String)],
    ]);
    page.leave();
    const never = startShop();
    await never.open('/checkout/v3/success/880012/abc', checkout());
    await advance(3_900);
    expect(never.rows(), 'the shop may still name it').toEqual([]);
  });

  it('a checkout that is a single page is reported from its start to the order', async () => {
    const { open, rows } = startShop();
    const { tracker } = await open('/checkout/v3/start/31/abc', checkout());
    await advance(100);
    history.pushState(null, '', '/checkout/v3/success/880011/abc');
    Object.assign(ls(), { order });
    void tracker.track('page.viewed');
    await advance(5_000);
    expect(rows().map(([action]) => action)).toEqual([
      'checkout.started',
      'page.viewed',
      'order.placed',
      'coupon.redeemed',
    ]);
  });

  it('a stopped Tiendanube adapter reports and stores nothing', async () => {
    serveShop({ 'POST /comprar/': () => answer([product]) });
    const { open, rows } = startShop();
    const { tracker } = await open('/', storefront());
    tracker.stop();
    await post('/comprar/');
    await advance(5_000);
    expect(rows()).toEqual([]);
    expect(sessionStorage).toHaveLength(0);
  });
});

describe('Tiendanube form', () => {
  const form = (type: string, more = '') =>
    `<div><form action="/winnie-pooh" onsubmit="return false">${more}<input type="hidden" name="type" value="${type}">` +
    `<input name="email" value="${SECRETS[0]}"><input name="winnie-pooh"></form></div>`;
  const submit = () =>
    document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  const success = (name: string, text = '') => `<div data-component="${name}-success-message">${text}</div>`;

  it('a form is reported once, when the next page says that it was accepted', async () => {
    const { open, rows } = startShop();
    await open('/contacto/', storefront(), form('contact'));
    submit();
    await open('/contacto/', storefront(), success('contact'));
    await open('/contacto/', storefront(), success('contact'));
    expect(rows()).toEqual([['form.completed', 'contact']]);
  });

  it('a form is not reported when the next page does not say that it was accepted, nor by a later page', async () => {
    const { open, rows } = startShop();
    await open('/contacto/', storefront(), form('contact'));
    submit();
    await open('/contacto/', storefront(), form('contact'));
    await open('/contacto/', storefront(), success('contact'));
    expect(rows()).toEqual([]);
  });

  it('a newsletter form is reported by the message beside it, and not by another message', async () => {
    const { open, rows } = startShop();
    const alert = '<p class="alert-success">Gracias</p>';
    await open('/', storefront(), form('newsletter'));
    submit();
    await open('/', storefront(), `<main>${alert}</main>${form('newsletter')}`);
    expect(rows()).toEqual([]);
    submit();
    await open('/', storefront(), form('newsletter').replace('<form', `${alert}<form`));
    expect(rows()).toEqual([['form.completed', 'newsletter']]);
  });

  it('a newsletter form in a pop-up is reported when the shop answers with success', async () => {
    let isTaken = false;
    serveShop({ 'POST /contacto/': () => ({ success: isTaken }) });
    const { open, rows, events } = startShop();
    await open('/', storefront());
    const body = `type=newsletter&email=${SECRETS[0]}`;
    await post('/contacto/', body);
    await advance(1_000);
    expect(rows()).toEqual([]);
    isTaken = true;
    await post('/contacto/', 'type=contact');
    await post('/contacto/', body);
    await advance(10);
    expect(rows()).toEqual([['form.completed', 'newsletter']]);
    expect(JSON.stringify(events())).not.toContain('ana.souza');
  });

  it('a cancellation form requests a refund, with the order number if the shop names it', async () => {
    const { open, rows } = startShop();
    const pages = [
      success('order-cancellation', 'Código de trámite: <b>#880011</b>. Te respondemos en 24 horas.'),
      success('order-cancellation', 'Recibimos tu pedido. Te respondemos en 24 horas.'),
    ];
    for (const page of pages) {
      await open('/contacto/?order_cancellation_without_id=true', storefront(), form('order_cancellation'));
      submit();
      await open('/contacto/', storefront(), page);
    }
    expect(rows()).toEqual([
      ['refund.requested', '880011'],
      ['refund.requested', undefined],
    ]);
  });

  it('a cancellation form is not reported when the options turn refunds off', async () => {
    const { open, rows } = startShop({ refunds: false });
    await open('/contacto/', storefront(), form('order_cancellation'));
    submit();
    await open('/contacto/', storefront(), success('order-cancellation', '#880011'));
    await advance(5_000);
    expect(rows()).toEqual([]);
  });

  it('a login form or a form of somebody else is not remembered', async () => {
    const { open } = startShop();
    for (const html of [form('login'), form('contact').replaceAll('winnie-pooh', 'other')]) {
      await open('/', storefront(), html);
      submit();
      expect(sessionStorage).toHaveLength(0);
    }
  });

  it('a submitted form is erased from storage when the visitor withdraws consent', async () => {
    const { open } = startShop();
    const { tracker } = await open('/', storefront(), form('contact'));
    submit();
    expect(sessionStorage).toHaveLength(1);
    expect(JSON.stringify({ ...sessionStorage })).not.toContain('ana');
    tracker.consent('denied');
    expect(sessionStorage).toHaveLength(0);
    pageTransition('pagehide');
  });
});
