import { toDocument } from '../../../support/page-server.ts';
import { startShopServer, toScript } from '../shop-server.ts';

/** Personal data of the customer, which a theme shows in many places. */
export const SECRETS = ['ana.souza@example.com', 'Ana Souza', 's3cretkey', '+33 6 12 34 56 78'];

const VARIANTS = [
  {
    id: 41001,
    product_id: 7001,
    handle: 'tee',
    title: 'Tee',
    variant: 'Small',
    sku: 'TEE-S',
    price: 1990,
    type: 'Shirts',
  },
  {
    id: 41002,
    product_id: 7001,
    handle: 'tee',
    title: 'Tee',
    variant: 'Large',
    sku: 'TEE-L',
    price: 2290,
    type: 'Shirts',
  },
  { id: 42001, product_id: 7002, handle: 'mug', title: 'Mug', variant: null, sku: 'MUG', price: 990, type: 'Kitchen' },
];
type Variant = (typeof VARIANTS)[number];
const nameOf = ({ title, variant }: Variant) => (variant ? `${title} - ${variant}` : title);

interface ShopOptions {
  /** The tag that the merchant pastes. */
  tag: string;
  /** Whether the theme sends standard events and changes the cart by the Storefront API. */
  hasEvents?: boolean;
  /** Whether the theme also reports to GA4 and Universal Analytics. */
  hasLayers?: boolean;
  /** Whether the page is shown in the theme editor. */
  isDesigned?: boolean;
}

/**
 * A shop as Shopify serves it: globals and markup of a theme, its Ajax API and its cart's cookie. Written from the names in
 * https://shopify.dev/docs/api/ajax/reference/cart and https://shopify.dev/docs/storefronts/themes (2026-11); no theme's code.
 */
