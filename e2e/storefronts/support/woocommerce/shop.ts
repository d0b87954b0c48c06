import { createHash } from 'node:crypto';
import { bundleWordpressData } from '../../../../test/observe/platforms/woocommerce/support/wordpress-data.ts';
import { toDocument } from '../../../support/page-server.ts';
import { startShopServer, toScript } from '../shop-server.ts';
import type { Reply, ShopRequest } from '../shop-server.ts';

/** Personal data, which must never leave the page. */
export const SECRETS = ['ana.souza@example.com', 'wc_order_s3cretKey', 'Rua das Flores 1', '+59899123456'];
const [EMAIL, KEY, STREET, PHONE] = SECRETS;

export const ORDER = '1040';
const billing = { email: EMAIL, phone: PHONE, address_1: STREET };

interface Goods {
  /** The bought product, or one of its variations. */
  id: number;
  parent?: number;
  sku: string;
  name: string;
  option?: string;
  path: string;
  query?: string;
  /** In hundredths. */
  price: number;
}
const MATE: Goods = { id: 55, sku: 'MATE', name: 'Mate', path: '/product/mate/', price: 105050 };
const SHIRT: Goods = {
  id: 661,
  parent: 66,
  sku: 'REM-R',
  name: 'Remera',
  option: 'Rojo',
  path: '/product/remera/',
  query: '?attribute_pa_color=rojo',
  price: 89900,
};
const GOODS = [MATE, SHIRT];

const local = (hundredths: number) =>
  (hundredths / 100)
    .toFixed(2)
    .replace('.', ',')
    .replace(/\B(?=(\d{3})+,)/g, '.');
const toPrice = (hundredths: number) =>
  `<span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">$</span>${local(hundredths)}</bdi></span>`;

/** The shop's classic scripts, as far as their requests and triggers are known. */
const CLASSIC = `
  const body = jQuery(document.body);
  const done = (name) => (document.body.dataset[name] = Number(document.body.dataset[name] ?? 0) + 1);
  jQuery(document).on('click', '.ajax_add_to_cart', function (event) {
    event.preventDefault();
    const button = jQuery(this);
    body.trigger('adding_to_cart', [button, {}]);
    jQuery.post('/?wc-ajax=add_to_cart', { product_id: this.dataset.product_id, quantity: 1 }, (answer) => {
      body.trigger('added_to_cart', [answer.fragments, answer.cart_hash, button]);
      done('added');
    });
  });
  jQuery(document).on('click', '[data-update]', function (event) {
    event.preventDefault();
    jQuery.post('/cart/', this.dataset.update, () => {
      body.trigger('updated_wc_div');
      body.trigger('updated_cart_totals');
      done('updated');
    }, 'html');
  });
  jQuery(document).on('click', '#coupon', () =>
    jQuery.post('/?wc-ajax=apply_coupon', { coupon_code: 'verano' }, () => {
      body.trigger('applied_coupon', ['verano']);
      body.trigger('updated_cart_totals');
      done('coupon');
    }, 'html'));
`;

/** The store of the blocks, made with the real data package, and a cart page that uses it. */
const BLOCKS = `
  const api = (path, options) => fetch('/wp-json/wc/store/v1/' + path, options).then((answer) => answer.json());
  const store = wordpressData.createReduxStore('wc/store/cart', {
    reducer: (state = { items: [], coupons: [], totals: {} }, action) => (action.type === 'RECEIVE' ? action.cart : state),
    actions: {
      receiveCart: (cart) => ({ type: 'RECEIVE', cart }),
      changeCartItemQuantity: (id, quantity) => async ({ dispatch }) =>
        dispatch.receiveCart(await api('cart/update-item', { method: 'POST', body: JSON.stringify({ id, quantity }) })),
    },
    selectors: { getCartData: (state) => state },
    resolvers: { getCartData: () => async ({ dispatch }) => dispatch.receiveCart(await api('cart')) },
  });
  const registry = wordpressData.createRegistry();
  registry.register(store);
  window.wp = { data: registry };
  const draw = () =>
    (document.querySelector('#items').textContent =
      registry.select('wc/store/cart').getCartData().items.map(({ id, quantity }) => quantity + 'x' + id).join());
  registry.subscribe(draw);
  draw();
  document.addEventListener('click', ({ target }) => {
    const [id, quantity] = (target.dataset.quantity ?? '').split(',');
    if (id) registry.dispatch('wc/store/cart').changeCartItemQuantity(Number(id), Number(quantity));
  });
`;

