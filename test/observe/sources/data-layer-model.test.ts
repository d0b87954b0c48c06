import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { dataLayer } from '../../../src/observe/sources/data-layer/data-layer.ts';
import { formPlugins } from '../../../src/observe/sources/forms/form-plugins.ts';
import { advance, MINUTE, useClock } from '../../support/harness.ts';
import { createGtag, setGlobal, startGtm } from '../support/fake-gtm.ts';
import { startVisit } from '../support/open-page.ts';

beforeEach(() => void useClock());

/** A page of a shop with nothing but a data layer. The entries come one after another, as a slow visitor causes them. */
const openShop = (entries: unknown[] = []) => {
  const layer = setGlobal('dataLayer', entries);
  const visit = startVisit();
  onTestFinished(visit.leave);
  visit.open({ address: 'http://shop.localhost:3000/' }, [dataLayer(), formPlugins()]);
  const gtag = createGtag(layer);
  return {
    gtag,
    async push(...pushed: unknown[]) {
      for (const entry of pushed) {
        layer.push(entry);
        await advance(MINUTE);
      }
    },
    /** The events as they were sent. */
    async events() {
      await advance(MINUTE);
      return visit.events();
    },
    /** One row per event: its action, and its amount with its currency. */
    async amounts() {
      await advance(MINUTE);
      return visit.events().map(({ action, amount, currency }) => [action, amount, currency]);
    },
    async rows() {
      await advance(MINUTE);
      return visit.rows();
    },
  };
};
const item = (item_id: string, more = {}) => ({
  item_id,
  item_name: `Name ${item_id}`,
  price: 10,
  quantity: 1,
  ...more,
});
const items = (...ids: string[]) => ids.map((id) => item(id));

describe('currency that Google’s tags know', () => {
  it.each([
    ['set', { currency: 'ARS' }],
    ['set', 'currency', 'ARS'],
    ['config', 'G-1', { send_page_view: false, currency: 'ARS' }],
    ['config', 'AW-1', { currency: 'ars' }],
  ])('the currency of gtag(%o, %o, …) holds for the events that follow', async (...call) => {
    const page = openShop();
    page.gtag('js', new Date());
    page.gtag(...call);
    await advance(MINUTE);
    page.gtag('event', 'add_to_cart', { items: items('1') });
    expect(await page.amounts()).toEqual([['cart.added', 10, 'ARS']]);
  });

  it('the currency of an event is its own, then that of its items, and then that of the page', async () => {
    const page = openShop();
    page.gtag('set', { currency: 'ARS' });
    page.gtag('event', 'add_to_cart', { currency: 'USD', items: [item('1', { currency: 'EUR' })] });
    page.gtag('event', 'add_to_cart', { items: [item('2', { currency: 'EUR' })] });
    page.gtag('event', 'add_to_cart', { items: items('3') });
    expect((await page.amounts()).map(([, , currency]) => currency)).toEqual(['USD', 'EUR', 'ARS']);
  });

  it.each([
    { currency: 'ARS' },
    { ecommerce: { currency: 'ARS' } },
    { ecommerce: { currencyCode: 'ARS' } },
    { event: 'page', currency: 'ARS', user: { name: 'Ana' } },
  ])('the currency of the push %o holds for the messages that follow', async (push) => {
    const page = openShop([push]);
    await page.push({ ecommerce: null }, { event: 'add_to_cart', ecommerce: { items: items('1') } });
    await page.push({ ecommerce: { remove: { products: [{ id: '1', name: 'A', price: 10 }] } } });
    await page.push({
      transactionId: 'T1',
      transactionTotal: 5,
      transactionProducts: [{ sku: '1', name: 'A', price: 5 }],
    });
    expect(await page.amounts()).toEqual([
      ['cart.added', 10, 'ARS'],
      ['cart.removed', 10, 'ARS'],
      ['order.placed', 5, 'ARS'],
    ]);
  });

  it('a placeholder is no currency, and changes none', async () => {
    const page = openShop([{ currency: 'ARS' }]);
    for (const currency of ['{{currency}}', 'NaN', '', 'undefined', '$', 5]) page.gtag('set', { currency });
    page.gtag('event', 'add_to_cart', { currency: '(not set)', items: items('1') });
    expect(await page.amounts()).toEqual([['cart.added', 10, 'ARS']]);
  });

  it('a lead has the currency of the page', async () => {
    const page = openShop();
    page.gtag('config', 'G-1', { currency: 'ARS' });
    page.gtag('event', 'generate_lead', { value: 7, form_id: 'contact' });
    expect(await page.amounts()).toEqual([['form.completed', 7, 'ARS']]);
  });
});

