import { beforeEach, describe, expect, it } from 'vitest';
import { toUnits } from '../../../../src/facts/money.ts';
import { readOrderPage } from '../../../../src/observe/platforms/woocommerce/order-page.ts';
import { visit } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { amount, details, overview, summary, totals } from './support/samples.ts';

const show = (html: string) => (document.body.innerHTML = html);
beforeEach(() => void show(''));

describe('WooCommerce thank-you page', () => {
  const at = (path: string) => visit(`http://shop.localhost:3000${path}`);

  it('the thank-you page gives the order of its address, with lines whose prices add up', () => {
    at('/checkout/order-received/1040/?key=wc_order_s3cretKey');
    show(overview('2.900,00') + details());
    expect(readOrderPage()).toEqual({
      type: 'order.placed',
      confirmed: true,
      reference: '1040',
      total: toUnits(2900),
      currency: undefined,
      payment_method: 'Cash on delivery',
      lines: [
        {
          quantity: 2,
          product: { name: 'Mate', url: '/product/mate/', aliases: ['/product/mate/'], price: toUnits(1050.5) },
        },
        {
          quantity: 1,
          product: {
            name: 'Remera - Rojo',
            url: '/product/remera/?attribute_pa_color=rojo',
            aliases: ['/product/remera/?attribute_pa_color=rojo', '/product/remera/'],
            price: toUnits(899),
          },
        },
      ],
    });
  });

  it('the thank-you page omits prices that do not add up, and finds a total that only the table shows', () => {
    at('/finalizar/pedido-recibido/1041/?key=wc_order_s3cretKey');
    show(`<ul class="wc-block-order-confirmation-summary"></ul>${details('2.999,00')}`);
    const fact = readOrderPage();
    expect(fact).toMatchObject({ reference: '1041', total: toUnits(2900) });
    expect(fact?.lines?.map(({ product, quantity }) => [product.price, quantity])).toEqual([
      [undefined, 2],
      [undefined, 1],
    ]);
  });

  it('the thank-you page finds the order number in the query of a shop without permalinks', () => {
    at('/?page_id=9&order-received=1043&key=wc_order_s3cretKey');
    show(overview('1,00'));
    expect(readOrderPage()).toMatchObject({ reference: '1043', total: toUnits(1), lines: [] });
  });

  it('a thank-you page of blocks has no subtotal, and gives prices only if they add up to the total', () => {
    at('/checkout/order-received/1042/?key=wc_order_s3cretKey');
    const rest: [string, string][] = [
      ['Discount:', `-${amount('300,00')}`],
      ['Shipping:', `${amount('200,00')}&nbsp;<small class="shipped_via">via Flat rate</small>`],
      ['Total:', `${amount('2.001,00')} <small class="includes_tax">(includes ${amount('361,00')} VAT)</small>`],
    ];
    show(summary('2.001,00') + totals(rest));
    expect(readOrderPage()).toMatchObject({
      reference: '1042',
      total: toUnits(2001),
      payment_method: 'Cash on delivery',
      lines: [{ quantity: 2, product: { name: 'Mate', price: toUnits(1050.5) } }],
    });
    show(summary('2.000,00') + totals([...rest.slice(0, 2), ['Total:', amount('2.000,00')]]));
    expect(readOrderPage()?.lines?.[0]?.product.price).toBeUndefined();
  });

  it('a thank-you page of blocks may lack its list or table, and gives no e-mail address as payment method', () => {
    at('/checkout/order-received/1042/');
    show(summary('2.101,00', { payment: '' }));
    expect(readOrderPage()).toMatchObject({ total: toUnits(2101), payment_method: undefined, lines: [] });
    show(summary('2.101,00', { payment: '', email: '' }));
    expect(readOrderPage()?.payment_method).toBeUndefined();
    show(totals([['Total:', amount('2.101,00')]]));
    expect(readOrderPage()).toMatchObject({ total: toUnits(2101), lines: [{ product: { price: toUnits(1050.5) } }] });
  });

  it('the thank-you page gives prices even when its table begins with order actions', () => {
    at('/checkout/order-received/1040/');
    const actions =
      '<tfoot><tr><th class="order-actions--heading">Actions:</th><td><a href="/x">Pay</a></td></tr></tfoot>';
    show(overview('2.900,00') + details().replace('<tfoot>', `${actions}<tfoot>`));
    expect(readOrderPage()?.lines?.[0]?.product.price).toBe(toUnits(1050.5));
  });

  it('the thank-you page reads amounts with as many decimals as the shop uses', () => {
    at('/checkout/order-received/1040/');
    const totalOf = (text: string, ...given: Parameters<typeof readOrderPage>) => {
      show(overview(text));
      return readOrderPage(...given)?.total;
    };
    expect(totalOf('1.250')).toBe(toUnits(1250));
    expect(totalOf('1.250', { decimals: 3 })).toBe(toUnits(1.25));
    expect(totalOf('1,012.500', { decimals: 3 })).toBe(toUnits(1012.5));
    expect(totalOf('1.250', { decimals: 0 })).toBe(toUnits(1250));
    setGlobal('wcSettings', { currency: { code: 'KWD', precision: 3 } });
    expect(totalOf('1.250')).toBe(toUnits(1.25));
    setGlobal('wcSettings', { currency: { code: 'KWD', precision: 0 } });
    expect(totalOf('1,250', { decimals: 3 })).toBe(toUnits(1250));
  });

  it('the thank-you page reads an amount whose currency symbol contains points', () => {
    at('/checkout/order-received/1040/');
    const price = '<bdi>1.250&nbsp;<span class="woocommerce-Price-currencySymbol">.د.ب</span></bdi>';
    show(overview('').replace(/<bdi>.*<\/bdi>/, price));
    expect(readOrderPage({ decimals: 3 })?.total).toBe(toUnits(1.25));
  });

  it('the thank-you page gives the coupons of the cart only when the order shows a discount', () => {
    at('/checkout/order-received/1040/');
    show(overview('2.900,00') + details());
    expect(readOrderPage({ coupons: ['verano'] })?.coupons).toEqual(['verano']);
    expect(readOrderPage()?.coupons).toBeUndefined();
    show(overview('2.101,00') + totals([['Total:', amount('2.101,00')]]));
    expect(readOrderPage({ coupons: ['verano'] })?.coupons).toBeUndefined();
  });

  it('the thank-you page gives no order after a failed payment, or while the shop verifies the e-mail address', () => {
    at('/checkout/order-received/1040/?key=wc_order_s3cretKey');
    const failures = [
      `<p class="woocommerce-thankyou-order-failed">Sorry</p>${overview('1,00')}`,
      `<div class="wc-block-order-confirmation-status"><h1>Order failed</h1></div>
        <p class="wc-block-order-confirmation-status__actions"><a class="button">Try again</a></p>${summary('1,00')}`,
      '<form class="woocommerce-verify-email"></form>',
    ];
    for (const html of failures) {
      show(html);
      expect(readOrderPage()).toBeUndefined();
    }
  });
});
