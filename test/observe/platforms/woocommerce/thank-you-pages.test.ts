import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { woocommerce } from '../../../../src/observe/platforms/woocommerce/woocommerce.ts';
import { advance, HOUR, MINUTE, useClock } from '../../../support/harness.ts';
import { serveShop, startVisit } from '../../support/open-page.ts';
import { details, overview, SECRETS, summary } from './support/samples.ts';

beforeEach(() => void useClock());

const SHOP = 'http://shop.localhost:3000';
const KEY = 'wc_order_s3cretKey';

/** A visit to a shop whose thank-you pages are made by plug-ins. */
const startShop = () => {
  serveShop({});
  const visit = startVisit();
  onTestFinished(visit.leave);
  sessionStorage.clear();
  const setCart = (end = '') => {
    document.cookie = `woocommerce_cart_hash=h1; path=/${end}`;
    document.cookie = `woocommerce_items_in_cart=1; path=/${end}`;
  };
  const empty = () => setCart('; expires=Thu, 01 Jan 1970 00:00:00 GMT');
  onTestFinished(empty);
  empty();
  const open = async (path: string, { bodyClass = 'page', html = '', wait = MINUTE } = {}) => {
    const prepare = () => void (document.body.className = `woocommerce-js ${bodyClass}`);
    visit.open({ address: SHOP + path, html, prepare }, [woocommerce()]);
    await advance(wait);
  };
  return {
    ...visit,
    open,
    /** Fills the cart and opens the checkout, which the visitor leaves after `wait` ms with an empty cart. */
    async checkOut(wait = MINUTE) {
      setCart();
      await open('/checkout/', { bodyClass: 'woocommerce-checkout', wait });
      empty();
    },
    fill: () => setCart(),
    /** The numbers of the orders that were sent. */
    orders() {
      expect(JSON.stringify(visit.events())).not.toContain(KEY);
      for (const secret of SECRETS) expect(JSON.stringify(visit.events())).not.toContain(secret);
      return visit
        .events()
        .filter(({ action }) => /^order|purchased/.test(action))
        .map(({ object_parameters }) => (object_parameters as { reference?: string }).reference);
    },
  };
};

const list = overview('2.900,00');
const ADDRESSES = [
  `/step/thank-you/?wcf-key=${KEY}&wcf-order=1040`,
  `/gracias/?ctp_order_id=1040&ctp_order_key=${KEY}`,
  `/thank-you/default/?order_id=1040&key=${KEY}&si=1`,
  `/gracias/?order=1040&key=${KEY}`,
  `/obrigado/?order-received=1040&key=${KEY}`,
  '/gracias/?order=1040',
  '/gracias/?utm_source=x&order_id=1040',
];