describe('model of Google Tag Manager', () => {
  const order = { transaction_id: 'T1', value: 25, currency: 'UYU', items: items('1', '2') };

  it('an order is reported when its data and its event are pushed one after the other', async () => {
    const page = openShop();
    await page.push({ ecommerce: order });
    await page.push({ event: 'purchase' });
    expect(await page.rows()).toEqual([['order.placed', 'T1', '1 × 1/undefined', '1 × 2/undefined']]);
    expect(await page.amounts()).toEqual([['order.placed', 25, 'UYU']]);
  });

  it.each(['add_to_cart', 'view_item', 'remove_from_cart', 'begin_checkout', 'view_cart', 'add_to_cart_stape'])(
    'the event %s is reported with the data of earlier pushes, as Google Tag Manager merges them',
    async (event) => {
      const page = openShop([{ ecommerce: { currency: 'UYU' } }, { ecommerce: { value: 10 } }]);
      await page.push({ ecommerce: { items: items('1') } });
      expect(await page.rows(), 'no event, no report').toEqual([]);
      await page.push({ event });
      expect(await page.amounts()).toMatchObject([[expect.any(String), 10, 'UYU']]);
      expect(JSON.stringify(await page.events())).toContain('Name 1');
    },
  );

  it('the data of an event and those of an earlier push complete each other', async () => {
    const page = openShop();
    await page.push({ ecommerce: { items: items('1', '2'), currency: 'UYU' } });
    await page.push({ event: 'purchase', ecommerce: { transaction_id: 'T9', value: 20 } });
    expect(await page.rows()).toEqual([['order.placed', 'T9', '1 × 1/undefined', '1 × 2/undefined']]);
    expect(await page.amounts()).toEqual([['order.placed', 20, 'UYU']]);
  });

  it('data that no event has named are read by no other event, however often it comes', async () => {
    const page = openShop();
    await page.push({ ecommerce: { currency: 'UYU', items: items('1') } });
    for (const event of ['gtm.dom', 'gtm.load', 'gtm.click', 'scroll', 'refund', 'add_shipping_info', undefined, 7])
      await page.push({ event });
    expect(await page.rows()).toEqual([]);
  });

  it('an order is not reported again by the events after it', async () => {
    const page = openShop();
    await page.push({ ecommerce: order }, { event: 'purchase' });
    for (const event of ['gtm.dom', 'gtm.load', 'thankyou', 'purchase', 'gtm.click']) await page.push({ event });
    expect(await page.rows()).toHaveLength(1);
  });

  it.each([
    ['null', { ecommerce: null }],
    ['undefined', { ecommerce: undefined }],
    ['another order without items', { _clear: true, ecommerce: { transaction_id: 'T2' } }],
  ])('the data are gone after a push of %s', async (_name, push) => {
    const page = openShop();
    await page.push({ ecommerce: { currency: 'UYU', items: items('1') } }, push, { event: 'add_to_cart' });
    expect(await page.rows()).toEqual([]);
  });

  it('an event that clears the data itself reads none of the earlier ones', async () => {
    const page = openShop();
    await page.push({ ecommerce: { currency: 'UYU', items: items('1') } }, { event: 'add_to_cart', ecommerce: null });
    await page.push(
      { ecommerce: { items: items('2') } },
      { event: 'add_to_cart', _clear: true, ecommerce: { value: 1 } },
    );
    expect(await page.rows()).toEqual([]);
  });

  it('an event with items of its own takes nothing but the currency from earlier pushes', async () => {
    const page = openShop();
    await page.push({
      ecommerce: { currency: 'UYU', transaction_id: 'T1', value: 99, coupon: 'OLD', items: items('1') },
    });
    // The push alone is an order, because it has a number and items.
    await page.push({ event: 'add_to_cart', ecommerce: { items: items('2') } });
    await page.push({ event: 'add_to_cart' });
    expect(await page.amounts()).toEqual([
      ['order.placed', 99, 'UYU'],
      ['coupon.redeemed', undefined, undefined],
      ['cart.added', 10, 'UYU'],
      ['cart.added', 10, 'UYU'],
    ]);
    expect((await page.rows()).slice(2)).toEqual([
      ['cart.added', '1 × 2/undefined'],
      ['cart.added', '1 × 2/undefined'],
    ]);
  });

  it('a viewed product is the product of an addition without data, and an added product is not the whole cart', async () => {
    const page = openShop();
    await page.push({ event: 'view_item', ecommerce: { currency: 'UYU', items: items('1') } });
    await page.push({ event: 'add_to_cart' });
    await page.push({ event: 'add_to_cart', ecommerce: { items: items('2') } });
    await page.push({ event: 'begin_checkout' }, { event: 'remove_from_cart' });
    expect(await page.rows()).toEqual([
      ['product.viewed', '1/undefined'],
      ['cart.added', '1 × 1/undefined'],
      ['cart.added', '1 × 2/undefined'],
      ['checkout.started', '1 × 1/undefined', '1 × 2/undefined'],
      ['cart.removed', '1 × 2/undefined'],
    ]);
  });

  it('no addition takes its products from a list or from a cart', async () => {
    const page = openShop();
    await page.push({ event: 'view_item_list', ecommerce: { items: items('1', '2') } }, { event: 'add_to_cart' });
    await page.push({ event: 'begin_checkout', ecommerce: { items: items('3', '4') } }, { event: 'add_to_cart' });
    expect((await page.rows()).filter(([action]) => action === 'cart.added')).toEqual([]);
  });

  it('data that the page changes after its push are read as they were pushed', async () => {
    const page = openShop();
    const list = items('1');
    const ecommerce = { currency: 'UYU', items: list };
    await page.push({ ecommerce });
    list[0]!.item_id = 'changed';
    list.push(item('9'));
    await page.push({ event: 'add_to_cart' });
    expect(await page.rows()).toEqual([['cart.added', '1 × 1/undefined']]);
  });

  it('two data layers have nothing in common', async () => {
    const other = setGlobal('otherLayer', [{ ecommerce: { currency: 'UYU', items: items('1') } }] as unknown[]);
    startGtm('otherLayer');
    const page = openShop();
    await page.push({ event: 'add_to_cart' });
    expect(await page.rows()).toEqual([]);
    other.push({ event: 'add_to_cart' });
    expect(await page.rows()).toEqual([['cart.added', '1 × 1/undefined']]);
  });

  it('a push that throws when it is read leaves the data before it, and the page undisturbed', async () => {
    const page = openShop();
    const broken = Object.defineProperty({}, 'items', {
      get() {
        throw new Error('of the page');
      },
    });
    await page.push(
      { ecommerce: { currency: 'UYU', items: items('1') } },
      { ecommerce: broken },
      { event: 'add_to_cart' },
    );
    expect(await page.rows()).toEqual([['cart.added', '1 × 1/undefined']]);
  });
});