export const startShopify = async ({ tag, hasEvents = false, hasLayers = false, isDesigned = false }: ShopOptions) => {
  let token = 'hWN2first';
  let lines: { variant: Variant; quantity: number }[] = [];
  const cookie = () => [`cart=${encodeURIComponent(`${token}?key=s3cretkey`)}; Path=/`];

  const toItem = ({ variant, quantity }: { variant: Variant; quantity: number }) => ({
    id: variant.id,
    key: `${variant.id}:5d1`,
    variant_id: variant.id,
    product_id: variant.product_id,
    product_title: variant.title,
    title: nameOf(variant),
    variant_title: variant.variant,
    sku: variant.sku,
    price: variant.price,
    final_price: variant.price,
    line_price: variant.price * quantity,
    quantity,
    vendor: 'Casa',
    product_type: variant.type,
    handle: variant.handle,
    url: `/products/${variant.handle}?variant=${variant.id}`,
    image: `https://cdn.shop.example/${variant.handle}.jpg`,
    properties: { Engraving: SECRETS[1] },
  });
  const toCart = () => ({
    token: `${token}?key=s3cretkey`,
    note: `Call ${SECRETS[3]} or ${SECRETS[0]}`,
    attributes: { gift_for: SECRETS[1] },
    item_count: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    total_price: lines.reduce((sum, { variant, quantity }) => sum + variant.price * quantity, 0),
    items: lines.map(toItem),
    currency: 'EUR',
  });
  const add = (id: number, quantity: number) => {
    const variant = VARIANTS.find((one) => one.id === id)!;
    const line = lines.find((one) => one.variant.id === id);
    if (line) line.quantity += quantity;
    else lines = [{ variant, quantity }, ...lines];
    return toItem(lines.find((one) => one.variant.id === id)!);
  };

  const scripts = `
    const push = (event, key, item, quantity) => {
      if (!${hasLayers}) return;
      window.dataLayer.push({ ecommerce: null });
      window.dataLayer.push({ event, ecommerce: { currency: 'EUR', value: item.price * quantity / 100, items: [
        { item_id: 'shopify_FR_' + item.product_id + '_' + item.id, item_name: item.title, price: item.price / 100, quantity } ] },
        user_data: { email: '${SECRETS[0]}' } });
      window.dataLayer.push({ event: 'eec.' + key, ecommerce: { currencyCode: 'EUR', [key]: { products: [
        { id: String(item.id), name: item.title, price: String(item.price / 100), quantity } ] } } });
    };
    const done = (name) => document.body.dataset[name] = Number(document.body.dataset[name] ?? 0) + 1;
    const say = (type, values) =>
      document.body.dispatchEvent(Object.assign(new Event('shopify:' + type, { bubbles: true }), values));
    const api = async (path, body) => {
      const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      return response.json();
    };
    // A theme with standard events sends the event before the request. The answer resolves the event's promise.
    const update = (action, values) => {
      const promise = api('/api/2026-07/graphql.json', { action, ...values }).then(({ cart, userErrors }) => ({ cart, userErrors, warnings: [] }));
      say('cart:lines-update', { action, context: 'product', lines: [], promise });
      return promise;
    };
    const addToCart = async (item, quantity = 1) => {
      if (${hasEvents}) {
        const { userErrors } = await update('add', { id: item.id, quantity });
        if (userErrors[0]) return done('refused');
      } else {
        const form = new FormData();
        form.append('id', item.id);
        form.append('quantity', quantity);
        form.append('sections', 'cart-drawer');
        const answer = await (await fetch(Shopify.routes.root + 'cart/add', { method: 'POST', headers: { Accept: 'application/javascript' }, body: form })).json();
        if (answer.status) return done('refused');
      }
      push('add_to_cart', 'add', item, quantity);
      done('added');
    };
    const changeCart = async (item, quantity, before) => {
      if (${hasEvents}) await update('update', { id: item.id, quantity });
      else await new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open('POST', '/cart/change.js');
        request.setRequestHeader('Content-Type', 'application/json');
        request.onload = resolve;
        request.send(JSON.stringify({ id: item.key ?? String(item.id), quantity, sections: 'main-cart' }));
      });
      push(quantity > before ? 'add_to_cart' : 'remove_from_cart', quantity > before ? 'add' : 'remove', item, Math.abs(quantity - before));
      done('changed');
    };`;

  const toPage = (title: string, body: string, { head = '', meta = {}, inline = '' } = {}) => ({
    html: toDocument({
      title,
      head: `<script>window.Shopify = ${toScript({
        shop: 'casa.myshopify.com',
        locale: 'en',
        currency: { active: 'EUR', rate: '1.0' },
        country: 'FR',
        routes: { root: '/' },
        ...(isDesigned && { designMode: true }),
      })};
      window.ShopifyAnalytics = { meta: ${toScript({ currency: 'EUR', page: { customerId: 9, customerEmail: SECRETS[0] }, ...meta })} };
      window.dataLayer = window.dataLayer || [];</script>${head}${tag}`,
      body: `${body}<script>${scripts}${inline}</script>`,
    }),
  });

  const productPage = (handle: string, chosen: string | null) => {
    const variants = VARIANTS.filter((one) => one.handle === handle);
    const variant = variants.find(({ id }) => String(id) === chosen) ?? variants[0]!;
    const item = toItem({ variant, quantity: 1 });
    const described = {
      '@context': 'http://schema.org/',
      '@id': `/products/${handle}#product`,
      '@type': 'Product',
      brand: { '@type': 'Brand', name: 'Casa' },
      category: variant.type,
      description: 'Made to last.',
      name: variant.title,
      image: `https://cdn.shop.example/${handle}.jpg?width=1920`,
      offers: {
        '@type': 'Offer',
        price: (variant.price / 100).toFixed(2),
        priceCurrency: 'EUR',
        url: `http://localhost/products/${handle}`,
      },
      sku: variant.sku,
      url: `/products/${handle}`,
    };
    const view = hasEvents
      ? `say('product:view', { context: 'recommendation', product: { id: 'gid://shopify/Product/7999', title: 'Another', handle: 'another', selectedVariant: null } });
         say('product:view', { context: 'page', product: ${toScript({
           id: `gid://shopify/Product/${variant.product_id}`,
           title: variant.title,
           handle,
           selectedVariant: {
             id: `gid://shopify/ProductVariant/${variant.id}`,
             title: variant.variant,
             price: { amount: (variant.price / 100).toFixed(2), currencyCode: 'EUR' },
           },
         })} });`
      : '';
    return toPage(
      variant.title,
      `<form action="/cart/add" method="post"><input type="hidden" name="id" value="${variant.id}">
        <button type="button" class="ajax">Add to cart</button><button class="full" name="add">Add and go to the cart</button></form>
       <button class="many">All there is</button>`,
      {
        head: `<script type="application/ld+json">${toScript(described)}</script>`,
        meta: {
          page: { pageType: 'product', resourceType: 'product', resourceId: variant.product_id },
          product: {
            id: variant.product_id,
            gid: `gid://shopify/Product/${variant.product_id}`,
            vendor: 'Casa',
            type: variant.type,
            variants: variants.map((one) => ({
              id: one.id,
              price: one.price,
              name: nameOf(one),
              public_title: one.variant,
              sku: one.sku,
            })),
          },
        },
        inline: `const item = ${toScript(item)};
          push('view_item', 'detail', item, 1);
          ${view}
          document.querySelector('.ajax').onclick = () => addToCart(item);
          document.querySelector('.many').onclick = () => addToCart(item, 9999);`,
      },
    );
  };

  const cartPage = () =>
    toPage(
      'Your cart',
      `<form action="/cart" method="post">${lines
        .map(
          ({ variant, quantity }) =>
            `<button type="button" id="plus-${variant.id}">+</button><button type="button" id="none-${variant.id}">${quantity} × ${nameOf(variant)}: remove</button>`,
        )
        .join('')}<button name="update">Update</button><button name="checkout">Check out</button></form>`,
      {
        inline: lines
          .map(
            ({ variant, quantity }) => `{
              const item = ${toScript(toItem({ variant, quantity }))};
              let count = ${quantity};
              document.getElementById('plus-${variant.id}').onclick = () => changeCart(item, ++count, count - 1);
              document.getElementById('none-${variant.id}').onclick = () => changeCart(item, 0, count);
            }`,
          )
          .join('\n'),
      },
    );

  const site = await startShopServer(({ method, url, form, json }) => {
    const { pathname, searchParams } = url;
    const [, product] = /^(?:\/collections\/\w+)?\/products\/(\w+)$/.exec(pathname) ?? [];
    if (product) return productPage(product, searchParams.get('variant'));
    if (pathname === '/cart.js') return { json: toCart() };
    if (pathname === '/cart/add') {
      if (form.has('id')) {
        add(Number(form.get('id')), Number(form.get('quantity') ?? 1));
        return { redirect: '/cart', cookies: cookie() };
      }
      // Themes send multipart forms.
      const text = decodeURIComponent(form.toString().replaceAll('+', ' '));
      const [id, quantity] = ['id', 'quantity'].map((name) =>
        Number(new RegExp(`name="${name}"\\s+(\\d+)`).exec(text)?.[1]),
      );
      if (quantity! > 1_000)
        return { status: 422, json: { status: 422, message: 'Cart Error', description: 'Only 12 left' } };
      return { json: { ...add(id!, quantity!), sections: { 'cart-drawer': '<p>…</p>' } }, cookies: cookie() };
    }
    if (pathname === '/cart/change.js') {
      const id = parseInt(String(json.id));
      lines = lines
        .map((line) => (line.variant.id === id ? { ...line, quantity: Number(json.quantity) } : line))
        .filter(({ quantity }) => quantity > 0);
      return { json: { ...toCart(), sections: { 'main-cart': '<p>…</p>'.repeat(2_000) } } };
    }
    if (pathname === '/api/2026-07/graphql.json') {
      const { action, id, quantity } = json as { action: string; id: number; quantity: number };
      if (quantity > 1_000) return { json: { cart: null, userErrors: [{ code: 'INVALID', message: 'Only 12 left' }] } };
      if (action === 'add') add(id, quantity);
      else
        lines = lines
          .map((line) => (line.variant.id === id ? { ...line, quantity } : line))
          .filter((line) => line.quantity > 0);
      return {
        json: { cart: { id: `gid://shopify/Cart/${token}?key=s3cretkey`, totalQuantity: 1 }, userErrors: [] },
        cookies: cookie(),
      };
    }
    if (pathname === '/cart') return method === 'POST' ? { redirect: '/checkouts/cn/hWN2first' } : cartPage();
    if (/^\/checkouts/.test(pathname)) return { html: toDocument({ title: 'Checkout', body: '<p>No theme here</p>' }) };
    if (pathname === '/') return toPage('Casa', '<a href="/products/tee">Tee</a>');
    return undefined;
  });
  return {
    ...site,
    /** The order has been paid, so its cart is gone. */
    pay() {
      token = 'hWN2second';
      lines = [];
    },
    fill: (id: number, quantity: number) => void add(id, quantity),
    cookie: () => ({ name: 'cart', value: encodeURIComponent(`${token}?key=s3cretkey`), url: site.toUrl('/') }),
  };
};