export interface ShopOptions {
  /** The pasted tag. */
  tag: string;
  /** Whether cart and checkout are blocks. */
  isBlocks?: boolean;
  /** Whether the shop also reports to GA4 and Universal Analytics. */
  hasLayers?: boolean;
  /** The thank-you page of a plug-in, if the shop has one: its address, and whether it shows the order. */
  thankYou?: { path: string; isBare?: boolean };
}

/** Starts a shop of the platform with a cart on its server. Markup, cookies, triggers and answers are as on the platform. */
export const startWooCommerce = async ({ tag, isBlocks = false, hasLayers = false, thankYou }: ShopOptions) => {
  const cart = new Map<Goods, number>();
  let ordered: [Goods, number][] = [];
  let hasCoupon = false;
  const dataPackage = isBlocks ? await bundleWordpressData() : '';

  const sumOf = (lines: Iterable<[Goods, number]>) =>
    [...lines].reduce((sum, [goods, quantity]) => sum + goods.price * quantity, 0);
  const put = (goods: Goods | undefined, quantity: number) => {
    if (goods && quantity > 0) cart.set(goods, quantity);
    else if (goods) cart.delete(goods);
  };
  const goodsOf = (id: unknown) => GOODS.find((goods) => String(goods.id) === String(id));
  // The platform computes it from the total too, so a coupon changes it.
  const hash = () =>
    createHash('md5')
      .update(toScript([[...cart], hasCoupon]))
      .digest('hex');
  const cookies = () =>
    cart.size
      ? [`woocommerce_cart_hash=${hash()}; path=/`, 'woocommerce_items_in_cart=1; path=/']
      : ['cart_hash', 'items_in_cart'].map((name) => `woocommerce_${name}=; path=/; max-age=0`);
  const withCookies = (reply: Reply): Reply => ({ ...reply, cookies: cookies() });

  const prices = (price: number) => ({ price: String(price), currency_code: 'UYU', currency_minor_unit: 2 });
  const storeCart = () => ({
    items: [...cart].map(([goods, quantity]) => ({
      key: `k${goods.id}`,
      id: goods.id,
      type: goods.parent ? 'variation' : 'simple',
      quantity,
      name: goods.name,
      sku: goods.sku,
      permalink: `http://tienda.example${goods.path}${goods.query ?? ''}`,
      images: [{ id: 1, src: `http://tienda.example/${goods.id}.jpg` }],
      variation: goods.option ? [{ attribute: 'Color', value: goods.option }] : [],
      prices: prices(goods.price),
    })),
    coupons: hasCoupon ? [{ code: 'verano' }] : [],
    totals: { total_price: String(sumOf(cart)), currency_code: 'UYU', currency_minor_unit: 2 },
    billing_address: billing,
    shipping_address: billing,
  });

  const toLayers = (ga4: string, ua: string, lines: [Goods, number][], more = {}, field = {}) => {
    if (!hasLayers) return '';
    const items = lines.map(([{ id, parent, name, price }, quantity]) => ({
      item_id: String(id),
      ...(parent && { item_group_id: String(parent) }),
      item_name: name,
      item_brand: 'Gaucho',
      price: price / 100,
      quantity,
    }));
    const products = lines.map(([{ sku, name, price }, quantity]) => ({ id: sku, name, price: price / 100, quantity }));
    const people = { orderData: { customer: { billing } }, user_data: { email: EMAIL } };
    return `dataLayer.push({ ecommerce: null });
      dataLayer.push(${toScript({ event: ga4, ...people, ecommerce: { currency: 'UYU', items, ...more } })});
      dataLayer.push(${toScript({
        event: `eec.${ua}`,
        ecommerce: { currencyCode: 'UYU', [ua]: { actionField: field, products } },
      })});`;
  };

  const toPage = (classes: string, content: string, { script = '', after = '', title = 'Tienda' } = {}): Reply => ({
    html: toDocument({
      title,
      head: `<link rel="https://api.w.org/" href="/wp-json/"><script>window.dataLayer = [];</script>${tag}
        <script src="/jquery.js"></script><script>window.wc_add_to_cart_params = { wc_ajax_url: '/?wc-ajax=%%endpoint%%' };</script>`,
      body: `<div class="site">${content}</div><script>document.body.className = 'theme-x woocommerce-js ${classes}';
        ${CLASSIC} ${script}</script>${after}`,
    }),
  });

  const shopPage = () =>
    toPage(
      'archive woocommerce woocommerce-page',
      `<ul class="products">${GOODS.filter(({ parent }) => !parent)
        .map(
          ({ id, sku, name, price }) =>
            `<li class="product"><h2 class="woocommerce-loop-product__title">${name}</h2><span class="price">${toPrice(price)}</span>
             <a href="?add-to-cart=${id}" class="button ajax_add_to_cart" data-product_id="${id}" data-product_sku="${sku}"
               data-quantity="1">Agregar</a></li>`,
        )
        .join('')}</ul>`,
      // Plug-ins report on the click, before it is known whether the addition succeeds.
      { script: `body.on('adding_to_cart', () => { ${toLayers('add_to_cart', 'add', [[MATE, 1]])} });` },
    );

  const productPage = (goods: Goods, isAdded: boolean) => {
    const parent = goods.parent ?? goods.id;
    const description = {
      '@context': 'https://schema.org/',
      '@graph': [
        {
          '@type': 'Product',
          name: goods.name,
          sku: parent,
          url: `http://tienda.example${goods.path}`,
          image: `http://tienda.example/${parent}.jpg`,
          offers: [{ '@type': 'Offer', price: (goods.price / 100).toFixed(2), priceCurrency: 'UYU' }],
        },
      ],
    };
    return toPage(
      `single single-product postid-${parent} woocommerce woocommerce-page`,
      `<div id="product-${parent}" class="product"><div class="woocommerce-product-gallery__image"><a href="/${parent}.jpg"></a></div>
        <h1 class="product_title entry-title">${goods.name}</h1>
        <form class="variations_form cart" method="post" data-product_id="${parent}">
          <button id="choose" type="button">${goods.option ?? ''}</button><input type="hidden" name="quantity" value="1">
          <input type="hidden" name="add-to-cart" value="${parent}"><input type="hidden" name="variation_id" value="${goods.id}">
          <button id="add" type="submit">Agregar al carrito</button></form>
        <div class="product_meta"><span class="sku">${goods.parent ? 'REM' : goods.sku}</span><span class="posted_in"><a>Ropa</a></span></div></div>`,
      {
        title: goods.name,
        script: `${toLayers('view_item', 'detail', [[goods, 1]])}
          ${isAdded ? toLayers('add_to_cart', 'add', [[goods, 1]]) : ''}
          jQuery('#choose').on('click', () => jQuery('form.cart').trigger('found_variation', [${toScript({
            variation_id: goods.id,
            sku: goods.sku,
            display_price: goods.price / 100,
            image: { full_src: `/${goods.id}.jpg` },
          })}]));`,
        after: `<script type="application/ld+json">${toScript(description)}</script>`,
      },
    );
  };

  const cartPage = () =>
    isBlocks
      ? toPage(
          'page woocommerce-cart woocommerce-page',
          `<div data-block-name="woocommerce/cart" class="wp-block-woocommerce-cart"><p id="items"></p>${[
            ...cart.keys(),
          ]
            .map(({ id }) =>
              [3, 1, 0].map((count) => `<button data-quantity="${id},${count}">${count}</button>`).join(''),
            )
            .join('')}</div>`,
          { script: `${dataPackage} ${BLOCKS}` },
        )
      : toPage(
          'page woocommerce-cart woocommerce-page',
          `<form class="woocommerce-cart-form">${[...cart.keys()]
            .map(
              ({ id, name }) =>
                [3, 1, 0]
                  .map((count) => `<a href="#" data-update="update=${id}&count=${count}">${name}: ${count}</a>`)
                  .join('') + `<a class="remove" href="/cart/?remove_item=${id}">×</a>`,
            )
            .join('')}<button id="coupon" type="button">Cupón</button></form>`,
          { script: toLayers('view_cart', 'none', [...cart]) },
        );

  const checkoutPage = () =>
    toPage(
      'page woocommerce-checkout woocommerce-page',
      `<form name="checkout" class="checkout woocommerce-checkout" method="post" action="/checkout/">
         <input name="billing_email" value="${EMAIL}"><input name="billing_address_1" value="${STREET}">
         <button id="place_order">Comprar</button></form>`,
      { script: toLayers('begin_checkout', 'checkout', [...cart], {}, { step: 2 }) },
    );

  const orderPage = () => {
    const sum = sumOf(ordered);
    const total = Math.round(sum * (hasCoupon ? 0.9 : 1));
    const prefix = isBlocks ? 'wc-block-order-confirmation-totals__' : 'woocommerce-table__';
    const rows = ordered
      .map(
        ([{ name, option, path, query = '', price }, quantity]) =>
          `<tr class="woocommerce-table__line-item order_item"><td class="${prefix}product product-name">
             <a href="${path}${query}">${name}${option ? ` - ${option}` : ''}</a>
             <strong class="product-quantity">&times;&nbsp;${quantity}</strong></td>
           <td class="${prefix}total">${toPrice(price * quantity)}</td></tr>`,
      )
      .join('');
    // Blocks leave out the first and the last row.
    const foot = [
      ['Subtotal:', toPrice(sum)],
      ...(hasCoupon ? [['Descuento:', `-${toPrice(sum - total)}`]] : []),
      ['Método de pago:', 'Contra reembolso'],
      ['Total:', toPrice(total)],
    ].filter(([name = '']) => !isBlocks || !/Sub|pago/.test(name));
    const table = `<table class="${isBlocks ? 'wc-block-order-confirmation-totals__table' : 'woocommerce-table woocommerce-table--order-details shop_table order_details'}">
      <tbody>${rows}</tbody><tfoot>${foot.map(([name, value]) => `<tr><th scope="row">${name}</th><td class="${prefix}total">${value}</td></tr>`).join('')}</tfoot></table>
      <address>Ana Souza<br>${STREET}<p>${PHONE}</p><p>${EMAIL}</p></address>`;
    const block = 'wc-block-order-confirmation-summary';
    const facts = [
      ['Pedido:', `90${ORDER}`],
      ['Fecha:', '22/11/2026'],
      ['Total:', toPrice(total)],
      ['Correo:', EMAIL],
      ['Método de pago:', 'Contra reembolso'],
    ];
    const summary = isBlocks
      ? `<div class="wp-block-woocommerce-order-confirmation-summary ${block}"><ul class="${block}-list">${facts
          .map(
            ([name, value]) =>
              `<li class="${block}-list-item"><span class="${block}-list-item__key">${name}</span>
               <span class="${block}-list-item__value">${value}</span></li>`,
          )
          .join('')}</ul></div>`
      : `<ul class="woocommerce-order-overview woocommerce-thankyou-order-details order_details">
           <li class="woocommerce-order-overview__order order">Pedido: <strong>90${ORDER}</strong></li>
           <li class="woocommerce-order-overview__email email"><strong>${EMAIL}</strong></li>
           <li class="woocommerce-order-overview__total total"><strong>${toPrice(total)}</strong></li>
           <li class="woocommerce-order-overview__payment-method method"><strong>Contra reembolso</strong></li></ul>`;
    const totals = { transaction_id: ORDER, value: total / 100, coupon: hasCoupon ? 'verano' : '' };
    // Plug-ins let their page look like the checkout.
    const classes = `page woocommerce-checkout woocommerce-page${thankYou ? '' : ' woocommerce-order-received'}`;
    return toPage(classes, thankYou?.isBare ? '<h1>Gracias</h1>' : summary + table, {
      script: toLayers('purchase', 'purchase', ordered, totals, { id: ORDER, revenue: total / 100 }),
    });
  };

  const answer = ({ method, url, form, json }: ShopRequest): Reply | undefined => {
    const { pathname, searchParams } = url;
    const isPost = method === 'POST';
    const goods = GOODS.find(({ path }) => path === pathname);
    if (searchParams.get('wc-ajax') === 'add_to_cart') {
      const added = goodsOf(form.get('product_id'));
      if (added) put(added, (cart.get(added) ?? 0) + 1);
      return withCookies({ json: { fragments: { 'div.widget': '<div></div>' }, cart_hash: hash() } });
    }
    if (searchParams.get('wc-ajax') === 'apply_coupon') {
      hasCoupon = true;
      return withCookies({ html: '<div class="woocommerce-message">Cupón aplicado</div>' });
    }
    if (goods && isPost) put(goods, (cart.get(goods) ?? 0) + 1);
    if (goods) return withCookies(productPage(goods, isPost));
    if (pathname === '/shop/') return shopPage();
    if (pathname === '/cart/' && isPost) {
      put(goodsOf(form.get('update')), Number(form.get('count')));
      return withCookies({ html: '<p>updated</p>' });
    }
    if (searchParams.has('remove_item')) {
      put(goodsOf(searchParams.get('remove_item')), 0);
      return withCookies({ redirect: '/cart/' });
    }
    if (pathname === '/cart/') return cartPage();
    if (pathname === '/wp-json/wc/store/v1/cart') return withCookies({ json: storeCart() });
    if (pathname === '/wp-json/wc/store/v1/cart/update-item') {
      put(goodsOf(json.id), Number(json.quantity));
      return withCookies({ json: storeCart() });
    }
    if (pathname === '/checkout/' && isPost) {
      ordered = [...cart];
      cart.clear();
      return withCookies({ redirect: thankYou?.path ?? `/checkout/order-received/${ORDER}/?key=${KEY}` });
    }
    if (pathname === '/checkout/') return checkoutPage();
    if (pathname === `/checkout/order-received/${ORDER}/` || thankYou?.path.startsWith(pathname)) return orderPage();
    return undefined;
  };

  return startShopServer(answer);
};