describe('placeholder in a data layer', () => {
  it.each(['0', 0, 'undefined', 'null', 'NaN', '[object Object]', '{{order.id}}', '%ORDER%', '(not set)', ''])(
    'the number %o of a purchase is none, so its products are reported as purchased',
    async (transaction_id) => {
      const page = openShop();
      await page.push({ event: 'purchase', ecommerce: { transaction_id, currency: 'UYU', items: items('1') } });
      await page.push({ event: 'page', ecommerce: { transaction_id, currency: 'UYU', items: items('2') } });
      await page.push({ transactionId: transaction_id, transactionTotal: 5 });
      expect(await page.rows()).toEqual([['product.purchased', '1/undefined']]);
    },
  );

  it.each(['0', 'undefined', '{{order.id}}'])('the number %o of Universal Analytics is none', async (id) => {
    const page = openShop();
    const purchase = { actionField: { id, revenue: 5 }, products: [{ id: '3', name: 'C' }] };
    await page.push({ ecommerce: { purchase } });
    expect(await page.rows()).toEqual([['product.purchased', '3/undefined']]);
  });

  it('a second field gives the number of an order whose first one is a placeholder', async () => {
    const page = openShop();
    await page.push({ event: 'purchase', ecommerce: { transaction_id: '{{id}}', id: 'T5', items: items('1') } });
    expect(await page.rows()).toEqual([['order.placed', 'T5', '1 × 1/undefined']]);
  });

  it('the number of a product that WordPress repeats where there is no SKU is not sent as its SKU', async () => {
    const page = openShop();
    const wordpress = [
      { item_id: 55, sku: 55, item_name: 'Mate', internal_id: 55 },
      { item_id: '56', sku: '56', item_name: 'Yerba' },
      { item_id: 661, item_group_id: 66, sku: 661, item_name: 'Remera', item_variant: 'Rojo' },
      { item_id: '7790001', sku: '7790001', item_name: 'Termo', internal_id: 57 },
      { item_id: 'MATE', sku: 'MATE', item_name: 'Bombilla' },
    ];
    await page.push({ event: 'begin_checkout', ecommerce: { items: wordpress } });
    expect(await page.rows()).toEqual([
      [
        'checkout.started',
        '1 × 55/undefined',
        '1 × 56/undefined',
        '1 × 66/undefined',
        '1 × 7790001/7790001',
        '1 × MATE/MATE',
      ],
    ]);
  });

  it.each(['before', 'after'])(
    'Contact Form 7 is reported under its own id when GA4 says %s it that there was a lead',
    async (when) => {
      const page = openShop();
      const lead = () => page.gtag('event', 'generate_lead', { value: 3, currency: 'UYU', form_id: 'undefined' });
      document.body.innerHTML = '<form class="wpcf7-form"></form>';
      if (when === 'before') lead();
      const detail = { contactFormId: 123 };
      document.querySelector('form')!.dispatchEvent(new CustomEvent('wpcf7mailsent', { bubbles: true, detail }));
      if (when === 'after') lead();
      expect(await page.events()).toMatchObject([
        { action: 'form.completed', object: '123', observed_by: 'form', amount: 3, currency: 'UYU' },
      ]);
    },
  );
});

