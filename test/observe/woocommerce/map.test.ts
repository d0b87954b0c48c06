import { beforeEach, describe, expect, it } from 'vitest';
import { toUnits } from '../../../src/observe/money.ts';
import { readOrderPage } from '../../../src/observe/woocommerce/order-page.ts';
import { readButton, readProductPage, readVariation } from '../../../src/observe/woocommerce/page.ts';
import { readAddress } from '../../../src/observe/woocommerce/rest.ts';
import { readAnswer, readStoreCart } from '../../../src/observe/woocommerce/store-cart.ts';
import { visit } from '../../harness.ts';
import { setGlobal } from '../fake-gtm.ts';
import { amount, cart, details, item, overview, summary, totals, variation } from './samples.ts';

const show = (html: string, bodyClass = '') => {
  document.body.className = bodyClass;
  document.body.innerHTML = html;
};
beforeEach(() => {
  document.head.innerHTML = '';
  show('');
});

describe('a cart of the Store API', () => {
  it('is read in minor units, a variation by its own id and the paths of its product', () => {
    expect(readStoreCart(cart([item({ quantity: 2 }), variation()]))).toEqual({
      what: 'cart',
      confirmed: true,
      currency: 'UYU',
      decimals: 2,
      coupons: ['verano'],
      lines: [
        {
          quantity: 2,
          product: {
            reference: '55',
            variant: undefined,
            sku: 'MATE',
            aliases: ['55', '/product/mate/'],
            name: 'Mate & bombilla',
            url: 'http://shop.localhost:3000/product/mate/',
            image_url: 'http://shop.localhost:3000/mate.jpg',
            price: toUnits(1050.5),
          },
        },
        {
          quantity: 1,
          product: {
            reference: undefined,
            variant: '661',
            sku: 'REM-R',
            aliases: ['661', '/product/remera/?attribute_pa_color=rojo', '/product/remera/'],
            name: 'Remera',
            url: 'http://shop.localhost:3000/product/remera/?attribute_pa_color=rojo',
            image_url: 'http://shop.localhost:3000/rojo.jpg',
            price: toUnits(899),
          },
        },
      ],
    });
  });

  it('may have prices without decimals, or with three', () => {
    const priced = (price: string, decimals: number) =>
      readStoreCart(cart([item({ prices: { price, currency_minor_unit: decimals } })]))?.lines?.[0]?.product.price;
    expect([priced('12990', 0), priced('1500', 3)]).toEqual([toUnits(12990), toUnits(1.5)]);
  });

  it('is the last one of a batch, and none in any other answer', () => {
    const responses = [{ body: cart([item()]) }, { body: cart([item({ quantity: 3 })]) }, { body: { code: 'error' } }];
    expect(readAnswer({ responses })?.lines?.[0]?.quantity).toBe(3);
    for (const other of [null, [], { items: [] }, { items: 5, totals: {} }, { responses: [null, { body: 1 }] }])
      expect(readAnswer(other)).toBeUndefined();
  });
});

