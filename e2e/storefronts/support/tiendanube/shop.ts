import { toDocument } from '../../../support/page-server.ts';
import { startShopServer, toScript } from '../shop-server.ts';
import type { Reply, ShopRequest } from '../shop-server.ts';

/** Personal data, which must never leave the page. */
export const SECRETS = ['ana.souza@example.com', '+5491155554444', '5f0c9d1be7a84c62a1d3b0', 'c1a7e0d94b2f48e6b7aa'];
const [EMAIL, PHONE, TOKEN, HASH] = SECRETS;

export const CART = '31';
export const ORDER = '880011';

interface Goods {
  id: number;
  variant: number;
  sku: string;
  name: string;
  option: string;
  path: string;
  /** In hundredths. */
  price: number;
}
const GOODS: Goods[] = [
  {
    id: 77,
    variant: 501,
    sku: 'REM-R-M',
    name: 'Remera',
    option: 'Rojo, M',
    path: '/productos/remera/',
    price: 1250050,
  },
  { id: 88, variant: 601, sku: 'TAZA', name: 'Taza', option: '', path: '/productos/taza/', price: 399999 },
];
const decimal = (hundredths: number) => (hundredths / 100).toFixed(2);
const major = (hundredths: number) => hundredths / 100;

/** The platform's own script, as far as its calls are known: `LS`, the cart, and its requests to the shop. */
const PLATFORM = `
  LS.addToCartEnhanced = (form, done) =>
    jQueryNuvem.ajax({ url: form.getAttribute('action'), method: 'POST', dataType: 'json',
      data: jQueryNuvem(form).serialize() + '&add_to_cart_enhanced=1' })
      .done((answer) => { LS.cart.items = answer.items_of_page; done(answer); });
  const update = (id, quantity) =>
    jQueryNuvem.post('/cart/update', { ['quantity[' + id + ']']: quantity }, (answer) => {
      LS.cart.items = quantity
        ? LS.cart.items.map((item) => (item.id === id ? { ...item, quantity } : item))
        : LS.cart.items.filter((item) => item.id !== id);
      document.body.dataset.updated = Number(document.body.dataset.updated ?? 0) + 1;
    }, 'json');
  const quantityOf = (id) => LS.cart.items.find((item) => item.id === id).quantity;
  LS.plusQuantity = (id) => update(id, quantityOf(id) + 1);
  LS.changeQuantity = update;
  LS.removeItem = (id) => update(id, 0);
  LS.newsletter = (form, done) =>
    jQueryNuvem.post('/contacto/', jQueryNuvem(form).serialize(), (answer) => done(answer), 'json');
`;

export interface ShopOptions {
  /** The pasted tag. */
  tag: string;
  /** Whether the shop also reports to GA4 and Universal Analytics. */
  hasLayers?: boolean;
}