describe('items as JSON text', () => {
  it.each([
    ['GA4', { event: 'add_to_cart', ecommerce: { currency: 'UYU', items: JSON.stringify(items('1', '2')) } }],
    ['GA4 with a single item', { event: 'add_to_cart', ecommerce: { items: JSON.stringify(item('1')) } }],
    ['Universal Analytics', { ecommerce: { add: { products: JSON.stringify([{ id: '1', name: 'A' }]) } } }],
  ])('the items of %s are read when they are JSON text', async (_name, message) => {
    const page = openShop();
    await page.push(message);
    expect((await page.rows())[0]).toEqual(['cart.added', '1 × 1/undefined']);
  });

  it('an order with items as JSON text has its currency and its coupons', async () => {
    const page = openShop();
    const text = JSON.stringify([item('1', { currency: 'UYU', coupon: 'A|B' })]);
    await page.push({ ecommerce: { transaction_id: 'T1', value: 10, items: text } }, { event: 'purchase' });
    expect(await page.amounts()).toEqual([
      ['order.placed', 10, 'UYU'],
      ['coupon.redeemed', undefined, undefined],
      ['coupon.redeemed', undefined, undefined],
    ]);
  });

  it.each(['[{"item_id":', 'two mates', '5', 'null', '"1"'])(
    'the text %s holds no items, and causes no error',
    async (text) => {
      const page = openShop();
      await page.push({ event: 'add_to_cart', ecommerce: { items: text } }, { event: 'add_to_cart' });
      expect(await page.rows()).toEqual([]);
    },
  );
});