describe('the page of a product', () => {
  const page = `<h1 class="product_title"> Mate </h1><div class="woocommerce-product-gallery__image"><a href="/mate.jpg"></a></div>
    <form class="cart"><button name="add-to-cart" value="56"></button></form><div class="product_meta">
    <span class="sku_wrapper">SKU: <span class="sku">MATE</span></span>
    <span class="posted_in"><a>Mates</a>, <a>Regalos</a></span><span class="tagged_as"><a>nuevo</a></span></div>
    <section class="related"><li class="product"><span class="sku">OTHER</span></li></section>`;

  it('tells its number, SKU, picture, categories and tags', () => {
    visit('http://shop.localhost:3000/product/mate/?utm_source=x');
    show(page, 'single-product postid-55 woocommerce');
    expect(readProductPage()?.lines).toEqual([
      {
        quantity: 1,
        product: {
          reference: '55',
          sku: 'MATE',
          aliases: ['/product/mate/'],
          name: 'Mate',
          url: 'http://shop.localhost:3000/product/mate/',
          image_url: '/mate.jpg',
          categories: ['Mates', 'Regalos'],
          tags: ['nuevo'],
        },
      },
    ]);
  });

  it('of blocks tells its SKU, categories and tags, and not those of products beside it', () => {
    visit('http://shop.localhost:3000/product/mate/');
    show(
      `<h1 class="wp-block-post-title">Mate</h1><div class="wp-block-woocommerce-product-meta">
        <div class="wc-block-components-product-sku wp-block-woocommerce-product-sku product_meta wp-block-post-terms">
          <span class="wp-block-post-terms__prefix">SKU: </span><span class="sku">MATE</span></div>
        <div class="taxonomy-product_cat wp-block-post-terms"><span class="wp-block-post-terms__prefix">Category: </span>
          <a href="/c/" rel="tag">Mates</a></div>
        <div class="taxonomy-product_tag wp-block-post-terms"><a href="/t/" rel="tag">nuevo</a></div></div>
      <li class="product"><div class="taxonomy-product_cat wp-block-post-terms"><a href="/o/" rel="tag">Other</a></div></li>`,
      'single-product postid-55 woocommerce',
    );
    expect(readProductPage()?.lines?.[0]?.product).toMatchObject({
      sku: 'MATE',
      name: 'Mate',
      categories: ['Mates'],
      tags: ['nuevo'],
    });
  });

  it('has its number in the form where a theme has left the class out, and may have no SKU', () => {
    show(page.replace('>MATE<', '>N/A<'), 'single-product');
    expect(readProductPage()?.lines?.[0]?.product).toMatchObject({ reference: '56', sku: undefined });
    show('', 'single-product');
    expect(readProductPage()).toBeUndefined();
  });

  it('tells the variation that was chosen', () => {
    show('<form class="variations_form" data-product_id="66"></form>');
    setGlobal('wcSettings', { currency: { code: 'UYU', symbol: '$' } });
    const chosen = {
      variation_id: 661,
      sku: 'REM-R',
      display_price: 899,
      image: { src: '/s.jpg', full_src: '/rojo.jpg' },
    };
    expect(readVariation(document.querySelector('form'), chosen)).toEqual({
      what: 'products',
      currency: 'UYU',
      lines: [
        {
          quantity: 1,
          product: {
            reference: '66',
            variant: '661',
            sku: 'REM-R',
            aliases: ['661'],
            image_url: '/rojo.jpg',
            price: toUnits(899),
          },
        },
      ],
    });
    expect(readVariation(document.body, chosen)).toBeUndefined();
  });
});

describe('a button', () => {
  it('tells what it is for, be it an element or a collection of jQuery', () => {
    show(`<ul><li class="product"><h2 class="woocommerce-loop-product__title">Mate</h2>
      <a class="ajax_add_to_cart" data-product_id="55" data-product_sku="MATE" data-quantity="3"></a></li></ul>`);
    const button = document.querySelector('a');
    const line = { quantity: 3, product: { reference: '55', sku: 'MATE', name: 'Mate' } };
    for (const given of [button, { 0: button, length: 1 }]) expect(readButton(given)).toEqual(line);
    for (const given of [undefined, null, {}, 'x', []]) expect(readButton(given)).toBeUndefined();
  });

  it('of a removal says how many there were', () => {
    show(`<li class="mini_cart_item"><a class="remove" data-product_id="55" data-product_sku="MATE"></a>
      <span class="quantity">2 × $10</span></li>`);
    expect(readButton(document.querySelector('a'))).toMatchObject({ quantity: 2, product: { reference: '55' } });
  });
});

