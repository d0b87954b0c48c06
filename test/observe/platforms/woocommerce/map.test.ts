import { beforeEach, describe, expect, it } from 'vitest';
import { toUnits } from '../../../../src/facts/money.ts';
import { readButton, readProductPage, readVariation } from '../../../../src/observe/platforms/woocommerce/page.ts';
import { readAddress } from '../../../../src/observe/platforms/woocommerce/rest.ts';
import { readAnswer, readStoreCart } from '../../../../src/observe/platforms/woocommerce/store-cart.ts';
import { visit } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { cart, item, variation } from './support/samples.ts';

const show = (html: string, bodyClass = '') => {
  document.body.className = bodyClass;
  document.body.innerHTML = html;
};
beforeEach(() => {
  document.head.innerHTML = '';
  show('');
});

describe('Store API cart', () => {
  it('a Store API cart is read in minor units, with each variation under its own id and the paths of its product', () => {
    expect(readStoreCart(cart([item({ quantity: 2 }), variation()]))).toEqual({
      type: 'cart',
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

  it('the prices of a Store API cart may have no decimals or three', () => {
    const priced = (price: string, decimals: number) =>
      readStoreCart(cart([item({ prices: { price, currency_minor_unit: decimals } })]))?.lines?.[0]?.product.price;
    expect([priced('12990', 0), priced('1500', 3)]).toEqual([toUnits(12990), toUnits(1.5)]);
  });

  it('the last cart of a batch answer is read, and an answer of another kind gives no cart', () => {
    const responses = [{ body: cart([item()]) }, { body: cart([item({ quantity: 3 })]) }, { body: { code: 'error' } }];
    expect(readAnswer({ responses })?.lines?.[0]?.quantity).toBe(3);
    for (const other of [null, [], { items: [] }, { items: 5, totals: {} }, { responses: [null, { body: 1 }] }])
      expect(readAnswer(other)).toBeUndefined();
  });
});

describe('WooCommerce product page', () => {
  const page = `<h1 class="product_title"> Mate </h1><div class="woocommerce-product-gallery__image"><a href="/mate.jpg"></a></div>
    <form class="cart"><button name="add-to-cart" value="56"></button></form><div class="product_meta">
    <span class="sku_wrapper">SKU: <span class="sku">MATE</span></span>
    <span class="posted_in"><a>Mates</a>, <a>Regalos</a></span><span class="tagged_as"><a>nuevo</a></span></div>
    <section class="related"><li class="product"><span class="sku">OTHER</span></li></section>`;

  it('a WooCommerce product page gives the id, SKU, image, categories and tags', () => {
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

  it('a product page of blocks gives its SKU, categories and tags, and not those of other products', () => {
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

  it('a product page has its id in the form when the theme omits the class, and may have no SKU', () => {
    show(page.replace('>MATE<', '>N/A<'), 'single-product');
    expect(readProductPage()?.lines?.[0]?.product).toMatchObject({ reference: '56', sku: undefined });
    show('', 'single-product');
    expect(readProductPage()).toBeUndefined();
  });

  it('a chosen variation gives its product id, SKU, image and price', () => {
    show('<form class="variations_form" data-product_id="66"></form>');
    setGlobal('wcSettings', { currency: { code: 'UYU', symbol: '$' } });
    const chosen = {
      variation_id: 661,
      sku: 'REM-R',
      display_price: 899,
      image: { src: '/s.jpg', full_src: '/rojo.jpg' },
    };
    expect(readVariation(document.querySelector('form'), chosen)).toEqual({
      type: 'products',
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

describe('cart button', () => {
  it('an add button gives its product, whether it is an element or a jQuery collection', () => {
    show(`<ul><li class="product"><h2 class="woocommerce-loop-product__title">Mate</h2>
      <a class="ajax_add_to_cart" data-product_id="55" data-product_sku="MATE" data-quantity="3"></a></li></ul>`);
    const button = document.querySelector('a');
    const line = { quantity: 3, product: { reference: '55', sku: 'MATE', name: 'Mate' } };
    for (const given of [button, { 0: button, length: 1 }]) expect(readButton(given)).toEqual(line);
    for (const given of [undefined, null, {}, 'x', []]) expect(readButton(given)).toBeUndefined();
  });

  it('a remove button gives the quantity of its line', () => {
    show(`<li class="mini_cart_item"><a class="remove" data-product_id="55" data-product_sku="MATE"></a>
      <span class="quantity">2 × $10</span></li>`);
    expect(readButton(document.querySelector('a'))).toMatchObject({ quantity: 2, product: { reference: '55' } });
  });
});

describe('Store API address', () => {
  it('the address of the Store API is read from the page, and only on its own origin', () => {
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