/** Starts a shop of the platform with a cart on its server. Markup, globals and answers are as on the platform. */
export const startTiendanube = async ({ tag, hasLayers = false }: ShopOptions) => {
  const cart = new Map<Goods, number>();
  let form: string | undefined;

  const lines = () => [...cart].map(([goods, quantity]) => ({ goods, quantity }));
  const subtotal = () => lines().reduce((sum, { goods, quantity }) => sum + goods.price * quantity, 0);
  const nameOf = ({ name, option }: Goods) => (option ? `${name} (${option})` : name);
  const itemsOfPage = () =>
    lines().map(({ goods, quantity }) => ({
      id: 9000 + goods.id,
      item_id: 9000 + goods.id,
      variant_id: goods.variant,
      product_id: goods.id,
      name: nameOf(goods),
      short_variant_name: goods.option,
      unit_price: goods.price,
      quantity,
      requires_shipping: true,
      sku: goods.sku,
      url: `${goods.path}?variant=${goods.variant}`,
      brand: 'Lino',
      google_item_id: `g-${goods.variant}`,
      google_item_categories: { item_category: 'Casa' },
    }));
  const itemOfLayer = ({ id, name, price, sku }: Goods, quantity = 1) => ({
    ga4: {
      item_id: String(id),
      item_name: name,
      item_brand: 'Lino',
      item_category: 'Casa',
      price: decimal(price),
      quantity,
    },
    ua: { id: sku, name, price: decimal(price), quantity },
  });
  const toLayers = (ga4: string, ua: string, goods: { goods: Goods; quantity: number }[], more = {}, field = {}) =>
    hasLayers
      ? `dataLayer.push({ ecommerce: null });
         dataLayer.push(${toScript({
           event: ga4,
           user_data: { email: EMAIL },
           ecommerce: { currency: 'ARS', items: goods.map((one) => itemOfLayer(one.goods, one.quantity).ga4), ...more },
         })});
         dataLayer.push(${toScript({
           event: `eec.${ua}`,
           ecommerce: {
             currencyCode: 'ARS',
             [ua]: { actionField: field, products: goods.map((one) => itemOfLayer(one.goods, one.quantity).ua) },
           },
         })});`
      : '';

  const toPage = (
    ls: Record<string, unknown>,
    body: string,
    { script = '', head = '', title = 'Tienda' } = {},
  ): Reply => ({
    html: toDocument({
      title,
      head: `<script>window.dataLayer = [];
           window.LS = ${toScript({ store: { id: 123, url: 'tienda.example' }, lang: 'es_AR', customer: 5550001, ...ls })};
           LS.ready = new Promise((resolve) => document.addEventListener('DOMContentLoaded', () => setTimeout(resolve, 30)));
         </script>${tag}${head}<script src="/jquery.js"></script>`,
      body: `${body}<script>window.jQueryNuvem = jQuery; ${PLATFORM} ${script}</script>`,
    }),
  });
  const toShopPage = (template: string, body: string, more: Record<string, unknown> = {}, page = {}): Reply =>
    toPage(
      {
        currency: { code: 'ARS', display_short: '$', cents_separator: ',', thousands_separator: '.' },
        template,
        cart: { id: Number(CART), hash: TOKEN, subtotal: subtotal(), items: itemsOfPage() },
        ...more,
      },
      body,
      page,
    );

  const product = (goods: Goods): Reply => {
    const variants = [goods, { ...goods, variant: goods.variant - 1, sku: `${goods.sku}-0`, isGone: true }];
    const description = {
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: goods.name,
      sku: goods.sku,
      brand: { '@type': 'Brand', name: 'Lino' },
      image: `/${goods.id}.jpg`,
      url: goods.path,
      offers: { '@type': 'Offer', price: decimal(goods.price), priceCurrency: 'ARS' },
    };
    const isAjax = goods.id === 77;
    return toShopPage(
      'product',
      `<form id="product_form" class="js-product-form" method="post" action="/comprar/" data-store="product-form-${goods.id}">
         <input type="hidden" name="add_to_cart" value="${goods.id}"><input type="hidden" name="quantity" value="1">
         <button class="js-addtocart js-prod-submit-form" data-component="product.add-to-cart">Agregar</button></form>
       <script type="application/ld+json">${toScript(description)}</script>`,
      {
        product: { id: goods.id, name: goods.name, tags: 'nuevo, lino', requires_shipping: true },
        variants: variants.map((one) => ({
          id: one.variant,
          product_id: goods.id,
          price_number: major(goods.price),
          stock: 3,
          sku: one.sku,
          available: !('isGone' in one),
          image_url: `//localhost/${goods.id}.jpg`,
        })),
      },
      {
        title: goods.name,
        head: `<link rel="canonical" href="https://tienda.example${goods.path}">`,
        script: `${toLayers('view_item', 'detail', [{ goods, quantity: 1 }])}
          ${
            isAjax
              ? `document.querySelector('form').addEventListener('submit', (event) => {
                   event.preventDefault();
                   LS.addToCartEnhanced(event.target, () => {
                     ${toLayers('add_to_cart', 'add', [{ goods, quantity: 1 }])}
                     document.body.dataset.added = Number(document.body.dataset.added ?? 0) + 1;
                   });
                 });`
              : ''
          }`,
      },
    );
  };

  const cartPage = () =>
    toShopPage(
      'cart',
      `<div data-store="cart-page">${itemsOfPage()
        .map(
          ({ id, name }) =>
            `<div data-component="cart.line-item">${name}
               <button id="plus-${id}" data-component="quantity.plus" onclick="LS.plusQuantity(${id})">+</button>
               <button id="one-${id}" onclick="LS.changeQuantity(${id}, 1)">1</button>
               <button id="remove-${id}" data-component="line-item.remove" onclick="LS.removeItem(${id})">×</button></div>`,
        )
        .join('')}</div><a id="buy" href="/checkout/v3/start/${CART}/${TOKEN}?from_store=1">Comprar</a>`,
      {},
      { script: toLayers('view_cart', 'none', lines()) },
    );

  const contact = { email: EMAIL, phone: PHONE, accepts_marketing: true };
  const checkout = (more: Record<string, unknown>, script = '') =>
    toPage(
      {
        currency: 'ARS',
        cart: {
          id: Number(CART),
          subtotal: subtotal(),
          items: itemsOfPage().map(({ id, variant_id, name, unit_price, quantity, sku }) => ({
            id,
            variant_id,
            name,
            unit_price,
            quantity,
            sku,
          })),
          shippingAddress: { first_name: 'Ana', address: 'Rua das Flores 1' },
          contact,
        },
        ...more,
      },
      '<main>Checkout</main>',
      { title: 'Checkout', script },
    );
  const success = () => {
    const total = Math.round(subtotal() * 0.9);
    const order = {
      id: Number(ORDER),
      number: 1042,
      hash: HASH,
      created_at: new Date().toISOString(),
      coupon: [{ code: 'PROMO10', type: 'percentage' }],
      discount: subtotal() - total,
      total,
      gateway: 'mercadopago',
      contact,
    };
    return checkout(
      { order },
      toLayers(
        'purchase',
        'purchase',
        lines(),
        { transaction_id: ORDER, value: decimal(total), coupon: 'PROMO10' },
        { id: ORDER, revenue: decimal(total), coupon: 'PROMO10' },
      ),
    );
  };

  const toForm = (type: string, store: string) =>
    `<div><form id="${type}" method="post" action="/winnie-pooh" data-store="${store}">
       <input type="hidden" name="type" value="${type}"><input name="email" value="${EMAIL}">
       <input name="winnie-pooh" hidden><button>Enviar</button></form></div>`;
  const contactPage = () => {
    const taken = form;
    form = undefined;
    const messages: Record<string, string> = {
      contact: '<p data-component="contact-success-message">¡Gracias! Respondemos en 24 horas.</p>',
      order_cancellation: `<p data-component="order-cancellation-success-message">Trámite <b>#${ORDER}</b></p>`,
    };
    return toShopPage(
      'contact',
      `${messages[taken ?? ''] ?? ''}${toForm('contact', 'contact-form')}${toForm('order_cancellation', 'contact-form')}
       <form id="popup"><input type="hidden" name="type" value="newsletter"><input name="email" value="${EMAIL}">
         <button>Suscribirme</button><p class="js-news-popup-success" style="display:none">¡Gracias!</p></form>`,
      {},
      {
        script: `document.querySelector('#popup').addEventListener('submit', (event) => {
          event.preventDefault();
          LS.newsletter(event.target, ({ success }) => {
            document.querySelector('.js-news-popup-success').style.display = success ? '' : 'none';
          });
        });`,
      },
    );
  };

  const answer = ({ method, url, form: sent, isAjax }: ShopRequest): Reply | undefined => {
    const { pathname } = url;
    const goods = GOODS.find(({ path }) => path === pathname);
    if (goods) return product(goods);
    if (pathname === '/') return toShopPage('home', '<h1>Tienda</h1>');
    if (pathname === '/comprar/' && method === 'POST') {
      const added = GOODS.find(({ id }) => String(id) === sent.get('add_to_cart'));
      if (added) cart.set(added, (cart.get(added) ?? 0) + Number(sent.get('quantity')));
      if (!isAjax) return { redirect: '/comprar/' };
      const products = lines().map(({ goods: one, quantity }) => ({
        id: 9000 + one.id,
        product_id: one.id,
        variant_id: one.variant,
        name: one.name,
        price: decimal(one.price),
        quantity: String(quantity),
        sku: one.sku,
        image: { src: `https://cdn.example/${one.id}.jpg` },
        url: `https://tienda.example${one.path}`,
      }));
      const total = decimal(subtotal());
      return {
        json: {
          success: true,
          cart: { id: Number(CART), token: TOKEN, currency: 'ARS', subtotal: total, total, coupon: [], products },
          items_of_page: itemsOfPage(),
        },
      };
    }
    if (pathname === '/comprar/') return cartPage();
    if (pathname === '/cart/update') {
      for (const [key, value] of sent) {
        const changed = GOODS.find(({ id }) => key === `quantity[${9000 + id}]`);
        if (changed && Number(value)) cart.set(changed, Number(value));
        else if (changed) cart.delete(changed);
      }
      return { json: { success: true } };
    }
    if (pathname.startsWith(`/checkout/v3/start/${CART}/`)) {
      return checkout({}, toLayers('begin_checkout', 'checkout', lines(), {}, { step: 1 }));
    }
    if (pathname.startsWith('/checkout/v3/next/')) return checkout({});
    if (pathname.startsWith(`/checkout/v3/success/${ORDER}/`)) return success();
    if (pathname === '/winnie-pooh') {
      form = sent.get('type') ?? undefined;
      return { redirect: '/contacto/' };
    }
    if (pathname === '/contacto/' && method === 'POST') return { json: { success: sent.get('type') === 'newsletter' } };
    if (pathname === '/contacto/') return contactPage();
    return undefined;
  };

  const server = await startShopServer(answer);
  return {
    ...server,
    startAddress: `/checkout/v3/start/${CART}/${TOKEN}`,
    nextAddress: `/checkout/v3/next/${CART}/${TOKEN}`,
    successAddress: `/checkout/v3/success/${ORDER}/${TOKEN}`,
    /** Does what the platform does once an order was paid. */
    empty: () => cart.clear(),
  };
};