describe('a thank-you page', () => {
  const at = (path: string) => visit(`http://shop.localhost:3000${path}`);

  it('tells the order of its address, with lines whose prices add up', () => {
    at('/checkout/order-received/1040/?key=wc_order_s3cretKey');
    show(overview('2.900,00') + details(), 'woocommerce-order-received');
    expect(readOrderPage()).toEqual({
      what: 'order.placed',
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

  it('does without prices that do not add up, and finds the total in the table where there is no overview of it', () => {
    at('/finalizar/pedido-recibido/1041/?key=wc_order_s3cretKey');
    show(`<ul class="wc-block-order-confirmation-summary"></ul>${details('2.999,00')}`);
    const fact = readOrderPage();
    expect(fact).toMatchObject({ reference: '1041', total: toUnits(2900) });
    expect(fact?.lines?.map(({ product, quantity }) => [product.price, quantity])).toEqual([
      [undefined, 2],
      [undefined, 1],
    ]);
  });

  it('knows the address of shops without pretty ones', () => {
    at('/?page_id=9&order-received=1043&key=wc_order_s3cretKey');
    show(overview('1,00'));
    expect(readOrderPage()).toMatchObject({ reference: '1043', total: toUnits(1), lines: [] });
  });

  it('of blocks has no subtotal, and prices all the same where they add up to the total', () => {
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

  it('of blocks may do without its list or its table, and names no person for the way of payment', () => {
    at('/checkout/order-received/1042/');
    show(summary('2.101,00', { payment: '' }));
    expect(readOrderPage()).toMatchObject({ total: toUnits(2101), payment_method: undefined, lines: [] });
    show(summary('2.101,00', { payment: '', email: '' }));
    expect(readOrderPage()?.payment_method).toBeUndefined();
    show(totals([['Total:', amount('2.101,00')]]));
    expect(readOrderPage()).toMatchObject({ total: toUnits(2101), lines: [{ product: { price: toUnits(1050.5) } }] });
  });

  it('has prices also where it begins with what can still be done to the order', () => {
    at('/checkout/order-received/1040/');
    const actions =
      '<tfoot><tr><th class="order-actions--heading">Actions:</th><td><a href="/x">Pay</a></td></tr></tfoot>';
    show(overview('2.900,00') + details().replace('<tfoot>', `${actions}<tfoot>`));
    expect(readOrderPage()?.lines?.[0]?.product.price).toBe(toUnits(1050.5));
  });

  it('tells amounts with as many decimals as the shop prints', () => {
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

  it('is not misled by a sign of a currency that has a point of its own', () => {
    at('/checkout/order-received/1040/');
    const price = '<bdi>1.250&nbsp;<span class="woocommerce-Price-currencySymbol">.د.ب</span></bdi>';
    show(overview('').replace(/<bdi>.*<\/bdi>/, price));
    expect(readOrderPage({ decimals: 3 })?.total).toBe(toUnits(1.25));
  });

  it('tells the coupons that its cart had where there is a discount, and none where there is not', () => {
    at('/checkout/order-received/1040/');
    show(overview('2.900,00') + details());
    expect(readOrderPage({ coupons: ['verano'] })?.coupons).toEqual(['verano']);
    expect(readOrderPage()?.coupons).toBeUndefined();
    show(overview('2.101,00') + totals([['Total:', amount('2.101,00')]]));
    expect(readOrderPage({ coupons: ['verano'] })?.coupons).toBeUndefined();
  });

  it('is no order where the payment failed, or where the shop first asks who is looking', () => {
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

describe('the Store API', () => {
  it('is where the page says', () => {
    visit('http://shop.localhost:3000/tienda/');
    const link = (href: string) => (document.head.innerHTML = `<link rel="https://api.w.org/" href="${href}">`);
    expect(readAddress()).toBeUndefined();
    link('http://shop.localhost:3000/tienda/wp-json/');
    expect(readAddress()).toBe('http://shop.localhost:3000/tienda/wp-json/wc/store/v1/cart');
    link('http://shop.localhost:3000/index.php?rest_route=/');
    expect(readAddress()).toBe('http://shop.localhost:3000/index.php?rest_route=/wc/store/v1/cart');
    link('https://other.example/wp-json/');
    expect(readAddress()).toBeUndefined();
    setGlobal('wpApiSettings', { root: 'http://shop.localhost:3000/api' });
    expect(readAddress()).toBe('http://shop.localhost:3000/api/wc/store/v1/cart');
  });
});