describe('thank-you page of another plug-in', () => {
  for (const bodyClass of ['page', 'woocommerce-order-received', 'woocommerce-checkout'])
    it.each(ADDRESSES)(`the order of %s is reported once with the body class ${bodyClass}`, async (path) => {
      const page = startShop();
      for (let look = 0; look < 3; look++) await page.open(path, { bodyClass, html: list + details() });
      await page.open('/shop/');
      expect(page.orders()).toEqual(['1040']);
      expect(page.events()[0]).toMatchObject({ amount: 2900 });
    });

  it.each([
    ['the classic list', list],
    ['the classic list with a sign', list.replace('1042', '#1042')],
    ['the list of the blocks', summary('2.900,00')],
  ])('the number of the order is read from %s if the address has none', async (_name, html) => {
    const page = startShop();
    for (let look = 0; look < 3; look++) await page.open('/gracias/', { html });
    expect(page.orders()).toEqual(['1042']);
  });

  it('a number with letters is read from the list, and digits in the address of a plug-in’s page are no number', async () => {
    const page = startShop();
    await page.open('/gracias/2/', { html: list.replace('1042', 'A-1042/26') });
    expect(page.orders()).toEqual(['A-1042/26']);
  });

  it.each([
    ['no number', list.replace('1042', '')],
    ['a number that was not replaced', list.replace('1042', '{{order_number}}')],
    ['a zero', list.replace('1042', '0')],
  ])('no order is invented when the list has %s', async (_name, html) => {
    const page = startShop();
    await page.checkOut();
    for (const path of ['/gracias/', `/gracias/?key=${KEY}`, '/gracias/?order=0', '/gracias/?order=desc&order_id=x1'])
      await page.open(path, { html, bodyClass: 'woocommerce-order-received' });
    expect(page.orders()).toEqual([]);
  });

  it('an order is reported by the table beside its key', async () => {
    const page = startShop();
    await page.open(`/thank-you/?order_id=1040&key=${KEY}`, { html: details() });
    expect(page.orders()).toEqual(['1040']);
  });

  it.each([ADDRESSES[0]!, ADDRESSES[2]!, ADDRESSES[5]!, `/checkout/order-received/1040/?key=${KEY}`])(
    'a page at %s that shows nothing of the order is a thank-you page after a checkout, however long that took',
    async (path) => {
      const page = startShop();
      await page.checkOut(2 * HOUR);
      await page.open(path, { html: '<h1>Gracias</h1>', wait: 2 * HOUR });
      await page.open(path, { html: '<h1>Gracias</h1>' });
      expect(page.orders()).toEqual(['1040']);
    },
  );

  it('a payment that comes back in another tab is known to have begun in the checkout', async () => {
    const page = startShop();
    await page.checkOut();
    page.leave();
    sessionStorage.clear();
    await page.open(`/gracias/?order_id=1040&key=${KEY}`, { html: '<h1>Gracias</h1>' });
    expect(page.orders()).toEqual(['1040']);
  });

  it('a failed payment is no order at the address of a plug-in either', async () => {
    const page = startShop();
    await page.checkOut();
    for (const html of [
      `<p class="woocommerce-thankyou-order-failed">Sorry</p>${list}`,
      '<form class="woocommerce-form woocommerce-verify-email"></form>',
    ])
      await page.open(`/gracias/?order_id=1040&key=${KEY}`, { html });
    expect(page.orders()).toEqual([]);
  });

  it('a thank-you page that looks like the checkout does not start one', async () => {
    const page = startShop();
    page.fill();
    await page.open(`/gracias/?order_id=1040&key=${KEY}`, { bodyClass: 'woocommerce-checkout', html: '<h1>Hola</h1>' });
    expect(page.rows()).toEqual([]);
  });
});

describe('page about an older order', () => {
  const PAGES: [path: string, bodyClass: string, html: string][] = [
    ['/my-account/view-order/12/', 'woocommerce-account woocommerce-view-order', details()],
    ['/mi-cuenta/ver-pedido/12/?order=12', 'woocommerce-account woocommerce-view-order', details()],
    ['/my-account/orders/?order_id=12', 'woocommerce-account', list],
    [`/checkout/order-pay/12/?pay_for_order=true&key=${KEY}`, 'woocommerce-checkout woocommerce-order-pay', details()],
    [`/?page_id=8&order-pay=12&order_id=12&pay_for_order=true&key=${KEY}`, 'page', list],
    [`/cart/?cancel_order=true&order=${KEY}&order_id=12`, 'woocommerce-cart', ''],
    ['/cart/?order_again=12&order_id=12', 'woocommerce-cart', ''],
  ];

  it.each(PAGES)('the page %s reports no order, not even after a checkout', async (path, bodyClass, html) => {
    const page = startShop();
    await page.open(path, { bodyClass, html });
    await page.checkOut();
    await page.open(path, { bodyClass, html });
    expect(page.orders()).toEqual([]);
  });

  it.each([
    [`/review/?order_id=12&key=${KEY}`, '<h1>How was it?</h1>'],
    ['/track/?order_id=12', details()],
    ['/shop/?orderby=price&order=12', ''],
  ])('the page %s of an old e-mail reports no order without a checkout just before', async (path, html) => {
    const page = startShop();
    await page.open(path, { html });
    await page.checkOut();
    await page.open('/', { wait: 2 * HOUR });
    await page.open(path, { html });
    expect(page.orders()).toEqual([]);
  });

  it('a page that names an order reports none while the cart of the checkout is still full, or after its order', async () => {
    const page = startShop();
    await page.checkOut();
    page.fill();
    await page.open('/track/?order_id=12');
    expect(page.orders()).toEqual([]);
    await page.checkOut();
    await page.open('/gracias/', { html: list });
    await page.open('/track/?order_id=12');
    await page.open(`/review/?order_id=13&key=${KEY}`);
    expect(page.orders()).toEqual(['1042']);
  });
});
